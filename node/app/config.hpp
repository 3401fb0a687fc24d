// node/app/config.hpp: node.toml, which says what this node is. The role is known here and nowhere
// below.
#pragma once

#include <filesystem>
#include <string>

#include "storage/base/result.hpp"

namespace wayside::app {

enum class Role { clinic, hub };

struct Config {
    Role role = Role::clinic;
    bool is_sandbox = false;
    std::string listen = "127.0.0.1:8460";  ///< where `serve` listens when no flag says otherwise
    std::size_t connections = 256;
    std::string sync = "127.0.0.1:8462";  ///< a hub's: where its clinics find it
    std::string hub{};                    ///< a clinic's: where its hub is; empty: it dials nobody
    std::string region{};  ///< a hub's: its region's name, for people; empty for a clinic
};

/// Refuses `malformed` or `invalid`, naming the file, the line or the key; `not_found` where there
/// is none.
Result<Config> read_config(const std::filesystem::path& file);
/// The text of a new node.toml, with a comment a key.
std::string config_text(const Config& config);

}  // namespace wayside::app
