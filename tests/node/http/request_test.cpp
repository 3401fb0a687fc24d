// tests/node/http/request_test.cpp: what is read from a request before anything is asked.

#include <doctest/doctest.h>

#include <map>

#include "node/http/assets.hpp"
#include "node/http/body.hpp"
#include "node/http/problem.hpp"
#include "node/http/route.hpp"
#include "node/http/screen.hpp"

using namespace wayside;
using desk::Json;

namespace {

net::Request with(const char* name, std::string value) {
    net::Request out;
    out.headers.push_back({name, std::move(value)});
    return out;
}

}  // namespace

TEST_CASE("every way to be refused has its status") {
    const std::map<Why, int> statuses{{Why::malformed, 400},   {Why::forbidden, 403},
                                      {Why::not_found, 404},   {Why::conflict, 409},
                                      {Why::too_large, 413},   {Why::invalid, 422},
                                      {Why::unsupported, 422}, {Why::too_many, 429},
                                      {Why::unavailable, 503}, {Why::damaged, 503}};
    for (const auto& [why, status] : statuses) {
        const auto response = http::problem(Refusal{why, "because", "a_rule", "a_field"});
        CHECK(response.status == status);
        CHECK(response.content_type == "application/problem+json");
        const Json body = Json::parse(*response.body);
        CHECK(body == Json{{"status", status},
                           {"rule", "a_rule"},
                           {"detail", "because"},
                           {"field", "a_field"}});
        const bool says_when = !response.headers.empty();
        CHECK(says_when == (status == 429 || status == 503));
    }
    CHECK(Json::parse(*http::problem(Refusal{Why::not_found, "x"}).body)["rule"] == "not_found");
}

TEST_CASE("a refusal offers what could be had instead, and a repeat says that it is one") {
    const Json advice{{"alternatives", Json::array({1, 2})}, {"bottleneck", {{"what", "room"}}}};
    const auto refused = http::response_of(
        desk::Refused{Refusal{Why::conflict, "taken", "pool_full"}, advice, true});
    CHECK(refused.status == 409);
    CHECK(Json::parse(*refused.body)["rule"] == "pool_full");
    CHECK(Json::parse(*refused.body)["alternatives"] == Json::array({1, 2}));
    CHECK(Json::parse(*refused.body)["bottleneck"]["what"] == "room");
    const auto old = http::response_of(
        desk::Refused{Refusal{Why::conflict, "taken", "pool_full"}, Json::array({1}), true});
    CHECK(Json::parse(*old.body)["alternatives"] == Json::array({1}));
    CHECK(refused.headers.back() == net::Field{"Idempotency-Replayed", "true"});
    CHECK(http::response_of(desk::Done{true, false, Json::object()}).status == 201);
    CHECK(http::response_of(desk::Done{false, false, Json::object()}).status == 200);
}

TEST_CASE("a screen is taken for the role that works at it; one that nobody knows looks on only") {
    const std::map<std::string, std::string> roles{
        {"desk", "receptionist"},  {"kiosk", "kiosk"},
        {"board", "display"},      {"nurse", "nurse"},
        {"provider", "clinician"}, {"tablet-7", "display"},
        {"Desk", "display"},       {std::string(64, 'x'), "display"}};
    for (const auto& [screen, role] : roles) {
        const auto asker = http::asker_of(with("wayside-device", screen), http::clinic_screens());
        REQUIRE(asker.has_value());
        CHECK(asker->screen == screen);
        CHECK(asker->role == role);
    }
    CHECK(http::asker_of({}, http::clinic_screens())->role == "receptionist");
    for (const std::string& wrong :
         {std::string(), std::string(65, 'x'), std::string("de sk"), std::string("d\xC3\xA9sk"),
          std::string("a/b"), std::string("a\"b")}) {
        const auto refused = http::asker_of(with("Wayside-Device", wrong), http::clinic_screens());
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.refusal().why == Why::malformed);
        CHECK(refused.refusal().field == "Wayside-Device");
    }
}

TEST_CASE("at a hub nobody is taken for a clinic's staff, whatever the screen is called") {
    for (const char* screen : {"desk", "nurse", "provider", "kiosk", "region", "tablet-7"}) {
        const auto asker = http::asker_of(with("Wayside-Device", screen), http::hub_screens());
        REQUIRE(asker.has_value());
        CHECK(asker->role == "regional-admin");
    }
    CHECK(http::asker_of({}, http::hub_screens())->screen == "region");
}

