#include "node/app/join.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "node/app/init.hpp"
#include "node/app/invite.hpp"
#include "tests/node/day/booking_setup.hpp"
#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::app;

namespace {

namespace fs = std::filesystem;

/// A box that began alone, a hub that it never met, and what the hub's admin hands over.
struct World {
    World() {
        REQUIRE(init_hub({hub, {}, "Kusini", true}, clock, random));
        REQUIRE(init_clinic({box, {}, testing::small_clinic, std::nullopt, true}, clock, random));
        std::ofstream(box / "notes") << "what the admin left here";
        held = held_in(box);
    }
    Bytes invitation(const std::string& clinic = "north") {
        return *trust::invitation_bytes(*invite({{hub}, {}, clinic}, clock, random));
    }
    Result<Joined> join(const Bytes& by) {
        return app::join({{{box}, {}}, by, {}, {}}, clock, random);
    }

    struct Held {
        std::vector<shelf::Digest> digests;
        std::vector<nlohmann::json> log;
        bool operator==(const Held&) const = default;
    };
    /// Sound, and this is in it.
    static Held held_in(const fs::path& folder) {
        const Verified verified = verify({{folder}, {}});
        CHECK(verified.findings.empty());
        CHECK(verified.without_keys.empty());
        return {*digests({{folder}, {}}), *log({{folder}, {}})};
    }
    [[nodiscard]] bool has_joined() const {
        return !open_folder({box}, {})->box->authority.has_value();
    }
    [[nodiscard]] std::set<std::string> names() const {
        std::set<std::string> out;
        for (const auto& each : fs::directory_iterator(folder.path)) {
            out.insert(each.path().filename());
        }
        return out;
    }

    ledger::Folder folder;
    fs::path hub = folder.path / "the hub";
    fs::path box = folder.path / "a box";
    ledger::FixedClock clock;
    SeededRandom random{31};
    Held held;
};

const std::set<std::string> joined_names{"a box", "a box.before-join", "the hub"};

/// In a process of its own, which `tell` or somebody else may kill. Whether it came to its end.
template <class Meanwhile>
bool joins_in_child(World& world, const Bytes& by, const std::function<void(const MoveNews&)>& tell,
                    const Meanwhile& meanwhile) {
    const ::pid_t child = ::fork();
    if (child == 0) {
        bool is_done = false;
        try {
            is_done =
                join({{{world.box}, {}}, by, {}, tell}, world.clock, world.random).has_value();
        } catch (const std::exception&) {
            ::_exit(2);
        }
        ::_exit(is_done ? 0 : 1);
    }
    meanwhile(child);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (WIFSIGNALED(status)) return false;
    REQUIRE(WEXITSTATUS(status) == 0);
    return true;
}

}  // namespace

TEST_CASE("a box that began alone and joined is what an invited box is, with all that it held") {
    World world;

    const auto joined = world.join(world.invitation());

    REQUIRE(joined);
    CHECK(joined->clinic == "north");
    CHECK(world.has_joined());
    CHECK(World::held_in(world.box) == world.held);
    CHECK(World::held_in(*joined->before) == world.held);
    CHECK(world.names() == joined_names);
    CHECK(fs::exists(world.box / "notes"));
    CHECK(fs::status(world.box / "device.key").permissions() ==
          fs::status(*joined->before / "device.key").permissions());
    const auto box = open_folder({world.box}, {});
    CHECK(box->box->clinics.at(0).enrolled_as == "north");
    CHECK(box->box->region_register.proposal() != nullptr);
    CHECK(box->box->region == open_folder({world.hub}, {})->box->region);
}

TEST_CASE("killed at each step, it is the whole old box or the whole new one, and can go on") {
    World world;
    const Bytes by = world.invitation();
    int steps = 0;
    bool is_done = false;

    for (; !is_done; ++steps) {
        REQUIRE(steps < 20);
        int left = steps;
        is_done = joins_in_child(
            world, by,
            [&](const MoveNews&) {
                if (left-- == 0) ::kill(::getpid(), SIGKILL);
            },
            [](::pid_t) {});
        CAPTURE(steps);
        CHECK(World::held_in(world.box) == world.held);
    }

    // Carrying, checking, whole, swapped; after that one there was nothing left to tell.
    CHECK(steps == 5);
    CHECK(world.has_joined());
    CHECK(world.names() == joined_names);
    CHECK(World::held_in(world.folder.path / "a box.before-join") == world.held);
}

