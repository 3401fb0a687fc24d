#include "node/app/config.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "storage/base/random.hpp"
#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::app;

namespace {

/// A node.toml with these words.
struct File {
    explicit File(const std::string& text) { std::ofstream(path) << text; }

    ledger::Folder folder;
    std::filesystem::path path = folder.path / "node.toml";
};

Refusal refusal_of(const std::string& text) {
    const File file(text);
    const auto config = read_config(file.path);
    REQUIRE_MESSAGE(!config.has_value(), text);
    CHECK(config.refusal().detail.find(file.path.string()) != std::string::npos);
    return config.refusal();
}

}  // namespace

TEST_CASE("what init writes is read as it was meant") {
    for (const Role role : {Role::clinic, Role::hub}) {
        for (const bool is_sandbox : {true, false}) {
            const Config wanted{role, is_sandbox, "127.0.0.1:9000", 500};
            const File file(config_text(wanted));

            const auto config = read_config(file.path);

            REQUIRE(config.has_value());
            CHECK(config->role == role);
            CHECK(config->is_sandbox == is_sandbox);
            CHECK(config->listen == "127.0.0.1:9000");
            CHECK(config->connections == 500);
        }
    }
}

TEST_CASE("what is left out has its usual value; a role is never guessed") {
    const File file("role = \"clinic\"\n");
    const auto config = read_config(file.path);
    REQUIRE(config.has_value());
    CHECK_FALSE(config->is_sandbox);
    CHECK(config->listen == Config{}.listen);
    CHECK(config->connections == Config{}.connections);
    CHECK(refusal_of("sandbox = true\n").field == "role");
    CHECK(refusal_of("").field == "role");
}

TEST_CASE("a value that makes no sense is refused by the key's name") {
    for (const auto& [field, line] : std::vector<std::pair<std::string, std::string>>{
             {"role", "role = \"ward\""},
             {"role", "role = 1"},
             {"sandbox", "role = \"clinic\"\nsandbox = \"yes\""},
             {"sandbox", "role = \"clinic\"\nsandbox = 1"},
             {"listen", "role = \"clinic\"\nlisten = 8460"},
             {"connections", "role = \"clinic\"\nconnections = 7"},
             {"connections", "role = \"clinic\"\nconnections = 10001"},
             {"connections", "role = \"clinic\"\nconnections = -1"},
             {"connections", "role = \"clinic\"\nconnections = \"many\""},
             {"connections", "role = \"clinic\"\nconnections = 64.5"},
             {"sandobx", "role = \"clinic\"\nsandobx = true"},
             {"node", "role = \"clinic\"\n[node]\nlisten = \"127.0.0.1:1\""}}) {
        CAPTURE(line);
        const Refusal refusal = refusal_of(line);
        CHECK(refusal.why == Why::invalid);
        CHECK(refusal.field == field);
        CHECK(refusal.detail.find("'" + field + "'") != std::string::npos);
    }
}

TEST_CASE("garbage is refused by its line, and a file that is not there by its name") {
    const Refusal refusal = refusal_of("role = \"clinic\"\nsandbox = maybe\n");
    CHECK(refusal.why == Why::malformed);
    CHECK(refusal.detail.find("line 2") != std::string::npos);
    CHECK(refusal_of(std::string("\0\xff\xfe\x80", 4)).why == Why::malformed);
    const ledger::Folder folder;
    CHECK(read_config(folder.path / "node.toml").refusal().why == Why::not_found);
    CHECK(read_config(folder.path).refusal().why == Why::not_found);
}

TEST_CASE("a changed byte of node.toml is refused or read, and never takes the limits away") {
    const std::string whole = config_text({Role::clinic, true, "127.0.0.1:8460", 256});
    SeededRandom random(20260302);
    for (int turn = 0; turn < 500; ++turn) {
        std::string text = whole;
        for (std::uint64_t i = 0; i <= random.below(3); ++i) {
            text[random.below(text.size())] = static_cast<char>(random.below(256));
        }
        CAPTURE(text);
        const File file(text);
        const auto config = read_config(file.path);
        if (!config) continue;
        CHECK(config->connections >= 8);
        CHECK(config->connections <= 10'000);
    }
}
