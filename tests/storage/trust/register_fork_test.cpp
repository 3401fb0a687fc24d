#include <doctest/doctest.h>

#include "tests/storage/trust/region.hpp"

using namespace wayside;
using namespace wayside::trust;
using namespace wayside::trust::world;

namespace {

/// A hub that was restored from an older copy and enrolled somebody else: what an authority's two
/// histories come from. `hub` and `copy` were one until then.
struct TwoHistories {
    explicit TwoHistories(std::uint64_t seed)
        : random(seed),
          hub(found_hub(random)),
          copy(hub.again()),
          north(invited(hub, "north", random)),
          south(invited(hub, "south", random)) {
        meet(hub, north);
        meet(copy, south);
    }

    SeededRandom random;
    Node hub;
    Node copy;
    Node north;
    Node south;

    [[nodiscard]] const std::vector<Bytes>& records() const {
        return hub.box.region_register.records();
    }
    [[nodiscard]] const std::vector<Bytes>& others() const {
        return copy.box.region_register.records();
    }
    /// The hub's word that its own history counts.
    Bytes settle() {
        Register& ours = hub.box.region_register;
        const Fork& fork = *ours.fork();
        const ForkSettled body{fork.sequence, record_hash(fork.kept), record_hash(fork.other)};
        return *ours.append(*hub.box.authority, new_year, body);
    }
};

bool is_stopped(const Node& node) {
    return node.box.region_register.fork().has_value();
}

}  // namespace

TEST_CASE("a register that forked goes on when the authority says that its history counts") {
    TwoHistories two{121};

    CHECK(two.hub.take(two.others()).refusal->rule == "register_forked");
    CHECK(is_stopped(two.hub));
    CHECK(is_stopped(two.hub.again()));
    CHECK(invite(two.hub.box, "east", new_year, two.random).refusal().rule == "register_stopped");
    two.hub.store({two.settle()});

    CHECK_FALSE(is_stopped(two.hub));
    CHECK_FALSE(is_stopped(two.hub.again()));
    CHECK(two.hub.again().box.region_register.records() == two.records());
    CHECK_FALSE(two.hub.take(two.others()).refusal.has_value());
    CHECK(two.hub.box.region_register.enrolments().size() == 1);
}

TEST_CASE(
    "who has the history that does not count goes over to the other, and asks to be enrolled") {
    TwoHistories two{122};
    const ClinicSpaces spaces = *two.south.box.clinic();
    two.hub.take(two.others());
    two.hub.store({two.settle()});

    two.south.take(two.records());

    CHECK_FALSE(is_stopped(two.south));
    CHECK(two.south.box.region_register.records() == two.records());
    CHECK(two.south.again().box.region_register.records() == two.records());
    CHECK(*two.south.again().box.clinic() == spaces);
    REQUIRE(two.south.box.region_register.proposal() != nullptr);
    meet(two.hub, two.south);
    CHECK(two.hub.box.clinics.size() == 2);
    CHECK(two.south.box.region_register.proposal() == nullptr);
}

TEST_CASE("the other history may come in pieces and in any order, with restarts between") {
    TwoHistories two{123};
    two.hub.take(two.others());
    two.hub.store({two.settle()});
    const std::vector<Bytes> all = two.records();
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        std::vector<Bytes> shuffled(all.begin(), all.end());
        SeededRandom order{seed};
        for (std::size_t i = shuffled.size(); i > 1; --i) {
            std::swap(shuffled[i - 1], shuffled[order.below(i)]);
        }
        Node south = two.south.again();

        // What overtakes the fork itself is asked for again, as a gap is.
        for (int round = 0; round < 2; ++round) {
            for (const Bytes& record : shuffled) south.take({record});
            south = south.again();
        }

        CHECK_FALSE(is_stopped(south));
        CHECK(south.box.region_register.records() == all);
    }
}

TEST_CASE("a settlement that names other records than those of the fork settles nothing") {
    TwoHistories two{124};
    two.hub.take(two.others());
    const Fork fork = *two.hub.box.region_register.fork();
    const auto refused = [&](const ForkSettled& body) {
        Register stopped = two.hub.box.region_register;
        const auto written = stopped.append(*two.hub.box.authority, new_year, body);
        return !written && stopped.fork().has_value();
    };

    CHECK(refused({fork.sequence, record_hash(fork.kept), some_hash}));
    CHECK(refused({fork.sequence, some_hash, record_hash(fork.other)}));
    CHECK(refused({fork.sequence + 1, record_hash(fork.kept), record_hash(fork.other)}));
    CHECK(refused({fork.sequence, record_hash(fork.other), record_hash(fork.kept)}));
    Register sound = five_records();
    CHECK_FALSE(sound.append(authority(), new_year, ForkSettled{9, some_hash, {}}));
    CHECK_FALSE(sound.append(authority(), new_year, ForkSettled{0, some_hash, {}}));
}
