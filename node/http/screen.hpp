// node/http/screen.hpp: what a request's header fields say about who asks, and when.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "node/desk/asker.hpp"
#include "node/net/request.hpp"
#include "storage/base/clock.hpp"

namespace wayside::http {

/// Until staff can sign in, a screen is taken for the role that works at it.
struct Screens {
    std::map<std::string, std::string, std::less<>> roles;  ///< by the screen's name
    std::string other;    ///< the role of a screen that is not named here
    std::string unnamed;  ///< the screen of a request that does not say
};

/// A clinic's: desk, kiosk, board, nurse, provider. A screen that nobody knows may look at what is
/// public and nothing else; a request without `Wayside-Device` comes from the desk.
Screens clinic_screens();
/// A hub's: whoever asks is a regional admin.
Screens hub_screens();

/// From `Wayside-Device`. Refuses `malformed` above 64 characters or outside letters, digits, '-',
/// '_' and '.'.
Result<desk::Asker> asker_of(const net::Request& request, const Screens& screens);

/// From `Wayside-Now`. Refuses `forbidden` (rule `not_a_sandbox`) where the node is none,
/// `malformed`.
Result<std::optional<Timestamp>> now_of(const net::Request& request, bool is_sandbox);

/// Both, as every request of the API is asked for them.
struct Asked {
    desk::Asker asker;
    std::optional<Timestamp> now;
};
Result<Asked> asked_by(const net::Request& request, const Screens& screens, bool is_sandbox);

}  // namespace wayside::http
