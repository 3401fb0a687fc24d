#include "node/http/assets.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wayside::http {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".woff2", "font/woff2"},
    {".ico", "image/x-icon"},
}};

std::string_view type_of(std::string_view path) {
    for (const auto& [ending, type] : types) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

const Asset* find(std::string_view path) {
    const auto all = assets();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Asset& asset) { return asset.path == path; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::optional<net::Response> asset_response(const std::vector<std::string>& path) {
    std::string name;
    for (const std::string& segment : path) name += (name.empty() ? "" : "/") + segment;
    if (name.empty()) name = "index";
    const Asset* asset = path.size() > 1 ? find(name) : find(name + ".html");
    if (asset == nullptr) asset = find(name);
    if (asset == nullptr) return std::nullopt;
    net::Response response =
        net::text_response(200, std::string(type_of(asset->path)), std::string(asset->bytes));
    const bool has_hash = asset->path.starts_with("assets/");
    response.headers.push_back(
        {"Cache-Control", has_hash ? "public, max-age=31536000, immutable" : "no-cache"});
    return response;
}

std::vector<net::Field> security_headers() {
    return {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src "
         "'self'; "
         "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
         "frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
        {"Cache-Control", "no-store"},
    };
}

}  // namespace wayside::http
