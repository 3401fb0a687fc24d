// tests/sync/simulation/world.hpp: two clinics and a hub in one process, and the lines between
// them.
#pragma once

#include <doctest/doctest.h>

#include "tests/sync/simulation/sim_node.hpp"

namespace wayside::sync::simulation {

/// A link from a clinic to the hub, while it stands.
class Line {
  public:
    Line(SimNode& clinic, SimNode& hub, Timestamp now) : Line(clinic, hub, now, to(hub)) {}
    Line(SimNode& clinic, SimNode& hub, Timestamp now, Options options)
        : clinic_store(clinic),
          hub_store(hub),
          initiator(clinic.identity(), clinic_store, std::move(options), {}, Side::initiator, now),
          acceptor(hub.identity(), hub_store, {}, {}, Side::acceptor, now) {}

    static Options to(const SimNode& hub) {
        Options options;
        options.to = hub.box->device;
        return options;
    }
    /// Moves at most so many bytes one way, or answers a store's question; false: nothing to do.
    bool step(SeededRandom& random, Timestamp now) {
        initiator.tick(now);
        acceptor.tick(now);
        switch (random.below(4)) {
            case 0:
                return carry(initiator, acceptor, 1 + random.below(700), now);
            case 1:
                return carry(acceptor, initiator, 1 + random.below(700), now);
            case 2:
                return clinic_store.answer_one(initiator, now);
            default:
                return hub_store.answer_one(acceptor, now);
        }
    }
    /// Until both are done, or `most` bytes have crossed.
    void run(Timestamp now, std::uint64_t most = UINT64_MAX) {
        bool moved = true;
        while (moved && crossed < most) {
            moved = clinic_store.answer_one(initiator, now);
            moved = hub_store.answer_one(acceptor, now) || moved;
            moved = carry(initiator, acceptor, most - crossed, now) || moved;
            moved = carry(acceptor, initiator, most - crossed, now) || moved;
        }
    }
    bool carry(Session& from, Session& into, std::uint64_t most, Timestamp now) {
        const std::size_t count = std::min<std::uint64_t>({from.output().size(), most, 1'000});
        if (count == 0) return false;
        const ByteView out = from.output().first(count);
        const Bytes bytes(out.begin(), out.end());
        from.wrote(count, now);
        into.received(bytes, now);
        crossed += count;
        return true;
    }
    [[nodiscard]] bool is_settled() const {
        return initiator.is_settled() && acceptor.is_settled();
    }

    SimStore clinic_store;
    SimStore hub_store;
    Session initiator;
    Session acceptor;
    std::uint64_t crossed = 0;
};

struct World {
    explicit World(std::uint64_t seed) : random(seed), hub(seed * 10 + 1, clock) {
        for (std::uint64_t i = 0; i < 2; ++i) {
            const std::string name = i == 0 ? "north" : "south";
            const auto invitation = trust::invite(*hub.box, name, clock.now(), random);
            require(invitation.has_value(), "the hub invites");
            clinics[i] = std::make_unique<SimNode>(seed * 10 + 2 + i, clock, *invitation);
            spaces[i] = clinics[i]->box->clinics.at(0);
        }
    }

    void write(std::size_t i, int count) {
        for (int n = 0; n < count; ++n) {
            const std::string text = "act " + std::to_string(++written) + ' ' + words(60);
            clinics[i]->write(n % 5 == 4 ? spaces[i].audit : spaces[i].clinic, text);
        }
    }
    /// Text that no coding makes much shorter.
    std::string words(int length) {
        std::string out;
        for (int k = 0; k < length; ++k) out += static_cast<char>('!' + random.below(90));
        return out;
    }
    /// Both clinics meet the hub, without a cut.
    void settle() {
        for (std::size_t i = 0; i < 2; ++i) {
            Line line(*clinics[i], hub, now());
            line.run(now());
            CHECK(line.is_settled());
            CHECK(is_equal(i));
            if (line.initiator.why()) FAIL_CHECK(line.initiator.why()->rule_name());
        }
    }
    [[nodiscard]] bool is_equal(std::size_t i) const {
        return hub.contents(spaces[i].clinic) == clinics[i]->contents(spaces[i].clinic) &&
               hub.contents(spaces[i].audit) == clinics[i]->contents(spaces[i].audit);
    }
    [[nodiscard]] Timestamp now() const { return {clock.ms}; }

    SimClock clock;
    SeededRandom random;
    SimNode hub;
    std::unique_ptr<SimNode> clinics[2];
    trust::ClinicSpaces spaces[2];
    int written = 0;
};

}  // namespace wayside::sync::simulation
