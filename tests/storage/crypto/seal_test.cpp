#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>

#include "storage/crypto/aes_siv.hpp"
#include "storage/crypto/seal.hpp"

using namespace wayside;
using namespace wayside::crypto;

namespace {

constexpr std::array suites{Suite::blake2b_xchacha20, Suite::aes_256_siv};
constexpr std::array purposes{Purpose::entry,    Purpose::package, Purpose::value, Purpose::wrap,
                              Purpose::snapshot, Purpose::answer,  Purpose::digest};

Key counting_key() {
    Bytes bytes(32);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
    return *Key::from(bytes);
}

Bytes flipped(ByteView bytes, std::size_t bit) {
    Bytes out(bytes.begin(), bytes.end());
    out[bit / 8] = static_cast<std::uint8_t>(out[bit / 8] ^ (1U << (bit % 8)));
    return out;
}

}  // namespace

TEST_CASE("suite 1 gives the vectors of the format's page") {
    const Key key = counting_key();

    const Bytes entry =
        seal(key, Suite::blake2b_xchacha20, Purpose::entry, view_of("ctx"), view_of("hello"));
    const Bytes value =
        seal(key, Suite::blake2b_xchacha20, Purpose::value, view_of("ctx"), view_of("hello"));

    CHECK(hex_of(entry) == "0ae8890b4b3580069e365aafc6c5cc5f1ba7b3aaf67e38dcc1b17684f6");
    CHECK(hex_of(value) == "e3cc69cb513fb120b55abe9df7ce9d39a26d98ddc1");
}

TEST_CASE("AES-SIV gives the vector of RFC 5297, A.1, with one associated string") {
    const Bytes key =
        *bytes_of_hex("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    const Bytes associated = *bytes_of_hex("101112131415161718191a1b1c1d1e1f2021222324252627");
    const Bytes plain = *bytes_of_hex("112233445566778899aabbccddee");

    const Bytes sealed = siv_seal(key, {associated}, plain);

    CHECK(hex_of(sealed) == "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c");
    CHECK(*siv_open(key, {associated}, sealed) == plain);
}

TEST_CASE("AES-SIV gives the vector of RFC 5297, A.2, with three associated strings") {
    const Bytes key =
        *bytes_of_hex("7f7e7d7c7b7a79787776757473727170404142434445464748494a4b4c4d4e4f");
    const Bytes first = *bytes_of_hex(
        "00112233445566778899aabbccddeeffdeaddadadeaddadaffeeddccbbaa99887766554433221100");
    const Bytes second = *bytes_of_hex("102030405060708090a0");
    const Bytes third = *bytes_of_hex("09f911029d74e35bd84156c5635688c0");
    const Bytes plain = *bytes_of_hex(
        "7468697320697320736f6d6520706c61696e7465787420746f20656e6372797074207573696e67205349562d41"
        "4553");

    const Bytes sealed = siv_seal(key, {first, second, third}, plain);

    CHECK(hex_of(sealed) ==
          "7bdb6e3b432667eb06f4d14bff2fbd0fcb900f2fddbe404326601965c889bf17dba77ceb094fa663b7a3f748"
          "ba8af829ea64ad544a272e9c485b62a3fd5c0d");
    CHECK(*siv_open(key, {first, second, third}, sealed) == plain);
}

TEST_CASE("an empty associated string is not the same as none") {
    const Bytes key(64, 7);

    CHECK(siv_seal(key, {ByteView{}}, view_of("hello")) != siv_seal(key, {}, view_of("hello")));
}

TEST_CASE("what was sealed opens again, at every length, in both suites and for every purpose") {
    SeededRandom random{11};
    const Key key = Key::draw(random);
    for (const Suite suite : suites) {
        for (const Purpose purpose : purposes) {
            for (std::size_t length = 1; length < 100; ++length) {
                Bytes plain(length);
                random.fill(plain);
                const Bytes sealed = seal(key, suite, purpose, view_of("ctx"), plain);
                REQUIRE(sealed.size() == length + tag_bytes(suite, purpose));
                REQUIRE(*open(key, suite, purpose, view_of("ctx"), sealed) == plain);
            }
        }
    }
}

TEST_CASE("equal input gives equal output, whenever and wherever it is sealed") {
    const Key key = counting_key();
    for (const Suite suite : suites) {
        CHECK(seal(key, suite, Purpose::entry, view_of("ctx"), view_of("hello")) ==
              seal(key.clone(), suite, Purpose::entry, view_of("ctx"), view_of("hello")));
    }
}

TEST_CASE("any one bit changed in sealed bytes, context or key is refused") {
    const Key key = counting_key();
    const Bytes context{1, 2, 3, 4, 5};
    for (const Suite suite : suites) {
        for (const Purpose purpose : {Purpose::entry, Purpose::value}) {
            const Bytes sealed = seal(key, suite, purpose, context, view_of("a reason, a note"));
            for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
                const auto opened = open(key, suite, purpose, context, flipped(sealed, bit));
                REQUIRE(opened.refusal().why == Why::damaged);
            }
            for (std::size_t bit = 0; bit < context.size() * 8; ++bit) {
                REQUIRE_FALSE(open(key, suite, purpose, flipped(context, bit), sealed));
            }
            for (std::size_t bit = 0; bit < 256; ++bit) {
                const Key other = *Key::from(flipped(key.view(), bit));
                REQUIRE_FALSE(open(other, suite, purpose, context, sealed));
            }
        }
    }
}

