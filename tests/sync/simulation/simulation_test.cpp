// Two clinics and a hub in one process, real ledgers on disk, on a clock and a network that the
// test drives. A failing seed prints itself.
#include <doctest/doctest.h>

#include "tests/sync/simulation/world.hpp"

namespace wayside::sync::simulation {

TEST_CASE(
    "an invited clinic is enrolled as it first meets the hub, with all that it wrote before") {
    World world(1);
    world.write(0, 20);

    world.settle();

    CHECK(world.is_equal(0));
    CHECK(world.hub.contents(world.spaces[0].clinic).size() == 16);
    CHECK(world.hub.contents(world.spaces[0].audit).size() == 4);
    CHECK(world.clinics[0]->book->proposal() == nullptr);
    CHECK(world.clinics[0]->contents(world.spaces[1].clinic).empty());
    CHECK(world.clinics[0]->receipts.at(world.spaces[0].clinic).marks.at(0).sequence == 16);
    CHECK(world.hub.refused.empty());
}

TEST_CASE("an invitation works once: the second box that brings it is refused by name") {
    World world(3);
    const auto invitation = trust::invite(*world.hub.box, "east", world.now(), world.random);
    SimNode first(71, world.clock, *invitation);
    SimNode second(72, world.clock, *invitation);
    second.write(second.box->clinics.at(0).clinic, "an act");
    Line once(first, world.hub, world.now());
    once.run(world.now());
    REQUIRE(once.is_settled());

    Line twice(second, world.hub, world.now());
    twice.run(world.now());

    CHECK(twice.acceptor.why()->rule == "invitation_used");
    CHECK(twice.initiator.was_told());
    CHECK(twice.initiator.why()->rule == "invitation_used");
    CHECK(second.book->records().size() == 1);
    CHECK(second.contents(second.box->clinics.at(0).clinic).size() == 1);
    CHECK(second.receipts.empty());
}

TEST_CASE("a device that is revoked while it is connected is parted from at once") {
    World world(4);
    world.write(0, 5);
    world.settle();
    Line line(*world.clinics[0], world.hub, world.now());
    line.run(world.now());
    REQUIRE(line.is_settled());
    const DeviceId device = world.clinics[0]->box->device;
    const auto record = world.hub.box->region_register.append(
        *world.hub.box->authority, world.now(), trust::DeviceCutOff{device, {}});
    REQUIRE(record.has_value());
    world.hub.writer->add_register_records({*record});
    world.hub.book = std::make_shared<const trust::Register>(world.hub.box->region_register);

    line.acceptor.changed(world.now());
    line.run(world.now());
    Line again(*world.clinics[0], world.hub, world.now());
    again.run(world.now());

    CHECK(line.acceptor.why()->rule == "revoked");
    CHECK(line.initiator.why()->rule == "revoked");
    CHECK(again.initiator.why()->rule == "revoked");
    CHECK(world.clinics[0]->contents(world.spaces[0].clinic).size() == 4);
}

TEST_CASE("cut at any byte of the first meeting, the next one ends with equal ledgers") {
    std::uint64_t whole = 0;
    {
        World world(2);
        world.write(0, 12);
        Line line(*world.clinics[0], world.hub, world.now());
        line.run(world.now());
        whole = line.crossed;
    }
    for (std::uint64_t cut = 1; cut < whole; cut += 131) {
        CAPTURE(cut);
        World world(2);
        world.write(0, 12);
        {
            Line line(*world.clinics[0], world.hub, world.now());
            line.run(world.now(), cut);
        }
        if (cut % 2 == 0) {
            world.hub.kill();
            world.hub.start();
        }
        world.settle();
        REQUIRE(world.is_equal(0));
    }
}

TEST_CASE("whatever is cut, killed or restored, when they meet again their ledgers are equal") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        World world(seed * 100);
        world.write(0, 5);
        world.settle();
        world.settle();
        SimNode* nodes[] = {&world.hub, world.clinics[0].get(), world.clinics[1].get()};
        for (SimNode* node : nodes) node->copy();
        std::unique_ptr<Line> lines[2];

        for (int step = 0; step < 3'000; ++step) {
            world.clock.ms += 10;
            const std::size_t i = world.random.below(2);
            const std::uint64_t dice = world.random.below(1'000);
            if (dice < 30) {
                world.write(i, 1 + static_cast<int>(world.random.below(3)));
                if (lines[i]) lines[i]->initiator.changed(world.now());
            } else if (dice < 34) {
                lines[i].reset();
            } else if (dice < 37) {
                SimNode& node = *nodes[world.random.below(3)];
                lines[0].reset();
                lines[1].reset();
                node.kill();
                node.start();
            } else if (dice < 38) {
                SimNode& node = *nodes[world.random.below(3)];
                lines[0].reset();
                lines[1].reset();
                node.restore();
            } else if (dice < 60 && (!lines[i] || lines[i]->initiator.ended())) {
                lines[i] = std::make_unique<Line>(*world.clinics[i], world.hub, world.now());
            } else if (lines[i]) {
                static_cast<void>(lines[i]->step(world.random, world.now()));
            }
        }
        lines[0].reset();
        lines[1].reset();

        world.settle();
        world.settle();
        CHECK(world.is_equal(0));
        CHECK(world.is_equal(1));
        MESSAGE("seed ", seed, ": ", world.written, " acts, at the hub ",
                world.hub.contents(world.spaces[0].clinic).size() +
                    world.hub.contents(world.spaces[1].clinic).size());
    }
}

}  // namespace wayside::sync::simulation
