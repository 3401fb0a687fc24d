#include "node/app/opened.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "node/app/init.hpp"
#include "node/app/inspect.hpp"
#include "tests/node/day/booking_setup.hpp"
#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::app;

namespace {

namespace fs = std::filesystem;

/// A node that was made and is not serving.
struct Node {
    explicit Node(std::uint64_t seed) {
        SeededRandom random(seed);
        REQUIRE(
            init_clinic({dir.root, {}, testing::small_clinic, std::nullopt, false}, clock, random));
    }
    [[nodiscard]] Refusal refusal(const fs::path& key_file = {}) const {
        const auto opened = open_folder(dir, key_file);
        REQUIRE_FALSE(opened.has_value());
        return opened.refusal();
    }

    ledger::Folder folder;
    DataDir dir{folder.path / "node"};
    ledger::FixedClock clock;
};

void take_over(const fs::path& from, const fs::path& to) {
    fs::copy_file(from, to, fs::copy_options::overwrite_existing);
}

}  // namespace

TEST_CASE("a node opens with its key and knows its clinic") {
    const Node node(1);

    const auto opened = open_folder(node.dir, {});

    REQUIRE(opened.has_value());
    CHECK(opened->config.role == Role::clinic);
    CHECK(opened->box->clinics.size() == 1);
}

TEST_CASE("the key file of another box is said to be that") {
    const Node node(1);
    const Node other(2);

    CHECK(node.refusal(other.dir.key_file({})).rule == "wrong_key_file");
    // Without the right key the chains can be checked all the same, and it is said why no more was.
    const Verified verified = verify({node.dir, other.dir.key_file({})});
    CHECK(verified.findings.empty());
    CHECK(verified.without_keys.find("not the key file") != std::string::npos);
}

TEST_CASE("the ledger of another box does not open with our key, nor is anything of it shown") {
    const Node node(1);
    const Node other(2);
    take_over(other.dir.ledger(), node.dir.ledger());

    CHECK(node.refusal().rule == "wrong_key_file");
    CHECK(log({node.dir, {}}).refusal().rule == "wrong_key_file");
    CHECK(digests({node.dir, {}}).refusal().rule == "wrong_key_file");
    CHECK(view({node.dir, {}}, "setup", "").refusal().rule == "wrong_key_file");
}

TEST_CASE("a key file that is missing, too short, or open to others is a broken machine, named") {
    const Node node(1);
    const fs::path key = node.dir.key_file({});
    const auto said = [&]() -> std::string {
        try {
            (void)open_folder(node.dir, {});
            return "opened";
        } catch (const MachineError& error) {
            return error.what();
        }
    };
    CHECK(said() == "opened");
    fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
    CHECK(said().find("chmod 600") != std::string::npos);
    fs::permissions(key, fs::perms::owner_read | fs::perms::owner_write);
    fs::resize_file(key, 31);
    CHECK(said().find("32 bytes") != std::string::npos);
    fs::remove(key);
    CHECK(said().find(key.string()) != std::string::npos);
}

TEST_CASE("a node.toml of garbage keeps the node from opening, by name") {
    const Node node(1);
    std::ofstream(node.dir.config()) << "\x7f\x45\x4c\x46 role";

    const Refusal refusal = node.refusal();

    CHECK(refusal.why == Why::malformed);
    CHECK(refusal.detail.find("node.toml") != std::string::npos);
}

TEST_CASE("a ledger that is no database is a broken machine or a refusal, and verify names it") {
    const Node node(1);
    std::ofstream(node.dir.ledger()) << "this was a database";

    bool is_open = true;
    try {
        is_open = open_folder(node.dir, {}).has_value();
    } catch (const MachineError&) {
        is_open = false;
    }
    CHECK_FALSE(is_open);
    CHECK_FALSE(verify({node.dir, {}}).findings.empty());
}

TEST_CASE("a folder that holds no node is said to hold none") {
    const ledger::Folder folder;
    CHECK(open_folder(DataDir{folder.path}, {}).refusal().why == Why::not_found);
    CHECK(log({{folder.path}, {}}).refusal().why == Why::not_found);
}
