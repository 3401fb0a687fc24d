// The same simulation with real documents: what counts in the end is that they are equal.
#include "tests/sync/simulation/documents.hpp"
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

}  // namespace wayside::sync::simulation