TEST_CASE("what is cut short or made longer is refused, down to nothing at all") {
    const Key key = counting_key();
    for (const Suite suite : suites) {
        Bytes sealed = seal(key, suite, Purpose::entry, view_of("ctx"), view_of("hello"));
        for (std::size_t length = 0; length < sealed.size(); ++length) {
            const auto opened =
                open(key, suite, Purpose::entry, view_of("ctx"), ByteView(sealed).first(length));
            REQUIRE_FALSE(opened);
            const bool is_too_short = length <= tag_bytes(suite, Purpose::entry);
            CHECK(opened.refusal().why == (is_too_short ? Why::malformed : Why::damaged));
        }
        sealed.push_back(0);
        CHECK_FALSE(open(key, suite, Purpose::entry, view_of("ctx"), sealed));
    }
}

TEST_CASE("nothing sealed for one purpose, suite or context opens as another") {
    const Key key = counting_key();
    for (const Suite suite : suites) {
        for (const Purpose purpose : purposes) {
            const Bytes sealed = seal(key, suite, purpose, view_of("ctx"), view_of("hello, world"));
            for (const Suite other_suite : suites) {
                for (const Purpose other : purposes) {
                    const bool is_same = other == purpose && other_suite == suite;
                    CHECK(open(key, other_suite, other, view_of("ctx"), sealed).has_value() ==
                          is_same);
                }
            }
            CHECK_FALSE(open(key, suite, purpose, view_of("ctx "), sealed));
            CHECK_FALSE(open(key, suite, purpose, {}, sealed));
        }
    }
}

TEST_CASE("bytes cannot move between the context and what is sealed") {
    const Key key = counting_key();
    for (const Suite suite : suites) {
        const Bytes one = seal(key, suite, Purpose::entry, view_of("ab"), view_of("cd"));
        const Bytes other = seal(key, suite, Purpose::entry, view_of("abc"), view_of("d"));
        CHECK_FALSE(equal(ByteView(one).first(16), ByteView(other).first(16)));
    }
}

TEST_CASE("every suite and purpose has a subkey of its own, and a key's id names it") {
    const Key key = counting_key();
    std::set<std::string> subkeys;
    for (const Suite suite : suites) {
        for (const Purpose purpose : purposes) {
            subkeys.insert(hex_of(subkey(key, suite, purpose).view()));
        }
    }

    CHECK(subkeys.size() == suites.size() * purposes.size());
    CHECK(key_id(key) == key_id(key.clone()));
    CHECK(key_id(key) != key_id(Key{}));
}

TEST_CASE("a suite that this software does not know is refused by that name") {
    CHECK(*suite_of(1) == Suite::blake2b_xchacha20);
    CHECK(*suite_of(2) == Suite::aes_256_siv);
    CHECK(suite_of(0).refusal().why == Why::unsupported);
    CHECK(suite_of(3).refusal().why == Why::unsupported);
}

TEST_CASE("sealing nothing breaks a promise of ours and stops the process") {
    const Key key = counting_key();
    for (const Suite suite : suites) {
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(STDERR_FILENO);
            std::signal(SIGABRT, SIG_DFL);
            static_cast<void>(seal(key, suite, Purpose::entry, view_of("ctx"), {}));
            ::_exit(0);
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);

        CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT));
    }
}