TEST_CASE("killed at any instant, it is the whole old box or the whole new one, and can go on") {
    World world;
    SeededRandom instants{32};
    const Bytes by = world.invitation();

    for (int round = 0; round < 12; ++round) {
        const auto later = static_cast<::useconds_t>(instants.below(60'000));
        joins_in_child(world, by, {}, [&](::pid_t child) {
            ::usleep(later);
            ::kill(child, SIGKILL);
        });
        CHECK(World::held_in(world.box) == world.held);
        if (!world.has_joined()) continue;
        static_cast<void>(world.join(by));  // gives the old one its name where that was missed
        CHECK(world.names() == joined_names);
        fs::remove_all(world.box);
        fs::rename(world.folder.path / "a box.before-join", world.box);
    }
    CHECK(world.join(by));
    CHECK(World::held_in(world.box) == world.held);
}

TEST_CASE("a box that root joins belongs to whom it belonged to") {
    if (::geteuid() != 0) return;
    constexpr ::uid_t owner = 65'534;
    World world;
    for (const auto& each : fs::recursive_directory_iterator(world.box)) {
        REQUIRE(::lchown(each.path().c_str(), owner, owner) == 0);
    }
    REQUIRE(::lchown(world.box.c_str(), owner, owner) == 0);

    REQUIRE(world.join(world.invitation()));

    struct stat found = {};
    for (const auto& each : fs::recursive_directory_iterator(world.box)) {
        CAPTURE(each.path().string());
        REQUIRE(::lstat(each.path().c_str(), &found) == 0);
        CHECK(found.st_uid == owner);
    }
    REQUIRE(::stat(world.box.c_str(), &found) == 0);
    CHECK(found.st_uid == owner);
}

TEST_CASE("a second invitation stands in the place of the first, and nothing else moves") {
    World world;
    REQUIRE(world.join(world.invitation()));
    const Bytes second = world.invitation();
    const auto before = open_folder({world.box}, {});

    const auto joined = world.join(second);

    REQUIRE(joined);
    CHECK_FALSE(joined->before);
    CHECK(World::held_in(world.box) == world.held);
    const auto box = open_folder({world.box}, {});
    CHECK(box->box->device == before->box->device);
    const auto proposal = trust::decode_proposal(*box->box->region_register.proposal());
    CHECK(proposal->invitation_bytes == second);
    CHECK(world.join(second).refusal().rule == "same_invitation");
}

TEST_CASE("who cannot join is refused by name, or told what stands in the way, and is as it was") {
    World world;
    const Bytes by = world.invitation();
    const fs::path in_the_way = world.folder.path / "a box.before-join";

    {
        const Lock serving({world.box});
        CHECK_THROWS_AS((void)world.join(by), MachineError);
    }
    fs::create_directory(in_the_way);
    CHECK_THROWS_AS((void)world.join(by), MachineError);
    fs::remove(in_the_way);
    const fs::path copy = world.folder.path / "a box.joining";
    fs::copy(world.box, copy, fs::copy_options::recursive);
    CHECK_THROWS_AS((void)world.join(by), MachineError);
    fs::remove_all(copy);
    CHECK(join({{{world.hub}, {}}, by, {}, {}}, world.clock, world.random).refusal().rule ==
          "not_a_clinic");
    CHECK(join({{{copy}, {}}, by, {}, {}}, world.clock, world.random).refusal().why ==
          Why::not_found);
    CHECK(join({{{world.box}, {}}, by, "south", {}}, world.clock, world.random).refusal().rule ==
          "other_clinic");
    world.clock.ms += trust::invitation_lasts_ms;
    CHECK(world.join(by).refusal().rule == "invitation_expired");

    CHECK_FALSE(world.has_joined());
    CHECK(world.names() == std::set<std::string>{"a box", "the hub"});
    CHECK(World::held_in(world.box) == world.held);
}
