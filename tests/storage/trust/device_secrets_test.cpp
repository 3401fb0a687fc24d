#include "storage/trust/device_secrets.hpp"

#include <doctest/doctest.h>

#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::trust;
using namespace wayside::trust::world;

namespace {

const SecretsOwner owner{counting_id<RegionId>(1), counting_id<DeviceId>(2)};

Bytes wrapped_example(crypto::Suite suite) {
    return wrap_secrets({counting_key(0x20), counting_key(0x40), counting_key(0)}, owner, suite,
                        counting_key(0xE0));
}

}  // namespace

TEST_CASE("a device's secrets come back under the same key, with and without the authority's") {
    for (const auto suite : {suite_1, crypto::Suite::aes_256_siv}) {
        const auto with = open_secrets(wrapped_example(suite), counting_key(0xE0));
        const Bytes no_authority = wrap_secrets({counting_key(0x20), counting_key(0x40), {}}, owner,
                                                suite, counting_key(0xE0));
        const auto without = open_secrets(no_authority, counting_key(0xE0));

        REQUIRE(with);
        CHECK(with->owner == owner);
        CHECK(crypto::equal(with->secrets.signing_seed.view(), counting_key(0x20).view()));
        CHECK(crypto::equal(with->secrets.sealing_seed.view(), counting_key(0x40).view()));
        CHECK(crypto::equal(with->secrets.authority_seed->view(), counting_key(0).view()));
        REQUIRE(without);
        CHECK_FALSE(without->secrets.authority_seed);
        CHECK(no_authority.size() == wrapped_example(suite).size());
    }
}

TEST_CASE("another key file is refused by name") {
    const auto opened = open_secrets(wrapped_example(suite_1), counting_key(0xE1));

    CHECK(opened.refusal().why == Why::forbidden);
    CHECK(opened.refusal().rule == "wrong_key_file");
}

TEST_CASE("wrapped secrets with any one bit changed, cut short or made longer do not open") {
    for (const auto suite : {suite_1, crypto::Suite::aes_256_siv}) {
        Bytes wrapped = wrapped_example(suite);
        for (std::size_t bit = 0; bit < wrapped.size() * 8; ++bit) {
            REQUIRE_FALSE(open_secrets(flipped(wrapped, bit), counting_key(0xE0)));
        }
        for (std::size_t length = 0; length < wrapped.size(); ++length) {
            REQUIRE_FALSE(open_secrets(ByteView(wrapped).first(length), counting_key(0xE0)));
        }
        wrapped.push_back(0);
        CHECK_FALSE(open_secrets(wrapped, counting_key(0xE0)));
    }
}

TEST_CASE("whatever is done to wrapped secrets, they are refused and nothing else happens") {
    SeededRandom random{71};
    const Bytes wrapped = wrapped_example(suite_1);
    for (int round = 0; round < 5'000; ++round) {
        const Bytes bytes = mutated(wrapped, random);
        if (bytes != wrapped) REQUIRE_FALSE(open_secrets(bytes, counting_key(0xE0)));
    }
}
