#include <doctest/doctest.h>

#include "tests/storage/document/hostile.hpp"

namespace wayside::document {
namespace {

/// Objects of a day as this change names them: `visits` is the first map, made by actor number 1.
constexpr OpId visits{1, 1};
constexpr OpId placements{2, 1};
/// The first operation of a day's second change.
constexpr OpId made{7, 0};

Operation make(OpId object, const std::string& key, Action action = Action::make_map) {
    return {object, key, action, ValueType::null, {}, {}};
}

Operation put(OpId object, const std::string& key, ValueType type, Bytes value = {}) {
    return {object, key, Action::put, type, std::move(value), {}};
}

Result<Applied> offer(const Bytes& change) {
    return day(1).apply({change});
}

TEST_CASE("a change written by hand in the flat schema is taken") {
    const Bytes change =
        hostile_change(Kind::day, {make(visits, "v1"), put(made, "status", ValueType::integer, {4}),
                                   put(made, "walk_in", ValueType::yes)});

    const auto applied = offer(change);

    REQUIRE(applied);
    REQUIRE(applied->touched.size() == 1);
    CHECK(applied->touched[0].fields ==
          std::vector<Field>{{"status", {{std::int64_t{4}, actor(7), 8}}},
                             {"walk_in", {{true, actor(7), 9}}}});
}

TEST_CASE("shapes that are not flat are refused, whoever wrote them") {
    const Operation record = make(visits, "v1");
    const std::vector<std::vector<Operation>> shapes{
        {make({}, "visits")},                  // a top-level map made anew
        {put({}, "visits", ValueType::null)},  // or replaced
        {{{}, "visits", Action::erase, ValueType::null, {}, {visits}}},  // or deleted
        {put(visits, "v1", ValueType::yes)},                // a scalar where records lie
        {make(visits, "v1", Action::make_list)},            // records that are no maps
        {make(visits, "v1", Action::make_text)},            //
        {make(visits, "v1", Action::make_table)},           //
        {make(visits, "")},                                 // no key
        {make(visits, std::string(257, 'k'))},              // too long a key
        {record, make(made, "deep")},                       // objects below a record
        {record, make(made, "deep", Action::make_text)},    //
        {record, put(made, "f", ValueType::counter, {1})},  // values that are not plain
        {record, put(made, "f", ValueType::unsigned_number, {1})},
        {record, put(made, "f", ValueType::timestamp, {1})},
        {record, put(made, "f", ValueType::float_number, Bytes(8, 1))},
        {record, put(made, "f", ValueType::future, {1})},
        {record, {made, "f", Action::erase, ValueType::null, {}, {}}},
        {record, {made, "f", Action::increment, ValueType::integer, {1}, {}}},
        {put({99, 0}, "f", ValueType::yes)},  // an object that is nowhere
        {put({99, 1}, "f", ValueType::yes)},  // nor in the first change
        {put(made, "f", ValueType::yes)},     // nor an object
        {put({7, 5}, "f", ValueType::yes)},   // an actor that the table lacks
        {},                                   // nothing at all
    };

    for (const auto& shape : shapes) {
        const auto refused = offer(hostile_change(Kind::day, shape));
        REQUIRE(!refused);
        CHECK(refused.refusal().why == Why::malformed);
    }
}

TEST_CASE("a record cannot be replaced by another") {
    Document box = day(2);
    REQUIRE(box.commit({status("v1", 1)}, 1));
    ChangeParts parts = hostile_parts(Kind::day, {});
    parts.others.push_back(actor(2));
    parts.parents = box.heads().value();
    parts.start_op = 9;
    Operation replace = make(visits, "v1");
    replace.predecessors = {{7, 2}};
    parts.body = body_of({replace});

    CHECK(box.apply({join_change(parts)}).refusal().why == Why::malformed);
}

TEST_CASE("predecessors that are not there or belong to another field are refused") {
    Document box = day(2);
    REQUIRE(box.commit({status("v1", 1), {"visits", "v1", "walk_in", true}}, 1));
    const Bytes before = box.save().value();
    ChangeParts parts = hostile_parts(Kind::day, {});
    parts.others = {actor(2)};
    parts.parents = box.heads().value();
    parts.start_op = 10;
    const auto with_predecessor = [&](OpId id) {
        Operation edit = put({7, 1}, "status", ValueType::integer, {5});
        edit.predecessors = {id};
        parts.body = body_of({edit});
        return join_change(parts);
    };

    for (const OpId wrong : {OpId{9, 1}, OpId{7, 1}, OpId{55, 1}, OpId{3, 1}, OpId{10, 0}}) {
        const auto refused = box.apply({with_predecessor(wrong)});
        CHECK(!refused);
        if (box.heads().has_value()) continue;
        box = Document::load(before, actor(3)).value();
    }
    CHECK(box.records().value()[0].fields.size() == 2);
    CHECK(box.apply({with_predecessor({8, 1})}));
}

TEST_CASE("heads of changes that no honest writer makes are refused") {
    const std::vector<Operation> honest{make(placements, "p1")};
    const auto offered = [&](const std::function<void(ChangeParts&)>& spoil) {
        ChangeParts parts = hostile_parts(Kind::day, honest);
        spoil(parts);
        return offer(join_change(parts));
    };

    CHECK(offered([](ChangeParts&) {}));
    CHECK(!offered([](ChangeParts& parts) { parts.sequence = 2; }));
    CHECK(!offered([](ChangeParts& parts) { parts.sequence = 0; }));
    CHECK(!offered([](ChangeParts& parts) { parts.start_op = 8; }));
    CHECK(!offered([](ChangeParts& parts) { parts.start_op = 6; }));
    CHECK(!offered([](ChangeParts& parts) { parts.start_op = 0xffff'ffff; }));
    CHECK(!offered([](ChangeParts& parts) { parts.start_op = UINT64_MAX; }));
    CHECK(!offered([](ChangeParts& parts) { parts.parents.clear(); }));
    CHECK(!offered([](ChangeParts& parts) { parts.parents.push_back(parts.parents[0]); }));
    CHECK(!offered([](ChangeParts& parts) { parts.actor = LogId{}; }));
    CHECK(!offered([](ChangeParts& parts) { parts.others.push_back(actor(7)); }));
    CHECK(!offered([](ChangeParts& parts) { parts.others.push_back(actor(9)); }));
    CHECK(!offered([](ChangeParts& parts) { parts.body.push_back(1); }));
}

TEST_CASE("the first change of another kind is refused") {
    CHECK(offer(first_change(Kind::rota)).refusal().why == Why::invalid);
    CHECK(offer(first_change(Kind::day)));
}

TEST_CASE("two changes with one actor and sequence are refused, together or in turn") {
    const Bytes one = hostile_change(Kind::day, {make(visits, "v1")});
    const Bytes two = hostile_change(Kind::day, {make(visits, "v2")});
    Document box = day(1);

    CHECK(box.apply({one, two}).refusal().why == Why::malformed);
    CHECK(box.records().value().empty());
    REQUIRE(box.apply({one}));
    CHECK(box.apply({two}).refusal().why == Why::malformed);
    CHECK(box.records().value().size() == 1);
}

TEST_CASE("a few bytes that claim 2^60 operations are refused before anybody makes them") {
    ChangeParts parts = hostile_parts(Kind::day, {make(visits, "v1")});
    // One column: actions, a run of 2^60 times "put".
    parts.body = {1, 0x42, 10, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10, 1};

    CHECK(split_change(join_change(parts)).refusal().why == Why::malformed);
    CHECK(offer(join_change(parts)).refusal().why == Why::malformed);
}

}  // namespace
}  // namespace wayside::document
