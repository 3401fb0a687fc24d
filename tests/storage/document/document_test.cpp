#include <doctest/doctest.h>

#include <limits>

#include "tests/storage/document/boxes.hpp"

namespace wayside::document {
namespace {

using Integers = std::vector<std::int64_t>;

TEST_CASE("what was committed is read, saved and loaded again") {
    Document box = day(1);

    const auto committed =
        box.commit({status("v1", 3), {"visits", "v1", "patient", Bytes{9, 8}}}, 77);

    REQUIRE(committed);
    CHECK(hash_of_change(committed->change).value() == committed->hash);
    REQUIRE(committed->touched.size() == 1);
    const Record& visit = committed->touched[0];
    CHECK(visit.map == "visits");
    CHECK(visit.key == "v1");
    REQUIRE(visit.fields.size() == 2);
    CHECK(visit.fields[0] == Field{"patient", {{Bytes{9, 8}, actor(1), 8}}});
    CHECK(visit.fields[1] == Field{"status", {{std::int64_t{3}, actor(1), 9}}});
    CHECK(box.heads().value() == std::vector{committed->hash});

    Document again = Document::load(box.save().value(), actor(2)).value();
    CHECK(again.kind() == Kind::day);
    CHECK(again.records().value() == std::vector{visit});
    CHECK(again.heads().value() == box.heads().value());
}

TEST_CASE("three boxes that say three things of one visit give the same rows in every order") {
    Document origin = day(9);
    const Bytes born = change_of(origin, status("v1", 0));
    std::vector<Bytes> changes;
    for (std::uint8_t number = 1; number <= 3; ++number) {
        Document box = day(number);
        REQUIRE(box.apply({born}));
        changes.push_back(change_of(box, status("v1", number)));
    }
    std::ranges::sort(changes);

    do {
        Document reader = day(8);
        REQUIRE(reader.apply({born}));
        std::vector<Record> last;
        for (const Bytes& change : changes) last = reader.apply({change}).value().touched;

        REQUIRE(last.size() == 1);
        CHECK(integers(last[0], "status") == Integers{3, 2, 1});
        CHECK(reader.records().value() == last);
    } while (std::ranges::next_permutation(changes).found);
}

TEST_CASE("a third value that loses is told of all the same") {
    Document first = day(3);
    Document second = day(2);
    Document third = day(1);
    const Bytes born = change_of(first, status("v1", 0));
    REQUIRE(second.apply({born}));
    REQUIRE(third.apply({born}));
    const Bytes loses = change_of(third, status("v1", 10));
    REQUIRE(first.commit({status("v1", 30)}, 1));
    REQUIRE(first.apply({change_of(second, status("v1", 20))}));

    const auto applied = first.apply({loses});

    REQUIRE(applied);
    REQUIRE(applied->touched.size() == 1);
    CHECK(integers(applied->touched[0], "status") == Integers{30, 20, 10});
}

TEST_CASE("two boxes that each begin the same day lose nothing") {
    Document north = day(1);
    Document south = day(2);
    REQUIRE(north.commit({status("v1", 1)}, 5));
    REQUIRE(south.commit({status("v2", 2)}, 6));

    REQUIRE(north.apply(all_changes(south)));
    REQUIRE(south.apply(all_changes(north)));

    CHECK(north.records().value() == south.records().value());
    CHECK(integers(find(north.records().value(), "visits", "v1"), "status") == Integers{1});
    CHECK(integers(find(north.records().value(), "visits", "v2"), "status") == Integers{2});
}

TEST_CASE("two boxes that make one record apart keep the fields of both, and one edit settles it") {
    Document north = day(1);
    Document south = day(2);
    REQUIRE(north.commit({status("v1", 1), {"visits", "v1", "north", true}}, 5));
    REQUIRE(south.commit({status("v1", 2), {"visits", "v1", "south", true}}, 6));

    REQUIRE(north.apply(all_changes(south)));
    REQUIRE(south.apply(all_changes(north)));

    CHECK(north.records().value() == south.records().value());
    const Record both = find(north.records().value(), "visits", "v1");
    CHECK(both.fields.size() == 3);
    CHECK(integers(both, "status") == Integers{2, 1});
    const auto settled = north.commit({status("v1", 3)}, 7);
    REQUIRE(settled);
    CHECK(integers(settled->touched[0], "status") == Integers{3, 3});
    CHECK(north.commit({status("v1", 3)}, 8).refusal().why == Why::invalid);
}

TEST_CASE("missing parents are refused by name and change nothing") {
    Document writer = day(1);
    const auto first = writer.commit({status("v1", 1)}, 1).value();
    const auto second = writer.commit({status("v1", 2)}, 2).value();
    Document reader = day(2);
    const Bytes before = reader.save().value();

    const auto refused = reader.apply({second.change});

    REQUIRE(!refused);
    CHECK(refused.refusal().why == Why::not_found);
    CHECK(refused.refusal().detail.find(hex_of(first.hash)) != std::string::npos);
    CHECK(reader.save().value() == before);
    CHECK(reader.missing({second.change}).value() == std::vector{first.hash});
    CHECK(reader.missing({second.change, first.change}).value().empty());
    CHECK(reader.apply({second.change, first.change}));
}

TEST_CASE("a batch is taken whole or not at all") {
    Document writer = day(1);
    const Bytes good = change_of(writer, status("v1", 1));
    Document reader = day(2);
    const Bytes before = reader.save().value();

    CHECK(reader.apply({good, Bytes{1, 2, 3}}).refusal().why == Why::malformed);

    CHECK(reader.save().value() == before);
    CHECK(reader.records().value().empty());
    CHECK(reader.apply({good}));
}

TEST_CASE("a panic poisons one document only, until it is loaded anew") {
    Document broken = day(1);
    Document other = day(2);
    const Bytes saved = broken.save().value();

    broken.panic_for_a_test();

    CHECK(broken.kind() == Kind::day);
    CHECK(broken.save().refusal().why == Why::damaged);
    CHECK(broken.records().refusal().why == Why::damaged);
    CHECK(broken.commit({status("v1", 1)}, 1).refusal().why == Why::damaged);
    CHECK(broken.apply({}).refusal().why == Why::damaged);
    CHECK(broken.heads().refusal().why == Why::damaged);
    CHECK(other.commit({status("v1", 1)}, 1));
    broken = Document::load(saved, actor(3)).value();
    CHECK(broken.commit({status("v1", 1)}, 1));
}

TEST_CASE("a value that stands already is not written again") {
    Document box = day(1);
    REQUIRE(box.commit({status("v1", 1)}, 1));

    CHECK(box.commit({status("v1", 1)}, 2).refusal().why == Why::invalid);
    CHECK(box.commit({}, 2).refusal().why == Why::invalid);
    const auto partly = box.commit({status("v1", 1), status("v2", 1)}, 3);

    REQUIRE(partly);
    CHECK(partly->touched.size() == 1);
    CHECK(split_change(partly->change).value().operations == 2);
}

TEST_CASE("of two edits of one field the later counts") {
    Document box = day(1);

    const auto committed = box.commit({status("v1", 1), status("v1", 2)}, 1);

    REQUIRE(committed);
    CHECK(integers(committed->touched[0], "status") == Integers{2});
    CHECK(split_change(committed->change).value().operations == 2);
}

TEST_CASE("edits outside of the kind's maps or without a flat shape are refused") {
    Document box = day(1);
    Document patient = Document::begin(Kind::patient, actor(1));

    CHECK(box.commit({{"person", "", "name", std::string{"x"}}}, 1).refusal().why == Why::invalid);
    CHECK(box.commit({{"visits", "", "status", true}}, 1).refusal().why == Why::invalid);
    CHECK(box.commit({{"visits", "v1", "", true}}, 1).refusal().why == Why::invalid);
    CHECK(box.commit({{"visits", std::string(257, 'k'), "f", true}}, 1).refusal().why ==
          Why::invalid);
    CHECK(box.commit({status("v1", std::string{"\xff\xfe"})}, 1).refusal().why == Why::invalid);
    CHECK(box.commit({status("v1", Bytes(300'000, 1))}, 1).refusal().why == Why::too_large);
    CHECK(patient.commit({{"person", "p1", "name", true}}, 1).refusal().why == Why::invalid);
    CHECK(box.records().value().empty());
    CHECK(patient.commit({{"person", "", "name", Bytes{1}}}, 1));
    CHECK(patient.records().value()[0].key.empty());
}

TEST_CASE("scalars of every kind come back as they were, to their limits") {
    Document box = day(1);
    const std::vector<Scalar> scalars{
        std::monostate{},
        true,
        false,
        std::int64_t{0},
        std::int64_t{-1},
        std::numeric_limits<std::int64_t>::min(),
        std::numeric_limits<std::int64_t>::max(),
        std::string{},
        std::string{"مريم عبد الرحمن"},
        std::string{"a\0b", 3},
        std::string(2'000, 'x'),
        Bytes{},
        Bytes(70'000, 0x5a),
    };
    std::vector<Edit> edits;
    for (std::size_t i = 0; i < scalars.size(); ++i) {
        edits.push_back({"notes", "اسم", "f" + std::to_string(i), scalars[i]});
    }

    const Bytes change = box.commit(edits, 1).value().change;
    Document reader = day(2);
    REQUIRE(reader.apply({change}));

    const Record record = find(reader.records().value(), "notes", "اسم");
    REQUIRE(record.fields.size() == scalars.size());
    for (std::size_t i = 0; i < scalars.size(); ++i) {
        const auto field = std::ranges::find(record.fields, "f" + std::to_string(i), &Field::name);
        REQUIRE(field != record.fields.end());
        CHECK(field->values[0].scalar == scalars[i]);
    }
}

TEST_CASE("a peer is told what it lacks, parents first") {
    Document box = day(1);
    const auto first = box.commit({status("v1", 1)}, 1).value();
    const auto second = box.commit({status("v1", 2)}, 2).value();
    ChangeHash unknown{};

    CHECK(box.changes_since({first.hash}).value() == std::vector<Bytes>{second.change});
    CHECK(box.changes_since({first.hash, unknown}).value() == std::vector<Bytes>{second.change});
    CHECK(all_changes(box) ==
          std::vector<Bytes>{first_change(Kind::day), first.change, second.change});
    const Statistics statistics = box.statistics().value();
    CHECK(statistics.changes == 3);
    CHECK(statistics.operations == 9);
    CHECK(statistics.saved_bytes == box.save()->size());
}

TEST_CASE("bytes that are no saved document are refused") {
    Document box = day(1);
    REQUIRE(box.commit({status("v1", 1)}, 1));
    Bytes saved = box.save().value();

    CHECK(!Document::load({}, actor(2)));
    CHECK(!Document::load(Bytes{1, 2, 3}, actor(2)));
    CHECK(!Document::load(change_of(box, status("v2", 1)), actor(2)));
    for (std::size_t i = 0; i < saved.size(); ++i) {
        saved[i] ^= 1U;
        CHECK(!Document::load(saved, actor(2)));
        saved[i] ^= 1U;
    }
}

}  // namespace
}  // namespace wayside::document
