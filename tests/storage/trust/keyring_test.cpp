#include "storage/trust/keyring.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::trust;
using namespace wayside::trust::world;

TEST_CASE("the newest key of a space is that of its greatest generation, whichever came last") {
    Keyring ring(suite_1);
    const crypto::Key third = counting_key(3);
    const crypto::Key first = counting_key(1);

    REQUIRE(ring.add(clinic, 3, crypto::key_id(third), third.clone()));
    REQUIRE(ring.add(clinic, 1, crypto::key_id(first), first.clone()));

    CHECK(ring.newest(clinic)->generation == 3);
    CHECK(ring.find(clinic, crypto::key_id(first))->generation == 1);
    CHECK(crypto::equal(ring.find(clinic, crypto::key_id(first))->key.view(), first.view()));
}

TEST_CASE("a key that is not held is not found, in this space or in another") {
    const Keyring ring = keyring();
    const auto other = counting_id<SpaceId>(1);

    CHECK(ring.find(clinic, crypto::key_id(counting_key(1))) == nullptr);
    CHECK(ring.find(other, crypto::key_id(space_key())) == nullptr);
    CHECK(ring.newest(other) == nullptr);
}

TEST_CASE("a key that does not give its id is refused by name, and so is a second one") {
    Keyring ring = keyring();
    const crypto::Key other = counting_key(1);

    CHECK(ring.add(clinic, 2, crypto::key_id(space_key()), other.clone()).refusal().rule ==
          "key_id");
    CHECK(ring.add(clinic, 1, crypto::key_id(other), other.clone()).refusal().rule == "generation");
    CHECK(ring.add(clinic, 1, crypto::key_id(space_key()), space_key()));
    CHECK(ring.newest(clinic)->id == crypto::key_id(space_key()));
}

TEST_CASE("a device opens the keys that the register seals to it, and nobody else does") {
    const Register five = five_records();
    SeededRandom random{41};
    const auto stranger = crypto::BoxPair::from_seed(crypto::Key::draw(random));

    Keyring ours(suite_1);
    Keyring theirs(suite_1);
    Keyring nobodys(suite_1);

    CHECK(open_keys(five, box(), pair(), ours).empty());
    const auto unopened = open_keys(five, box(), stranger, theirs);
    CHECK(open_keys(five, counting_id<DeviceId>(9), pair(), nobodys).empty());

    CHECK(crypto::equal(ours.newest(clinic)->key.view(), space_key().view()));
    CHECK(theirs.newest(clinic) == nullptr);
    REQUIRE(unopened.size() == 1);
    CHECK(unopened[0].refusal.why == Why::damaged);
    CHECK(nobodys.newest(clinic) == nullptr);
}

TEST_CASE("a sealed key that is not the one the register names is left out, and named") {
    Register five = five_records();
    const Body wrong_id = GenerationOpened{clinic, 2, crypto::key_id(counting_key(1))};
    REQUIRE(five.append(authority(), new_year, wrong_id));
    KeySealed sealed = key_sealed();
    sealed.generation = 2;
    REQUIRE(five.append(authority(), new_year, sealed));

    Keyring ring(suite_1);
    const auto unopened = open_keys(five, box(), pair(), ring);

    CHECK(ring.newest(clinic)->generation == 1);
    REQUIRE(unopened.size() == 1);
    CHECK(unopened[0].generation == 2);
    CHECK(unopened[0].refusal.rule == "key_id");
}

TEST_CASE("keys come while other threads read, and what they found stays where it was") {
    Keyring ring = keyring();
    const SpaceKey* before = ring.newest(clinic);
    constexpr std::uint32_t generations = 200;
    std::atomic<bool> is_over = false;
    std::atomic<int> wrong = 0;
    const auto read = [&] {
        std::uint32_t seen = 1;
        while (!is_over) {
            const SpaceKey* newest = ring.newest(clinic);
            if (newest->generation < seen) ++wrong;
            if (ring.find(clinic, newest->id) != newest) ++wrong;
            seen = newest->generation;
        }
    };
    std::thread first(read);
    std::thread second(read);

    SeededRandom random{42};
    for (std::uint32_t generation = 2; generation <= generations; ++generation) {
        crypto::Key key = crypto::Key::draw(random);
        const crypto::Hash32 id = crypto::key_id(key);
        REQUIRE(ring.add(clinic, generation, id, std::move(key)));
    }
    is_over = true;
    first.join();
    second.join();

    CHECK(wrong == 0);
    CHECK(ring.newest(clinic)->generation == generations);
    CHECK(ring.find(clinic, crypto::key_id(space_key())) == before);
    const Keyring moved = std::move(ring);
    CHECK(moved.find(clinic, crypto::key_id(space_key())) == before);
}
