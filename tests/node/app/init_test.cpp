#include "node/app/init.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <set>

#include "node/app/inspect.hpp"
#include "tests/node/day/booking_setup.hpp"
#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::app;

namespace {

namespace fs = std::filesystem;

/// Breaks, as a machine does, at one of its draws.
class BreakingRandom final : public Random {
  public:
    explicit BreakingRandom(int good) : good_(good) {}
    void fill(std::span<std::uint8_t> out) override {
        if (good_-- == 0) throw MachineError("there is no randomness");
        seeded_.fill(out);
    }

  private:
    int good_;
    SeededRandom seeded_{1};
};

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> out;
    for (const auto& each : fs::directory_iterator(folder)) out.insert(each.path().filename());
    return out;
}

const std::set<std::string> parts_of_a_node{"device.key", "ledger.db", "marker", "node.toml"};

struct Init {
    Result<void> operator()(const std::string& setup = testing::small_clinic) {
        return init_clinic({node, key_file, setup, std::nullopt, true}, clock, random);
    }
    ledger::Folder folder;
    fs::path node = folder.path / "a node";
    fs::path key_file;
    ledger::FixedClock clock;
    SeededRandom random{9};
};

}  // namespace

TEST_CASE("a node is its four files, private, whole at once, and nothing beside it") {
    Init init;

    REQUIRE(init());

    CHECK(names_in(init.folder.path) == std::set<std::string>{"a node"});
    CHECK(names_in(init.node) == parts_of_a_node);
    CHECK((fs::status(init.node).permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
          fs::perms::none);
    CHECK(verify({{init.node}, {}}).findings.empty());
    CHECK(log({{init.node}, {}})->size() == 1);
}

TEST_CASE("a set-up that makes no sense is refused by its field before anything is made") {
    Init init;
    for (const char* setup : {"", "{}", "no JSON", R"({"clinic": 7})"}) {
        CAPTURE(setup);
        CHECK_FALSE(init(setup).has_value());
        CHECK(names_in(init.folder.path).empty());
    }
}

TEST_CASE("a folder that holds anything, or is none, is left as it was") {
    Init init;
    fs::create_directory(init.node);
    std::ofstream(init.node / "letter") << "Dear Amina";
    CHECK_THROWS_AS((void)init(), MachineError);
    CHECK(names_in(init.node) == std::set<std::string>{"letter"});
    fs::remove_all(init.node);
    std::ofstream(init.node) << "a file";
    CHECK_THROWS_AS((void)init(), MachineError);
    CHECK(fs::file_size(init.node) == 6);
    CHECK(names_in(init.folder.path) == std::set<std::string>{"a node"});
}

TEST_CASE("an empty folder is filled, also by a path that ends in a slash") {
    Init init;
    fs::create_directory(init.node);
    init.node /= "";

    REQUIRE(init());

    CHECK(names_in(init.node) == parts_of_a_node);
}

TEST_CASE("an init that fails half-way, wherever it does, leaves nothing behind") {
    for (const char* key_file : {"", "a key elsewhere"}) {
        CAPTURE(key_file);
        int good = 0;
        for (bool made = false; !made; ++good) {
            CAPTURE(good);
            REQUIRE(good < 1'000);
            Init init;
            if (*key_file != '\0') init.key_file = init.folder.path / key_file;
            BreakingRandom random(good);
            try {
                made = init_clinic(
                           {init.node, init.key_file, testing::small_clinic, std::nullopt, false},
                           init.clock, random)
                           .has_value();
            } catch (const MachineError&) {
                CHECK(names_in(init.folder.path).empty());
            }
        }
        CHECK(good > 3);
    }
}

TEST_CASE("a key file that was there is used and kept; one that is none ends the init") {
    Init init;
    init.key_file = init.folder.path / "key";
    std::ofstream(init.key_file) << "too short";
    fs::permissions(init.key_file, fs::perms::owner_read | fs::perms::owner_write);
    CHECK_THROWS_AS((void)init(), MachineError);
    CHECK(names_in(init.folder.path) == std::set<std::string>{"key"});

    std::ofstream(init.key_file) << std::string(32, 'k');
    REQUIRE(init());

    CHECK(names_in(init.folder.path) == std::set<std::string>{"a node", "key"});
    CHECK_FALSE(names_in(init.node).contains("device.key"));
    CHECK(log({{init.node}, init.key_file}).has_value());
}
