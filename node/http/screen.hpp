// node/http/screen.hpp: what a request's header fields say about who asks, and when.
#pragma once

#include "node/desk/asker.hpp"
#include "node/net/request.hpp"
#include "storage/base/clock.hpp"

namespace wayside::http {

/// From `Wayside-Device`; a request without it comes from the desk. Until staff can sign in, a
/// screen is taken for the role that works at it; one that nobody knows may look at what is public
/// and nothing else. Refuses `malformed` above 64 characters or outside letters, digits, '-', '_'
/// and '.'.
Result<desk::Asker> asker_of(const net::Request& request);

/// From `Wayside-Now`. Refuses `forbidden` (rule `not_a_sandbox`) where the node is none,
/// `malformed`.
Result<std::optional<Timestamp>> now_of(const net::Request& request, bool is_sandbox);

/// Both, as every request of the API is asked for them.
struct Asked {
    desk::Asker asker;
    std::optional<Timestamp> now;
};
Result<Asked> asked_by(const net::Request& request, bool is_sandbox);

}  // namespace wayside::http
