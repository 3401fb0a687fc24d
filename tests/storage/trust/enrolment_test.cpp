#include "storage/trust/enrolment.hpp"

#include <doctest/doctest.h>

#include "tests/storage/trust/region.hpp"

using namespace wayside;
using namespace wayside::trust;
using namespace wayside::trust::world;

namespace {

/// What the hub answers to a proposal.
std::string rule_of(const Node& hub, const Bytes& proposal, Timestamp now = new_year) {
    const auto enrolled = enrol(hub.box, proposal, now);
    return enrolled ? "" : enrolled.refusal().rule_name();
}

std::string rule_of_invite(const Node& hub, std::string_view name) {
    SeededRandom random{1};
    const auto invited = invite(hub.box, name, new_year, random);
    return invited ? "" : invited.refusal().rule_name();
}

/// The proposal with something changed, signed by a device that has every right to.
template <class Change>
Bytes proposed_otherwise(const Node& box, Change change) {
    Proposal proposal = *decode_proposal(proposal_of(box));
    change(proposal);
    return sign_proposal(box.box.signer, proposal);
}

}  // namespace

TEST_CASE(
    "a hub that founded a region opens as itself, with the region's own space and no clinic") {
    SeededRandom random{101};
    for (const auto suite : {suite_1, crypto::Suite::aes_256_siv}) {
        const Node hub = found_hub(random, suite);
        const Register& written = hub.box.region_register;

        CHECK(written.device(hub.box.device)->role == DeviceRole::hub);
        REQUIRE(written.spaces().size() == 1);
        CHECK(written.spaces()[0].kind == SpaceKind::region);
        CHECK(hub.box.keyring.newest(written.spaces()[0].space) != nullptr);
        CHECK(hub.box.clinics.empty());
        CHECK(hub.box.clinic().refusal().why == Why::not_found);
        CHECK(hub.box.authority->public_key() == written.authority());
        CHECK(written.suite() == suite);
    }
}

TEST_CASE("an invited box works before it ever met its hub, and after every restart") {
    SeededRandom random{102};
    for (const auto suite : {suite_1, crypto::Suite::aes_256_siv}) {
        const Node hub = found_hub(random, suite);
        const Node north = invited(hub, "north", random).again();

        CHECK(north.box.region == hub.box.region);
        CHECK(north.box.keyring.suite() == suite);
        CHECK(north.box.unopened.empty());
        REQUIRE(north.box.clinic());
        const ClinicSpaces spaces = *north.box.clinic();
        CHECK(spaces.enrolled_as == "north");
        CHECK(north.box.keyring.newest(spaces.clinic) != nullptr);
        CHECK(north.box.keyring.newest(spaces.audit) != nullptr);
        CHECK(north.box.region_register.device(north.box.device) != nullptr);
        CHECK(north.box.region_register.device(hub.box.device)->role == DeviceRole::hub);
        CHECK(north.box.region_register.is_member(spaces.clinic, hub.box.device));
        CHECK(north.box.region_register.records().size() == 1);
        CHECK_FALSE(north.box.authority);
    }
}

TEST_CASE("a box that is enrolled has the hub's register, and the hub its clinic's keys") {
    SeededRandom random{103};
    Node hub = found_hub(random);
    Node north = invited(hub, "north", random);
    const ClinicSpaces spaces = *north.box.clinic();

    meet(hub, north);

    CHECK(north.box.region_register.proposal() == nullptr);
    CHECK(north.box.region_register.records() == hub.box.region_register.records());
    CHECK(north.box.region_register.last_hash() == hub.box.region_register.last_hash());
    CHECK(*north.box.clinic() == spaces);
    REQUIRE(hub.box.clinics.size() == 1);
    CHECK(hub.box.clinics[0] == spaces);
    for (const SpaceId& space : {spaces.clinic, spaces.audit}) {
        CHECK(hub.box.keyring.newest(space)->id == north.box.keyring.newest(space)->id);
        CHECK(crypto::equal(hub.box.keyring.newest(space)->key.view(),
                            north.box.keyring.newest(space)->key.view()));
    }
    const ClinicEnrolled& enrolled = hub.box.region_register.enrolments().at(0);
    CHECK(enrolled.clinic == "north");
    CHECK(enrolled.device == north.box.device);
    for (const Node& after : {hub.again(), north.again()}) {
        CHECK(after.box.region_register.last_hash() == hub.box.region_register.last_hash());
        CHECK(after.box.region_register.proposal() == nullptr);
        CHECK(after.box.clinics == hub.box.clinics);
    }
}

