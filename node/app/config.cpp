#include "node/app/config.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <array>

namespace wayside::app {

namespace {

Refusal wrong(const std::filesystem::path& file, const std::string& key,
              const std::string& wanted) {
    return {Why::invalid, file.string() + ": '" + key + "' must be " + wanted, "config", key};
}

/// A key that nobody reads is a slip of the pen: "sandobx" must not pass for a default.
Result<void> check_keys(const toml::table& table, const std::filesystem::path& file) {
    constexpr std::array<std::string_view, 7> known{"role", "sandbox", "listen", "connections",
                                                    "sync", "hub",     "region"};
    for (const auto& [key, value] : table) {
        if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
            const std::string name(key.str());
            return Refusal{Why::invalid, file.string() + ": there is no '" + name + "'", "config",
                           name};
        }
    }
    return {};
}

Result<Config> config_of(const toml::table& table, const std::filesystem::path& file) {
    if (const auto known = check_keys(table, file); !known) return known.refusal();
    Config config;
    const auto role = table["role"].value<std::string>();
    if (role != "clinic" && role != "hub") return wrong(file, "role", "\"clinic\" or \"hub\"");
    config.role = *role == "hub" ? Role::hub : Role::clinic;
    config.is_sandbox = table["sandbox"].value_or(false);
    if (table.contains("sandbox") && !table["sandbox"].is_boolean()) {
        return wrong(file, "sandbox", "true or false");
    }
    config.listen = table["listen"].value_or(config.listen);
    if (table.contains("listen") && !table["listen"].is_string()) {
        return wrong(file, "listen", "\"HOST:PORT\"");
    }
    for (auto [name, value] : {std::pair{"sync", &config.sync}, std::pair{"hub", &config.hub}}) {
        *value = table[name].value_or(*value);
        if (table.contains(name) && !table[name].is_string()) {
            return wrong(file, name, "\"HOST:PORT\"");
        }
    }
    const std::int64_t connections =
        table["connections"].value_or(static_cast<std::int64_t>(config.connections));
    if (connections < 8 || connections > 10'000 ||
        (table.contains("connections") && !table["connections"].is_integer())) {
        return wrong(file, "connections", "a number from 8 to 10000");
    }
    config.connections = static_cast<std::size_t>(connections);
    config.region = table["region"].value_or(config.region);
    if (table.contains("region") && !table["region"].is_string()) {
        return wrong(file, "region", "the region's name");
    }
    return config;
}

/// A line of text as TOML writes it.
std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(c);
    }
    return out + "\"";
}

}  // namespace

Result<Config> read_config(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored)) {
        return Refusal{Why::not_found, "there is no " + file.string()};
    }
    try {
        return config_of(toml::parse_file(file.string()), file);
    } catch (const toml::parse_error& error) {
        return Refusal{Why::malformed, file.string() + ", line " +
                                           std::to_string(error.source().begin.line) + ": " +
                                           std::string(error.description())};
    }
}

std::string config_text(const Config& config) {
    return std::string("# What this node is; 'wayside serve' reads it at its start.\n") +
           "role = \"" + (config.role == Role::hub ? "hub" : "clinic") + "\"\n" +
           "# A sandbox takes its time from requests and may listen anywhere; never true for real "
           "patients.\nsandbox = " +
           (config.is_sandbox ? "true" : "false") + "\nlisten = \"" + config.listen +
           "\"\nconnections = " + std::to_string(config.connections) + "\n" +
           (config.role == Role::hub
                ? "region = " + quoted(config.region) +
                      "\n# Where the region's clinics find this hub.\nsync = \"" + config.sync +
                      "\"\n"
                : "# Where this clinic's hub is, HOST:PORT; empty: none.\nhub = \"" + config.hub +
                      "\"\n");
}

}  // namespace wayside::app
