#include "node/net/guard.hpp"

#include <algorithm>

namespace wayside::net {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

/// Where the port's colon stands; npos if there is no port.
std::size_t port_colon(std::string_view authority) {
    const auto colon = authority.rfind(':');
    const auto bracket = authority.rfind(']');
    if (colon == std::string_view::npos) return colon;
    if (bracket != std::string_view::npos && bracket > colon) return std::string_view::npos;
    return colon;
}

std::string with_port(std::string_view authority, std::string_view default_port) {
    std::string out = lower(authority);
    const auto colon = port_colon(out);
    if (colon == std::string::npos) return out.append(":").append(default_port);
    return out;
}

}  // namespace

HostNames loopback_names() {
    return {"localhost", "127.0.0.1", "[::1]"};
}

std::string host_name_of(std::string_view authority) {
    return lower(authority.substr(0, port_colon(authority)));
}

Result<void> check_host(std::string_view host, const HostNames& allowed) {
    if (allowed.contains(host_name_of(host))) return {};
    return Refusal{Why::forbidden, "this node is not known by the host name that was asked for",
                   "foreign_host"};
}

Result<void> check_origin(std::string_view origin, std::string_view host) {
    const auto scheme_end = origin.find("://");
    if (scheme_end != std::string_view::npos) {
        const auto scheme = lower(origin.substr(0, scheme_end));
        const auto* const port = scheme == "https" ? "443" : "80";
        const auto from = with_port(origin.substr(scheme_end + 3), port);
        if ((scheme == "http" || scheme == "https") && from == with_port(host, port)) return {};
    }
    return Refusal{Why::forbidden, "a page of another site may not change anything here",
                   "foreign_origin"};
}

Result<void> check_request(const Request& request, const HostNames& allowed) {
    const auto host = request.header("Host").value_or("");
    if (auto known = check_host(host, allowed); !known) return known;
    if (request.method != Method::post) return {};
    const auto origin = request.header("Origin");
    return origin ? check_origin(*origin, host) : Result<void>{};
}

}  // namespace wayside::net
