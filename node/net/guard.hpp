// node/net/guard.hpp: refuses what a foreign page makes a browser send to us.
//
// A node on a clinic's network has no name that the public knows. A page from elsewhere can still
// point its own name at our address (DNS rebinding), or post a form to us blindly. The first is
// seen by the Host that the browser believes in, the second by Origin.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "node/net/request.hpp"
#include "storage/base/result.hpp"

namespace wayside::net {

/// Host names without port, lower case; an IPv6 address in brackets.
using HostNames = std::set<std::string, std::less<>>;

/// localhost, 127.0.0.1 and [::1].
HostNames loopback_names();

/// "LocalHost:8460" is "localhost", "[::1]:80" is "[::1]".
std::string host_name_of(std::string_view authority);

/// Refuses `forbidden` with the rule `foreign_host` if `host` (a Host field) names none of
/// `allowed`.
Result<void> check_host(std::string_view host, const HostNames& allowed);

/// Refuses `forbidden` with the rule `foreign_origin` if `origin` (an Origin field) is not a page
/// of `host`: another name or port, or "null". The default port may be written or left out.
Result<void> check_origin(std::string_view origin, std::string_view host);

/// Both: the host of every request, and the origin of those that may change something (not GET,
/// HEAD or OPTIONS). A request without Origin is not a browser's across sites and passes.
Result<void> check_request(const Request& request, const HostNames& allowed);

}  // namespace wayside::net
