#include <doctest/doctest.h>

#include "tests/storage/trust/region.hpp"

using namespace wayside;
using namespace wayside::trust;
using namespace wayside::trust::world;

namespace {

Joiner joiner_of(const Node& box, std::string clinic = {}) {
    auto opened = open_secrets(box.wrapped, key_file);
    return {box.box, std::move(opened->secrets), std::move(clinic)};
}

/// As the database: the new proposal stands where the old one stood.
Node again_by(const Node& box, ByteView invitation, Random& random, Timestamp now = new_year) {
    const Joining joining = *join_again(joiner_of(box), invitation, now, random);
    Node out = node_of(joining.stored, joining.secrets, joining.owner, joining.suite);
    std::vector<Bytes> stored = box.stored;
    std::erase_if(stored, is_proposal);
    stored.push_back(joining.stored.back());
    if (box.box.region == out.box.region)
        return {stored, box.wrapped, *open_box(stored, box.wrapped, key_file)};
    return out;
}

std::string rule_of(const Node& box, ByteView invitation, std::string clinic = {}) {
    SeededRandom random{2};
    const auto joined = join_again(joiner_of(box, std::move(clinic)), invitation, new_year, random);
    return joined ? "" : joined.refusal().rule_name();
}

Node alone(Random& random, crypto::Suite suite = suite_1) {
    Founding founding = found_region(DeviceRole::box, random, FixedClock{}, suite);
    open_clinic(founding, random, FixedClock{});
    return node_of(founding.region_register.records(), founding.secrets, founding.owner, suite);
}

void check_same_keys(const Box& a, const Box& b) {
    CHECK(a.signer.public_key() == b.signer.public_key());
    CHECK(a.pair.public_key() == b.pair.public_key());
    CHECK(a.clinic()->clinic == b.clinic()->clinic);
    CHECK(a.clinic()->audit == b.clinic()->audit);
    for (const SpaceId& space : {a.clinic()->clinic, a.clinic()->audit}) {
        REQUIRE(b.keyring.newest(space) != nullptr);
        CHECK(b.keyring.newest(space)->id == a.keyring.newest(space)->id);
    }
}

}  // namespace

TEST_CASE("a box whose invitation expired is enrolled by another one, with all that it is") {
    SeededRandom random{201};
    Node hub = found_hub(random);
    const Node north = invited(hub, "north", random);
    REQUIRE(enrol(hub.box, proposal_of(north), eight_days_later).refusal().rule ==
            "invitation_expired");
    const Bytes second = *invite(hub.box, "north", eight_days_later, random);

    Node again = again_by(north, second, random, eight_days_later);

    CHECK(again.box.device == north.box.device);
    check_same_keys(north.box, again.box);
    hub.take(*enrol(hub.box, proposal_of(again), eight_days_later));
    again.take(hub.box.region_register.records());
    CHECK(again.box.region_register.proposal() == nullptr);
    CHECK(*again.box.clinic() == *north.box.clinic());
    CHECK(hub.box.keyring.newest(north.box.clinic()->clinic)->id ==
          north.box.keyring.newest(north.box.clinic()->clinic)->id);
}

TEST_CASE("a box that was enrolled and never heard so is answered, whichever invitation it shows") {
    SeededRandom random{202};
    Node hub = found_hub(random);
    const Bytes second = *invite(hub.box, "north", new_year, random);
    const Node north = invited(hub, "north", random);
    hub.take(*enrol(hub.box, proposal_of(north), new_year));
    Node again = again_by(north, second, random);

    const auto answer = enrol(hub.box, proposal_of(again), new_year);

    REQUIRE(answer);
    CHECK(answer->empty());
    again.take(hub.box.region_register.records());
    CHECK(again.box.region_register.proposal() == nullptr);
    CHECK(again.again().box.region_register.proposal() == nullptr);
    CHECK(*again.box.clinic() == *north.box.clinic());
}

TEST_CASE("a box that began alone comes into a region with its device, its spaces and their keys") {
    SeededRandom random{203};
    for (const auto suite : {suite_1, crypto::Suite::aes_256_siv}) {
        Node hub = found_hub(random, suite);
        const Node lone = alone(random, suite);

        Node joined = again_by(lone, *invite(hub.box, "north", new_year, random), random);

        check_same_keys(lone.box, joined.box);
        CHECK(joined.box.region == hub.box.region);
        CHECK(joined.box.device != lone.box.device);
        CHECK_FALSE(joined.box.authority);
        CHECK(joined.box.clinic()->enrolled_as == "north");
        meet(hub, joined);
        CHECK(joined.box.region_register.records() == hub.box.region_register.records());
        CHECK(hub.box.keyring.newest(lone.box.clinic()->audit)->id ==
              lone.box.keyring.newest(lone.box.clinic()->audit)->id);
    }
}

TEST_CASE("who may not join is told why by name") {
    SeededRandom random{204};
    Node hub = found_hub(random);
    const Node other_hub = found_hub(random);
    const Bytes first = *invite(hub.box, "north", new_year, random);
    const Node north = join(first, random);
    const Node lone = alone(random);
    const Bytes second = *invite(hub.box, "north", new_year, random);
    const Bytes elsewhere = *invite(other_hub.box, "north", new_year, random);
    const Bytes of_south = *invite(hub.box, "south", new_year, random);

    CHECK(rule_of(north, second).empty());
    CHECK(rule_of(north, first) == "same_invitation");
    CHECK(rule_of(north, elsewhere) == "other_region");
    CHECK(rule_of(north, of_south) == "other_clinic");
    CHECK(rule_of(north, of_south, "south").empty());
    CHECK(rule_of(north, second, "south") == "other_clinic");
    CHECK(rule_of(north, flipped(second, 900)) == "invitation_signature");
    CHECK(rule_of(north, {}) == "malformed");
    CHECK(rule_of(hub, elsewhere) == "not_a_clinic");
    CHECK(rule_of(lone, of_south).empty());
    CHECK(rule_of(lone, of_south, "north") == "other_clinic");
    CHECK(rule_of(alone(random, crypto::Suite::aes_256_siv), second) == "other_suite");
    CHECK(join_again(joiner_of(north), second, eight_days_later, random).refusal().rule ==
          "invitation_expired");
    Node met = north.again();
    meet(hub, met);
    CHECK(rule_of(met, elsewhere) == "clinic_enrolled");
    CHECK(rule_of(met.again(), second) == "clinic_enrolled");
}
