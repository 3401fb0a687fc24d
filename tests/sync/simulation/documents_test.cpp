// The same simulation with real documents: what counts in the end is that they are equal.
#include "tests/sync/simulation/documents.hpp"

#include <algorithm>

#include "sync/package.hpp"
#include "tests/sync/simulation/world.hpp"

namespace wayside::sync::simulation {

namespace {

/// Of one clinic: no two have a patient in common.
PatientId patient_number(std::size_t clinic, std::uint8_t number) {
    return PatientId{{number, static_cast<std::uint8_t>(clinic), 2, 3}};
}

/// What both clinics' desks do in the morning: visits, and a word about a patient.
void write_a_morning(World& world) {
    for (std::size_t i = 0; i < 2; ++i) {
        Author author(*world.clinics[i], world.spaces[i].clinic);
        author.set("v1", "status", "booked");
        author.say(patient_number(i, 1), "n1", "asks for the midwife");
        author.set("v2", "status", "booked");
        author.set("v1", "status", "waiting");
        author.say(patient_number(i, 2), "n2", "comes from far");
    }
}

void meet(World& world, std::size_t i, std::uint64_t most = UINT64_MAX) {
    Line line(*world.clinics[i], world.hub, world.now());
    line.run(world.now(), most);
}

void check_equal(World& world) {
    for (std::size_t i = 0; i < 2; ++i) {
        const SpaceId& space = world.spaces[i].clinic;
        REQUIRE(digest_at(world.hub, space) == digest_at(*world.clinics[i], space));
        REQUIRE(notes_at(world.hub, space) == notes_at(*world.clinics[i], space));
    }
}

}  // namespace

TEST_CASE("cut anywhere, the documents of both clinics are equal at the hub in the end") {
    std::uint64_t whole = 0;
    {
        World world(5);
        write_a_morning(world);
        Line line(*world.clinics[0], world.hub, world.now());
        line.run(world.now());
        whole = line.crossed;
        meet(world, 1);
        check_equal(world);
        CHECK(notes_at(world.hub, world.spaces[0].clinic).size() == 2);
    }
    for (std::uint64_t cut = 1; cut < whole; cut += 61) {
        CAPTURE(cut);
        World world(5);
        write_a_morning(world);
        meet(world, 0, cut);
        meet(world, 1, whole - cut);
        if (cut % 2 == 0) {
            world.hub.kill();
            world.hub.start();
        }
        world.settle();
        check_equal(world);
    }
}

TEST_CASE("a restored clinic that went on apart merges with what it had lost") {
    World world(6);
    write_a_morning(world);
    world.settle();
    world.clinics[0]->copy();
    const SpaceId& space = world.spaces[0].clinic;
    world.clinics[0]->kill();
    world.clinics[0]->start();
    {
        Author author(*world.clinics[0], space);
        author.set("v1", "status", "called");
        author.set("v1", "room", "2");
        author.say(patient_number(0, 1), "n3", "was told to come back");
    }
    world.settle();

    world.clinics[0]->restore();
    {
        Author author(*world.clinics[0], space);
        author.set("v1", "status", "left");
        author.set("v1", "room", "3");
        author.say(patient_number(0, 3), "n4", "first visit");
    }
    world.settle();

    check_equal(world);
    CHECK(notes_at(world.hub, space).size() == 4);
    CHECK(world.hub.refused.empty());
}

TEST_CASE("whoever lost a patient's key has it again with the next words about that patient") {
    World world(7);
    write_a_morning(world);
    world.settle();
    const SpaceId& space = world.spaces[0].clinic;
    world.hub.lose_patient_keys();
    REQUIRE(notes_at(world.hub, space).empty());
    world.clinics[0]->kill();
    world.clinics[0]->start();

    {
        Author author(*world.clinics[0], space);
        author.say(patient_number(0, 1), "n3", "was told to come back");
    }
    world.settle();

    CHECK(world.hub.refused == std::vector<std::string>{"we no_patient_key"});
    CHECK(notes_at(world.hub, space) ==
          std::vector<std::string>{"asks for the midwife", "was told to come back"});
    CHECK(digest_at(world.hub, space) == digest_at(*world.clinics[0], space));
}

TEST_CASE("a range that begins more patients than one package has keys for crosses in two") {
    World world(11);
    std::vector<PatientId> all;
    {
        Author author(*world.clinics[0], world.spaces[0].clinic);
        for (std::uint8_t entry = 1; entry <= 5; ++entry) {
            std::vector<PatientId> patients;
            for (int i = 0; i < 900; ++i) {
                PatientId patient = patient_number(0, entry);
                patient.bytes[8] = static_cast<std::uint8_t>(i / 256);
                patient.bytes[9] = static_cast<std::uint8_t>(i % 256);
                patients.push_back(patient);
            }
            author.say(patients, "n1", "comes today");
            all.insert(all.end(), patients.begin(), patients.end());
        }
    }
    REQUIRE(all.size() > max_package_rows);
    Options options = Line::to(world.hub);
    options.most_opened_bytes = max_opened_bytes;
    Line line(*world.clinics[0], world.hub, world.now(), options);

    line.run(world.now());

    CHECK(line.is_settled());
    CHECK(line.initiator.tally().parcels_out == 2);
    CHECK(world.is_equal(0));
    CHECK(world.hub.refused.empty());
    const trust::PatientKeys keys = world.hub.patient_keys(world.spaces[0].clinic);
    CHECK(std::ranges::all_of(all, [&](const PatientId& each) { return keys.find(each); }));
}

TEST_CASE(
    "a clinic that brings keys and words of another clinic's patients changes nothing there") {
    World world(10);
    const PatientId patient = patient_number(0, 1);
    {
        Author intruder(*world.clinics[1], world.spaces[1].clinic);
        intruder.say(patient, "n1", "said by a clinic that never saw this patient");
    }
    meet(world, 1);
    {
        Author author(*world.clinics[0], world.spaces[0].clinic);
        author.say(patient, "n1", "asks for the midwife");
    }

    world.settle();

    check_equal(world);
    CHECK(notes_at(world.hub, world.spaces[0].clinic) ==
          std::vector<std::string>{"asks for the midwife"});
    CHECK(world.hub.patient_keys(world.spaces[0].clinic).find(patient) != nullptr);
    CHECK(world.hub.refused.empty());
}

}  // namespace wayside::sync::simulation
