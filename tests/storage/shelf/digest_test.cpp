#include "storage/shelf/digest.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "tests/storage/shelf/start.hpp"

using namespace wayside;
using namespace wayside::shelf;

namespace {

/// The line of the block "```text NAME" of FORMAT.md.
std::string example(const std::string& name) {
    std::ifstream from(WAYSIDE_SHELF_FORMAT_PAGE);
    const std::string page{std::istreambuf_iterator<char>(from), {}};
    const std::string begin = "```text " + name + "\n";
    const auto at = page.find(begin);
    if (at == std::string::npos) return "FORMAT.md has no example " + name;
    const auto end = page.find('\n', at + begin.size());
    return page.substr(at + begin.size(), end - at - begin.size());
}

document::Field field(const char* name, const std::vector<document::Scalar>& scalars) {
    document::Field out{name, {}};
    for (const auto& scalar : scalars) out.values.push_back({scalar, LogId{{1}}, 9});
    return out;
}

}  // namespace

TEST_CASE("the page's example of canonical JSON is what is written") {
    const document::Record visit{
        "visits",
        "v1",
        {field("minutes", {std::int64_t{20}}), field("patient", {Bytes{0x00, 0xff}}),
         field("place", {std::string("room \"2\"\n")}),
         field("status", {std::string("waiting"), std::string("called")})}};

    CHECK(canonical_json(ledger::day, {visit}) == example("document"));
}

TEST_CASE("each kind of value has one spelling") {
    const document::Record record{
        "clinic",
        "",
        {field("a", {std::monostate{}, false, true}), field("b", {std::int64_t{INT64_MIN}}),
         field("c", {std::string("\x01\x1f\b\t\f\r\\\u00e9")}), field("d", {Bytes{}})}};

    CHECK(canonical_json({document::Kind::setup, "main"}, {record}) ==
          R"({"document":[4,"main"],"records":[["clinic","",[["a",[false,null,true]],)"
          R"(["b",[-9223372036854775808]],["c",["\u0001\u001f\b\t\f\r\\)"
          "\u00e9"
          R"("]],["d",[{"b":""}]]]]]})");
}

TEST_CASE("a digest is keyed: another space's says nothing about this one") {
    ledger::ClinicBox north(61);
    ledger::ClinicBox south(62);
    Start first(north);
    Start second(south);
    for (Start* start : {&first, &second}) {
        start->act(visit_draft("v1", {{"status", std::string("booked")}}));
    }

    CHECK(first.texts() == second.texts());
    CHECK(first.digest() != second.digest());
    trust::Keyring empty(crypto::Suite::blake2b_xchacha20);
    CHECK(digest_of(first.shelf, empty).refusal().why == Why::forbidden);
}
