// sync/transport/light.hpp: what a person may be told about the way to the hub.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "storage/base/clock.hpp"

namespace wayside::transport {

enum class LinkState { off, resting, trying, connected };

/// "off", "resting", "trying", "connected".
const char* name_of(LinkState state);

/// Says that there is a link, not that anything was kept: the light is green by receipt only.
struct Light {
    LinkState state = LinkState::off;
    std::optional<Timestamp> connected_since;  ///< while connected
    std::optional<Timestamp> last_connected;   ///< when a link last stood
    std::optional<Timestamp> next_try;         ///< while resting
    std::uint64_t tries = 0;
    /// Why the last link or try ended: the session's refusal by name, or one of
    /// `node/net/link_end.hpp`. Kept while connected, too; `error_at` says when.
    std::string error_rule;
    std::string error_detail;
    std::optional<Timestamp> error_at;
};

}  // namespace wayside::transport