TEST_CASE("only a sandbox takes its time from a request") {
    const auto asks = with("Wayside-Now", "2026-03-02T08:00:00+03:00");
    CHECK(http::now_of(asks, true)->has_value());
    CHECK(http::now_of(asks, false).refusal().why == Why::forbidden);
    CHECK(http::now_of(asks, false).refusal().rule == "not_a_sandbox");
    CHECK_FALSE(http::now_of({}, false)->has_value());
    for (const char* wrong : {"", "now", "2026-03-02T08:00:00", "2026-02-30T08:00:00Z"}) {
        CHECK(http::now_of(with("Wayside-Now", wrong), true).refusal().why == Why::malformed);
        CHECK(http::now_of(with("Wayside-Now", wrong), false).refusal().why == Why::forbidden);
    }
}

TEST_CASE("a body is an object that nests as deep as bodies do") {
    CHECK(*http::body_of("") == Json::object());
    CHECK(http::body_of(R"({"a": {"b": [1]}})").has_value());
    const auto nested = [](int depth) {
        return R"({"a":)" + std::string(static_cast<std::size_t>(depth), '[') +
               std::string(static_cast<std::size_t>(depth), ']') + "}";
    };
    CHECK(http::body_of(nested(8)).has_value());
    for (const std::string& wrong :
         {nested(17), nested(30'000), std::string(60'000, '['), std::string("{"), std::string("[]"),
          std::string("null"), std::string("7"), std::string("\xFF"), std::string("{} {}"),
          std::string("{\"a\":\"\xC3\x28\"}")}) {
        const auto refused = http::body_of(wrong);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.refusal().why == Why::malformed);
    }
}

TEST_CASE("a path leads where the table says, with the one id in it") {
    const auto match = http::match(net::Method::post, {"api", "visits", "abc", "check-in"});
    REQUIRE((match && match->route));
    CHECK(match->route->name == "check-in");
    CHECK(match->subject == "abc");
    CHECK(http::match(net::Method::head, {"api", "visits", "abc"})->route->name == "visit");
    CHECK(http::match(net::Method::get, {"api", "visits"})->route->name == "visits");
    CHECK(http::match(net::Method::post, {"api", "setup"})->route == nullptr);
    CHECK(http::match(net::Method::post, {"api", "setup"})->allow == "GET, HEAD");
    CHECK(http::match(net::Method::get, {"api", "bookings"})->allow == "POST");
    for (const std::vector<std::string>& nowhere :
         std::vector<std::vector<std::string>>{{},
                                               {"api"},
                                               {"api", ""},
                                               {"api", "visits", ""},
                                               {"api", "visits", "", "call"},
                                               {"api", "setup", ""},
                                               {"API", "setup"},
                                               {"api", "visits", "a", "b", "c"},
                                               {"api", "visits", "a", "fly"}}) {
        CHECK_FALSE(http::match(net::Method::get, nowhere).has_value());
    }
}

TEST_CASE("a file of the screens is one of the table; nothing leads out of it") {
    using Path = std::vector<std::string>;
    for (const Path& path :
         {Path{"..", "..", "etc", "passwd"}, Path{"assets", "..", "..", "etc", "passwd"},
          Path{"", "etc", "passwd"}, Path{"/etc/passwd"}, Path{"assets"}, Path{"assets", ""},
          Path{"desk", ""}, Path{std::string("desk\0", 5)}, Path{"api", "nothing"}}) {
        CHECK_FALSE(http::asset_response(path).has_value());
    }
    for (const http::Asset& asset : http::assets()) {
        CHECK(asset.path.find("..") == std::string_view::npos);
        CHECK_FALSE(asset.bytes.empty());
    }
    if (http::assets().empty()) {
        MESSAGE("built without the screens: their pages are not looked at");
        return;
    }
    for (const Path& page : {Path{}, Path{"desk"}, Path{"kiosk"}, Path{"board"}}) {
        const auto response = http::asset_response(page);
        REQUIRE(response.has_value());
        CHECK(response->content_type == "text/html; charset=utf-8");
        CHECK(response->headers.front() == net::Field{"Cache-Control", "no-cache"});
    }
}

TEST_CASE("every answer tells the browser to trust nothing but the node") {
    std::map<std::string, std::string> said;
    for (const auto& field : http::security_headers()) said[field.name] = field.value;

    const std::string& policy = said["Content-Security-Policy"];
    CHECK(policy.starts_with("default-src 'none'"));
    for (const char* never : {"unsafe", "http:", "https:", "*", "data:", "blob:"}) {
        CHECK(policy.find(never) == std::string::npos);
    }
    CHECK(said["X-Content-Type-Options"] == "nosniff");
    CHECK(said["Referrer-Policy"] == "no-referrer");
    CHECK(said["Cache-Control"] == "no-store");
    CHECK(said["Cross-Origin-Resource-Policy"] == "same-origin");
}
