#include <doctest/doctest.h>

#include <string>

#include "cli/solve/field.hpp"
#include "cli/solve/located_json.hpp"

namespace {

using namespace wayside;
using namespace wayside::cli::solve;

LocatedJson parsed(const std::string& text) {
    auto read = LocatedJson::parse(text, "day.json");
    REQUIRE(read);
    return std::move(read).value();
}

TEST_CASE("each value of a JSON text knows the line on which it begins") {
    const LocatedJson json = parsed("{\n\"a\": 1\n,\n\"b\": [\n\"x\", {}],\n\"c\":\n2.5}");

    CHECK(json.value.line == 1);
    CHECK(json.value.member("a")->line == 2);
    CHECK(json.value.member("b")->line == 4);
    CHECK(json.value.member("b")->list[0].line == 5);
    CHECK(json.value.member("b")->list[1].line == 5);
    CHECK(json.value.member("c")->line == 7);
    CHECK(json.value.member("c")->real == 2.5);
}

TEST_CASE("what is no JSON is refused by file and line") {
    const auto check = [](const std::string& text, const std::string& detail) {
        const auto read = LocatedJson::parse(text, "day.json");
        REQUIRE_FALSE(read);
        CHECK(read.refusal().why == Why::malformed);
        CHECK(read.refusal().detail == detail);
    };

    check("", "day.json:1: no JSON");
    check("{\n\"a\":1,\n}", "day.json:3: no JSON");
    check("{\"a\":1,\n\"a\":2}", "day.json:2: 'a' is there twice");
    check("[\n18446744073709551615]", "day.json:2: a whole number beyond 64 bits");
    check(std::string(40, '['), "day.json:1: nested too deep");
    check("[1] 2", "day.json:1: no JSON");
}

TEST_CASE("a field that is missing or of another kind is the one fault that is said") {
    const LocatedJson json = parsed("{\"n\":5,\n\"t\":\"\",\n\"l\":[1,2]}");
    std::optional<Refusal> fault;
    const Field root(json, fault);

    CHECK(root.at("n").integer(0, 5) == 5);
    CHECK(root.at("l").elements(0, 2).size() == 2);
    CHECK_FALSE(root.find("absent"));
    CHECK_FALSE(fault);

    CHECK(root.at("n").integer(0, 4) == 0);
    CHECK(root.at("t").text().empty());
    CHECK(root.at("absent").at("more").elements(1, 2).empty());

    REQUIRE(fault);
    CHECK(fault->detail == "day.json:1: a whole number from 0 to 4 is wanted");
}

TEST_CASE("a missing field is named at the object that lacks it") {
    const LocatedJson json = parsed("[\n{\"a\":1}]");
    std::optional<Refusal> fault;

    CHECK(Field(json, fault).elements(1, 1)[0].at("b").integer(-3, 3) == -3);

    REQUIRE(fault);
    CHECK(fault->detail == "day.json:2: 'b' is missing");
}

}  // namespace