TEST_CASE(
    "wherever the register's way to a box is cut, it goes on from there and works meanwhile") {
    SeededRandom random{104};
    Node hub = found_hub(random);
    Node south = invited(hub, "south", random);
    meet(hub, south);
    const Node north = invited(hub, "north", random);
    const ClinicSpaces spaces = *north.box.clinic();
    hub.take(*enrol(hub.box, proposal_of(north), new_year));
    const std::vector<Bytes>& all = hub.box.region_register.records();

    for (std::size_t cut = 0; cut <= all.size(); ++cut) {
        Node box = north.again();
        box.take({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(cut)});
        box = box.again();

        CHECK(*box.box.clinic() == spaces);
        CHECK(box.box.keyring.newest(spaces.audit) != nullptr);
        CHECK((box.box.region_register.proposal() == nullptr) == (cut == all.size()));
        box.take(all);
        CHECK(box.box.region_register.records() == all);
        CHECK(*box.box.clinic() == spaces);
    }
}

TEST_CASE("a proposal that comes again is answered and not done again") {
    SeededRandom random{105};
    Node hub = found_hub(random);
    const Node north = invited(hub, "north", random);
    hub.take(*enrol(hub.box, proposal_of(north), new_year));

    const auto again = enrol(hub.box, proposal_of(north), eight_days_later);

    REQUIRE(again);
    CHECK(again->empty());
}

TEST_CASE("an invitation works once: who photographed it comes too late") {
    SeededRandom random{106};
    Node hub = found_hub(random);
    const Bytes invitation = *invite(hub.box, "north", new_year, random);
    const Node north = join(invitation, random);
    const Node thief = join(invitation, random);
    hub.take(*enrol(hub.box, proposal_of(north), new_year));

    CHECK(rule_of(hub, proposal_of(thief)) == "invitation_used");
    CHECK(rule_of(hub.again(), proposal_of(thief)) == "invitation_used");
    CHECK(thief.box.keyring.newest(north.box.clinic()->clinic) == nullptr);
}

TEST_CASE("a clinic is enrolled once, whatever was invited before") {
    SeededRandom random{107};
    Node hub = found_hub(random);
    const Node first = invited(hub, "north", random);
    const Node second = invited(hub, "north", random);
    hub.take(*enrol(hub.box, proposal_of(second), new_year));

    CHECK(rule_of(hub, proposal_of(first)) == "clinic_enrolled");
    CHECK(rule_of_invite(hub, "north") == "clinic_enrolled");
    CHECK(rule_of_invite(hub, "north ") == "clinic_id");
    CHECK(rule_of_invite(hub, "south").empty());
}

TEST_CASE("an invitation expires after seven days, for the box and for the hub") {
    SeededRandom random{108};
    const Node hub = found_hub(random);
    const Bytes invitation = *invite(hub.box, "north", new_year, random);
    const Node north = join(invitation, random);
    const Timestamp last{new_year.ms + invitation_lasts_ms - 1};
    const Timestamp over{new_year.ms + invitation_lasts_ms};

    CHECK(join_region(invitation, last, random));
    CHECK(join_region(invitation, over, random).refusal().rule == "invitation_expired");
    CHECK(rule_of(hub, proposal_of(north), last).empty());
    CHECK(rule_of(hub, proposal_of(north), over) == "invitation_expired");
}

TEST_CASE("what is no name of a clinic is refused before anything is signed") {
    SeededRandom random{109};
    const Node hub = found_hub(random);

    for (const std::string name : {"", " north", "north ", "a\nb", "\x7f", "\xff", "\t"}) {
        CHECK(rule_of_invite(hub, name) == "clinic_id");
    }
    CHECK(rule_of_invite(hub, std::string(65, 'a')) == "clinic_id");
    CHECK(rule_of_invite(hub, std::string(64, 'a')).empty());
    CHECK(rule_of_invite(hub, "zahanati ya \xc5\x8b").empty());
}

