// tests/acceptance/hostile/script.hpp: what a hostile peer says once it has proved who it is.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "node/app/opened.hpp"
#include "sync/frame.hpp"

namespace wayside::hostile {

/// Frames, asked for one after the other while the hub listens; empty: no more.
using Script = std::function<std::optional<Bytes>()>;

/// Who speaks, with all its keys, and to whom.
struct Speaker {
    app::Opened& folder;
    DeviceId hub;
    SpaceId foreign;  ///< a space that is not the speaker's
};

/// Refuses `not_found` for a name that stands in no table, and whatever the folder refuses.
Result<Script> script_named(const std::string& name, const Speaker& speaker);

Bytes frame_of(const sync::FrameBody& body);

}  // namespace wayside::hostile
