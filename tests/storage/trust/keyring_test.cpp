#include "storage/trust/keyring.hpp"

#include <doctest/doctest.h>

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

    const OpenedKeys ours = open_keys(five, box(), pair());
    const OpenedKeys theirs = open_keys(five, box(), stranger);
    const OpenedKeys nobodys = open_keys(five, counting_id<DeviceId>(9), pair());

    CHECK(crypto::equal(ours.keyring.newest(clinic)->key.view(), space_key().view()));
    CHECK(ours.unopened.empty());
    CHECK(theirs.keyring.newest(clinic) == nullptr);
    REQUIRE(theirs.unopened.size() == 1);
    CHECK(theirs.unopened[0].refusal.why == Why::damaged);
    CHECK(nobodys.keyring.newest(clinic) == nullptr);
    CHECK(nobodys.unopened.empty());
}

TEST_CASE("a sealed key that is not the one the register names is left out, and named") {
    Register five = five_records();
    const Body wrong_id = GenerationOpened{clinic, 2, crypto::key_id(counting_key(1))};
    REQUIRE(five.append(authority(), new_year, wrong_id));
    KeySealed sealed = key_sealed();
    sealed.generation = 2;
    REQUIRE(five.append(authority(), new_year, sealed));

    const OpenedKeys opened = open_keys(five, box(), pair());

    CHECK(opened.keyring.newest(clinic)->generation == 1);
    REQUIRE(opened.unopened.size() == 1);
    CHECK(opened.unopened[0].generation == 2);
    CHECK(opened.unopened[0].refusal.rule == "key_id");
}
