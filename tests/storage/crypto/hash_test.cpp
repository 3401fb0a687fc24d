#include <doctest/doctest.h>

#include <set>

#include "storage/crypto/hash.hpp"
#include "storage/crypto/secret.hpp"

using namespace wayside;
using namespace wayside::crypto;

TEST_CASE("BLAKE2b gives the vector of RFC 7693, whose person is sixteen zeros") {
    const std::array<char, 16> zeros{};
    const auto digest = hash<64>({zeros.data(), zeros.size()}, {}, {view_of("abc")});

    CHECK(hex_of(digest) ==
          "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
          "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
}

TEST_CASE("ids of one start differ, and the same start and number give the same id") {
    SeededRandom random{1};
    const LogId log = random.draw_log();
    IdSource source(log);
    std::set<PatientId> seen;

    for (int i = 0; i < 1000; ++i) seen.insert(source.next<PatientId>());

    CHECK(seen.size() == 1000);
    CHECK(seen.contains(PatientId{derive_id(log, 999)}));
    CHECK_FALSE(seen.contains(PatientId{derive_id(random.draw_log(), 0)}));
}

TEST_CASE("parts that are cut elsewhere give the same hash, another person or key another one") {
    const auto whole = hash<32>("wayside id", {}, {view_of("amina")});

    CHECK(hash<32>("wayside id", {}, {view_of("am"), {}, view_of("ina")}) == whole);
    CHECK(hash<32>("wayside chain", {}, {view_of("amina")}) != whole);
    CHECK(hash<32>("wayside id", view_of("k"), {view_of("amina")}) != whole);
}

TEST_CASE("a shorter digest is a hash of its own, never the beginning of a longer one") {
    const auto longer = hash<32>("wayside id", {}, {view_of("amina")});
    const auto shorter = hash<16>("wayside id", {}, {view_of("amina")});

    CHECK_FALSE(equal(shorter, ByteView(longer).first(16)));
}

TEST_CASE("a chain hash changes with the previous one and with where context and sealed are cut") {
    const Hash32 none{};
    Hash32 other{};
    other[31] = 1;
    const auto c = chain_hash(none, view_of("ab"), view_of("cd"));

    CHECK(chain_hash(other, view_of("ab"), view_of("cd")) != c);
    CHECK(chain_hash(none, view_of("abc"), view_of("d")) != c);
    CHECK(chain_hash(none, view_of("ab"), view_of("ce")) != c);
}

TEST_CASE("a secret that moved on leaves zeros behind, and a key of another length is none") {
    SeededRandom random{2};
    Key key = Key::draw(random);
    const Key copy = key.clone();

    const Key moved = std::move(key);

    CHECK(equal(moved.view(), copy.view()));
    CHECK(equal(key.view(), Key{}.view()));  // NOLINT(bugprone-use-after-move): that is the promise
    CHECK_FALSE(Key::from(view_of("short")));
    CHECK_FALSE(equal(view_of("short"), view_of("shorter")));
}