TEST_CASE("only the hub that keeps the authority invites and enrols") {
    SeededRandom random{110};
    Node hub = found_hub(random);
    Node north = invited(hub, "north", random);
    const Node south = invited(hub, "south", random);
    meet(hub, north);
    const StandAlone alone = found_alone(random);
    const Node lone = node_of(alone.region_register.records(), alone.secrets, alone.owner, suite_1);

    CHECK(rule_of_invite(north, "east") == "not_authority");
    CHECK(rule_of_invite(lone, "east") == "not_authority");
    CHECK(rule_of(north, proposal_of(south)) == "not_authority");
}

TEST_CASE("another region's hub enrols nobody whom this one invited") {
    SeededRandom random{111};
    const Node hub = found_hub(random);
    const Node other = found_hub(random);
    const Node north = invited(hub, "north", random);

    CHECK(rule_of(other, proposal_of(north)) == "other_region");
    Register theirs = other.box.region_register;
    CHECK(theirs.propose(proposal_of(north)).refusal().rule == "other_region");
    CHECK(Register{}.propose(proposal_of(north)).refusal().rule == "other_region");
}

TEST_CASE("a proposal whose keys do not open for the hub is refused, and nothing is written") {
    SeededRandom random{112};
    const Node hub = found_hub(random);
    const Node north = invited(hub, "north", random);
    const auto swapped = [](Proposal& p) { std::swap(p.clinic.to_hub, p.audit.to_hub); };
    const auto garbled = [](Proposal& p) { p.audit.to_hub[9] ^= 1U; };
    const auto not_for_hub = [](Proposal& p) { p.clinic.to_hub = p.clinic.to_box; };

    CHECK(rule_of(hub, proposed_otherwise(north, swapped)) == "proposal_keys");
    CHECK(rule_of(hub, proposed_otherwise(north, garbled)) == "proposal_keys");
    CHECK(rule_of(hub, proposed_otherwise(north, not_for_hub)) == "proposal_keys");
}

TEST_CASE("a box proposes only itself and what is new") {
    SeededRandom random{113};
    Node hub = found_hub(random);
    Node north = invited(hub, "north", random);
    meet(hub, north);
    const Node south = invited(hub, "south", random);
    const SpaceId taken = north.box.clinic()->clinic;

    const auto clinic_of_another = [&](Proposal& p) { p.clinic.space = taken; };
    const auto one_space = [](Proposal& p) { p.audit.space = p.clinic.space; };
    const auto other_device = [&](Proposal& p) { p.box.signing = north.box.signer.public_key(); };

    CHECK(rule_of(hub, proposed_otherwise(south, clinic_of_another)) == "register_record");
    CHECK(rule_of(hub, proposed_otherwise(south, one_space)) == "register_record");
    CHECK(rule_of(hub, proposed_otherwise(south, other_device)) == "proposal_signature");
}

TEST_CASE("whatever is done to a proposal's bytes, it is refused") {
    SeededRandom random{114};
    const Node hub = found_hub(random);
    const Bytes proposal = proposal_of(invited(hub, "north", random));
    for (std::size_t bit = 0; bit < proposal.size() * 8; bit += 7) {
        REQUIRE_FALSE(decode_proposal(flipped(proposal, bit)));
    }
    for (int round = 0; round < 5'000; ++round) {
        const Bytes bytes = mutated(proposal, random);
        if (bytes != proposal) REQUIRE_FALSE(decode_proposal(bytes));
    }
    CHECK(decode_proposal({}).refusal().why == Why::malformed);
    CHECK(decode_proposal(Bytes(most_proposal_bytes + 1, 0x81)).refusal().why == Why::too_large);
    CHECK(decode_proposal(flipped(proposal, 1)).refusal().why == Why::unsupported);
}

TEST_CASE("a hundred clinics come into one region") {
    SeededRandom random{115};
    Node hub = found_hub(random);
    for (int i = 0; i < 100; ++i) {
        Node box = invited(hub, "clinic " + std::to_string(i), random);
        hub.take(*enrol(hub.box, proposal_of(box), new_year));
    }

    CHECK(hub.box.clinics.size() == 100);
    CHECK(hub.box.unopened.empty());
    CHECK(hub.again().box.clinics == hub.box.clinics);
}
