// Short meetings that are cut at every byte there is: a first one, in which a clinic is enrolled
// and brings its entries, and one in which a restored clinic is given back what it had lost.
#include <algorithm>
#include <array>
#include <optional>

#include "tests/sync/simulation/world.hpp"

namespace wayside::sync::simulation {

namespace {

/// What a cut leaves behind; all that follows is a function of it.
struct Remains {
    std::uint64_t done_at_clinic = 0;  ///< to the disk: the questions answered since the copy
    std::uint64_t done_at_hub = 0;
    std::vector<HeldParcel> in_clinic;  ///< in memory, which goes with whoever is killed
    std::vector<HeldParcel> in_hub;
    friend bool operator==(const Remains&, const Remains&) = default;
};

enum class Killed { nobody, hub, clinic };

/// A meeting of the first clinic with the hub from copies of their disks on: the same bytes each
/// time, which cross one by one.
class Script {
  public:
    explicit Script(World& world) : world_(world) {
        hub().copy();
        clinic().copy();
    }

    /// Both disks as they were copied, and a new line.
    void begin() {
        line_.reset();
        clinic().random = SeededRandom(1);
        hub().random = SeededRandom(2);
        clinic().restore();
        hub().restore();
        line_.emplace(clinic(), hub(), world_.now());
    }
    /// One byte more; false: nobody has anything to say.
    bool go_on() {
        const std::uint64_t before = line_->crossed;
        line_->run(world_.now(), before + 1);
        return line_->crossed > before;
    }
    [[nodiscard]] Remains remains(Killed killed) const {
        Remains out{line_->clinic_store.answered, line_->hub_store.answered, {}, {}};
        if (killed != Killed::clinic) out.in_clinic = held(clinic(), hub());
        if (killed != Killed::hub) out.in_hub = held(hub(), clinic());
        return out;
    }
    void strike(Killed killed) {
        line_.reset();
        if (killed == Killed::nobody) return;
        SimNode& victim = killed == Killed::hub ? hub() : clinic();
        victim.kill();
        victim.start();
    }
    [[nodiscard]] bool was_settled() const { return line_->is_settled(); }

  private:
    [[nodiscard]] SimNode& hub() const { return world_.hub; }
    [[nodiscard]] SimNode& clinic() const { return *world_.clinics[0]; }
    static std::vector<HeldParcel> held(const SimNode& at, const SimNode& of) {
        const auto inbox = at.inboxes.find(of.box->device);
        return inbox == at.inboxes.end() ? std::vector<HeldParcel>{} : inbox->second.held();
    }

    World& world_;
    std::optional<Line> line_;
};

/// What each byte of the script leaves behind if this one is killed there.
using Cuts = std::vector<Remains>;

/// Plays the script up to this byte, kills, and lets both clinics meet the hub.
void play(World& world, Script& script, std::size_t cut, Killed killed, const Remains& left) {
    CAPTURE(cut);
    CAPTURE(static_cast<int>(killed));
    script.begin();
    for (std::size_t i = 0; i < cut; ++i) script.go_on();
    REQUIRE(script.remains(killed) == left);
    script.strike(killed);
    world.settle();
    REQUIRE(world.is_equal(0));
    REQUIRE(world.is_equal(1));
}

/// Cuts behind each byte of the script, with nobody, the hub and the clinic killed. Cuts that leave
/// the same behind have one sequel, which is played once: most bytes of a frame reach neither a
/// disk nor an inbox.
void cut_behind_every_byte(World& world) {
    constexpr std::array victims{Killed::nobody, Killed::hub, Killed::clinic};
    Script script(world);
    std::array<Cuts, victims.size()> cuts;
    script.begin();
    while (script.go_on()) {
        for (std::size_t i = 0; i < victims.size(); ++i) {
            cuts.at(i).push_back(script.remains(victims.at(i)));
        }
    }
    REQUIRE(script.was_settled());

    for (std::size_t i = 0; i < victims.size(); ++i) {
        Cuts played;
        for (std::size_t cut = 1; cut <= cuts.at(i).size(); ++cut) {
            const Remains& left = cuts.at(i)[cut - 1];
            if (std::ranges::find(played, left) != played.end()) continue;
            played.push_back(left);
            play(world, script, cut, victims.at(i), left);
        }
        MESSAGE("victim ", i, ": ", cuts.at(i).size(), " cuts, ", played.size(), " sequels");
    }
}

}  // namespace

TEST_CASE("cut behind every byte of a first meeting, whoever is killed, ledgers are equal") {
    World world(8);
    world.write(1, 2);
    {
        Line line(*world.clinics[1], world.hub, world.now());
        line.run(world.now());
        REQUIRE(line.is_settled());
    }
    world.write(0, 3);

    cut_behind_every_byte(world);

    CHECK(world.hub.contents(world.spaces[0].clinic).size() == 3);
    CHECK(world.hub.contents(world.spaces[1].clinic).size() == 2);
    CHECK(world.hub.refused.empty());
}

TEST_CASE("cut behind every byte of what gives a restored clinic its entries back, all is equal") {
    World world(9);
    world.write(0, 1);
    world.settle();
    world.clinics[0]->copy();
    const SpaceId& space = world.spaces[0].clinic;
    world.clinics[0]->write(space, world.words(2'500));
    world.settle();
    world.clinics[0]->restore();
    world.clinics[0]->write(space, world.words(2'500));
    world.write(0, 1);

    cut_behind_every_byte(world);

    CHECK(world.hub.contents(space).size() == 4);
    CHECK(world.hub.refused.empty());
}

}  // namespace wayside::sync::simulation
