// node/http/assets.hpp: the screens' files, compiled into the executable.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "node/net/response.hpp"

namespace wayside::http {

/// A file of node/web's build.
struct Asset {
    std::string_view path;  ///< below the build's root: "assets/desk-1a2b3c.js"
    std::string_view bytes;
};

/// Generated at build time from the web build; ordered by path, empty where the build had no npm.
std::span<const Asset> assets();

/// The answer for a page ("/", "/desk") or a file ("/assets/x.js"); empty if there is none of that
/// path. Files whose name carries a hash may be kept for ever, pages never.
std::optional<net::Response> asset_response(const std::vector<std::string>& path);

/// The Content-Security-Policy and its neighbours, for every answer of the node.
std::vector<net::Field> security_headers();

}  // namespace wayside::http
