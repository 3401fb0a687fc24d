// tests/node/http/openapi_test.cpp: openapi.json against the routes and the decoders, both ways.

#include <doctest/doctest.h>

#include <algorithm>

#include "node/day/commands.hpp"
#include "node/day/views.hpp"
#include "node/http/edge.hpp"
#include "node/http/route.hpp"
#include "storage/sqlite/database.hpp"

using namespace wayside;
using desk::Json;

namespace {

const Json& openapi() {
    static const Json parsed = Json::parse(http::openapi_document());
    return parsed;
}

std::string lower(const char* method) {
    std::string out(method);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    return out;
}

const Json& resolved(const Json& value) {
    if (!value.contains("$ref")) return value;
    const std::string reference = value["$ref"];
    REQUIRE(reference.starts_with("#"));
    return openapi().at(Json::json_pointer(reference.substr(1)));
}

void check_references(const Json& value) {
    if (value.is_object() && value.contains("$ref")) {
        CHECK_NOTHROW((void)resolved(value));
    }
    if (value.is_structured()) {
        for (const Json& each : value) check_references(each);
    }
}

/// "path id", "header Wayside-Device", "query search".
std::set<std::string> parameters_of(const Json& operation) {
    std::set<std::string> out;
    for (const Json& each : operation.value("parameters", Json::array())) {
        const Json& one = resolved(each);
        out.insert(one["in"].get<std::string>() + " " + one["name"].get<std::string>());
    }
    return out;
}

const Json& operation_of(const http::Route& route) {
    return openapi()["paths"].at(std::string(route.path)).at(lower(net::name_of(route.method)));
}

struct Tables {
    sqlite::Database model = sqlite::Database::in_memory();
    rota::Projection rota{model};
    desk::CommandTable commands = day::commands({rota, true});
    desk::ViewTable views = day::views({rota, true});

    const desk::Command& command(std::string_view name) const {
        const auto found = std::find_if(commands.begin(), commands.end(),
                                        [&](const auto& each) { return each.name == name; });
        REQUIRE(found != commands.end());
        return *found;
    }
};

const Json& content_of(const Json& operation) {
    return operation["requestBody"]["content"]["application/json"];
}

}  // namespace

TEST_CASE("the document describes every route, and no other") {
    std::set<std::string> described;
    for (const auto& [path, operations] : openapi()["paths"].items()) {
        for (const auto& [method, operation] : operations.items()) {
            described.insert(method + " " + path);
        }
    }
    std::set<std::string> routed;
    for (const http::Route& route : http::routes()) {
        routed.insert(lower(net::name_of(route.method)) + " " + std::string(route.path));
    }

    CHECK(described == routed);
    CHECK(routed.size() == http::routes().size());
}

TEST_CASE("everything that the document refers to is in it") {
    check_references(openapi());
}

TEST_CASE("each command and view of the tables is reached by one route, and each route leads") {
    const Tables tables;
    std::multiset<std::string> led;
    for (const http::Route& route : http::routes()) {
        if (route.leads == http::Leads::command) led.insert("command " + std::string(route.name));
        if (route.leads == http::Leads::view) led.insert("view " + std::string(route.name));
    }
    std::multiset<std::string> tabled;
    for (const auto& each : tables.commands) tabled.insert("command " + each.name);
    for (const auto& each : tables.views) tabled.insert("view " + each.name);

    CHECK(led == tabled);
}

TEST_CASE("each operation names its path's segment and the headers that are read") {
    for (const http::Route& route : http::routes()) {
        CAPTURE(route.path);
        const auto named = parameters_of(operation_of(route));
        const auto brace = route.path.find('{');
        std::size_t in_path = 0;
        for (const auto& each : named) in_path += each.starts_with("path ") ? 1 : 0;
        CHECK(in_path == (brace == std::string_view::npos ? 0 : 1));
        if (brace != std::string_view::npos) {
            const auto end = route.path.find('}');
            const std::string segment(route.path.substr(brace + 1, end - brace - 1));
            CHECK(named.contains("path " + segment));
        }
        CHECK(named.contains("header Wayside-Device"));
        CHECK(named.contains("header Wayside-Now"));
        CHECK(named.contains("header Idempotency-Key") == (route.method == net::Method::post));
    }
}

TEST_CASE("the query parameters are those of the contract") {
    const auto query_of = [](const char* path) {
        std::set<std::string> out;
        for (const auto& each : parameters_of(openapi()["paths"][path]["get"])) {
            if (each.starts_with("query ")) out.insert(each.substr(6));
        }
        return out;
    };

    CHECK(query_of("/api/slots") == std::set<std::string>{"service", "from", "to", "practitioner"});
    CHECK(query_of("/api/overbooking") == std::set<std::string>{"date", "practitioner", "service"});
    CHECK(query_of("/api/patients") == std::set<std::string>{"search"});
    CHECK(query_of("/api/visits") == std::set<std::string>{"identifier"});
    CHECK(query_of("/api/queue/why") == std::set<std::string>{"visit", "before"});
    CHECK(query_of("/api/practitioners/{id}/absence") ==
          std::set<std::string>{"from", "until", "most_moved"});
    CHECK(query_of("/api/events") == std::set<std::string>{"cursor"});
}

TEST_CASE("each command reads the fields that the document gives it, and no other of them") {
    const Tables tables;
    std::set<std::string> vocabulary;
    for (const http::Route& route : http::routes()) {
        if (route.leads != http::Leads::command) continue;
        for (const auto& [field, schema] :
             content_of(operation_of(route))["schema"]["properties"].items()) {
            vocabulary.insert(field);
        }
    }
    REQUIRE(vocabulary.size() > 10);
    for (const http::Route& route : http::routes()) {
        if (route.leads != http::Leads::command) continue;
        const Json& content = content_of(operation_of(route));
        const desk::Command& command = tables.command(route.name);
        const Json& example = content["example"];
        const auto plain = command.decode(example);
        CHECK_MESSAGE(plain.has_value(), command.name);
        for (const std::string& field : vocabulary) {
            CAPTURE(command.name);
            CAPTURE(field);
            Json body = example;
            body[field] = Json::array({1});
            const auto decoded = command.decode(body);
            const bool is_named = content["schema"]["properties"].contains(field);
            CHECK(decoded.has_value() != is_named);
            if (!decoded && is_named) CHECK(decoded.refusal().field == field);
        }
        for (const Json& needed : content["schema"].value("required", Json::array())) {
            Json body = example;
            body.erase(needed.get<std::string>());
            const auto decoded = command.decode(body);
            REQUIRE_FALSE(decoded.has_value());
            CHECK(decoded.refusal().field == needed.get<std::string>());
        }
    }
}
