#include <doctest/doctest.h>

#include <algorithm>

#include "node/booking/projection.hpp"
#include "node/booking/shows.hpp"
#include "node/booking/visits.hpp"
#include "storage/crypto/hash.hpp"
#include "storage/document/fields.hpp"
#include "tests/node/support/replica.hpp"
#include "tests/node/support/table_text.hpp"

using namespace wayside;

namespace {

const ledger::DocumentId monday{document::Kind::day, "2026-03-02"};
const std::string all_visits = "SELECT * FROM visit_placed ORDER BY id";
const std::string all_placements = "SELECT * FROM placement ORDER BY id";

struct Box {
    explicit Box(std::uint8_t number) : replica(number), ids(replica.log()) {
        replica.add(booking);
    }

    booking::Placement placement(const char* who, const char* time, std::int64_t minutes) {
        const auto date = care::LocalDate::parse("2026-03-02");
        const auto wall = care::LocalTime::parse(time);
        return {ids.next<PlacementId>(), who, {*date, *wall, 180}, minutes};
    }
    VisitId book(const char* who, const char* time, std::int64_t at_ms) {
        const booking::Placement place = placement(who, time, 20);
        const booking::NewVisit visit{
            ids.next<VisitId>(), PatientId{{7}}, "consult", "desk", false, "a-1", "ABCD1234", {}};
        write(booking::edits_of(visit, &place), at_ms);
        return visit.id;
    }
    PlacementId move(VisitId visit, const char* who, const char* time, std::int64_t at_ms) {
        const booking::Placement place = placement(who, time, 20);
        auto edits = booking::edits_of(place, visit);
        edits.push_back(booking::edit_of(visit, "placement", document::scalar_of(place.id)));
        write(edits, at_ms);
        return place.id;
    }
    void set_status(VisitId visit, care::Status status, std::int64_t at_ms) {
        write({booking::status_edit(visit, status)}, at_ms);
    }
    void set(VisitId visit, const char* field, const char* text, std::int64_t at_ms) {
        write({booking::edit_of(visit, field, std::string(text))}, at_ms);
    }
    void write(const std::vector<document::Edit>& edits, std::int64_t at_ms) {
        REQUIRE(replica.write(monday, edits, {at_ms}));
    }
    std::string rows() {
        return testing::rows_of(model, all_visits) + testing::rows_of(model, all_placements);
    }
    booking::Visit visit(VisitId id) {
        const auto found = booking::find_visit(model, id);
        REQUIRE(found.has_value());
        return *found;
    }

    sqlite::Database model = sqlite::Database::in_memory();
    booking::Projection booking{model};
    testing::Replica replica;
    crypto::IdSource ids;
};

void meet(Box& a, Box& b) {
    a.replica.take_from(b.replica);
    b.replica.take_from(a.replica);
}

}  // namespace

TEST_CASE("a booking's rows say what was written, and when") {
    Box box(1);

    const VisitId id = box.book("amani", "08:20", 5'000);

    const booking::Visit visit = box.visit(id);
    CHECK(visit.day == "2026-03-02");
    CHECK(visit.patient == PatientId{{7}});
    CHECK(visit.service == "consult");
    CHECK(visit.channel == "desk");
    CHECK_FALSE(visit.walk_in);
    CHECK(visit.identifier == "a-1");
    CHECK(visit.code == "ABCD1234");
    CHECK(visit.status == care::Status::booked);
    CHECK(visit.status_at == Timestamp{5'000});
    CHECK(visit.changed_at == Timestamp{5'000});
    REQUIRE(visit.placement.has_value());
    CHECK(visit.placement->start.text() == "2026-03-02T08:20:00+03:00");
    CHECK(visit.placement->minutes == 20);
    CHECK(visit.meant_for() == "amani");
    CHECK(visit.conflicts.empty());
}

TEST_CASE("what is held in a span is what overlaps it, and an end frees it") {
    Box box(1);
    const VisitId early = box.book("amani", "08:20", 1'000);
    const VisitId late = box.book("baraka", "09:00", 1'000);
    const auto at = [&](const char* time) { return box.placement("x", time, 1).begins(); };
    const auto held = [&](const char* from, const char* to) {
        std::vector<VisitId> out;
        for (const auto& each : booking::held_between(box.model, at(from), at(to))) {
            out.push_back(each.visit);
        }
        return out;
    };

    CHECK(held("08:00", "08:20").empty());
    CHECK(held("08:39", "08:40") == std::vector<VisitId>{early});
    CHECK(held("08:40", "09:00").empty());
    CHECK(held("08:00", "17:00") == std::vector<VisitId>{early, late});
    box.set_status(early, care::Status::cancelled, 2'000);
    CHECK(held("08:00", "17:00") == std::vector<VisitId>{late});
}

TEST_CASE("a visit that was moved holds its new time alone") {
    Box box(1);
    const VisitId id = box.book("amani", "08:20", 1'000);

    const PlacementId moved = box.move(id, "baraka", "10:00", 2'000);

    CHECK(box.visit(id).placement->id == moved);
    const auto from = box.placement("x", "00:00", 1).begins();
    const auto held = booking::held_between(box.model, from, {from.ms + 86'400'000});
    REQUIRE(held.size() == 1);
    CHECK(held[0].practitioner == "baraka");
}

TEST_CASE("two people who moved one visit apart get one placement whole: the earlier one") {
    for (const bool north_first : {true, false}) {
        Box north(1);
        Box south(2);
        const VisitId id = north.book("amani", "08:20", 1'000);
        meet(north, south);
        const auto norths = north.move(id, "baraka", "10:00", north_first ? 2'000 : 3'000);
        const auto souths = south.move(id, "amani", "11:00", north_first ? 3'000 : 2'000);

        meet(north, south);

        const booking::Visit visit = north.visit(id);
        CHECK(visit.placement->id == (north_first ? norths : souths));
        CHECK(visit.placement->practitioner == (north_first ? "baraka" : "amani"));
        CHECK(visit.conflicts == std::vector<std::string>{"placement"});
        CHECK(north.rows() == south.rows());
    }
}

TEST_CASE("placements of one instant written apart: the lower id counts") {
    Box north(1);
    Box south(2);
    const VisitId id = north.book("amani", "08:20", 1'000);
    meet(north, south);
    const auto a = north.move(id, "baraka", "10:00", 2'000);
    const auto b = south.move(id, "amani", "11:00", 2'000);

    meet(north, south);

    CHECK(north.visit(id).placement->id == std::min(a, b));
    CHECK(north.rows() == south.rows());
}

TEST_CASE("a settled conflict is none: the later choice, which saw both, counts") {
    Box north(1);
    Box south(2);
    const VisitId id = north.book("amani", "08:20", 1'000);
    meet(north, south);
    north.move(id, "baraka", "10:00", 2'000);
    south.move(id, "amani", "11:00", 3'000);
    meet(north, south);

    const auto chosen = north.move(id, "chausiku", "12:00", 4'000);
    meet(north, south);

    CHECK(south.visit(id).placement->id == chosen);
    CHECK(south.visit(id).conflicts.empty());
    CHECK(north.rows() == south.rows());
}

TEST_CASE("statuses written apart come together by rank, and the overruled one is named") {
    using care::Status;
    for (const auto& [a, b, wins, loses] :
         {std::tuple{Status::waiting, Status::no_show, Status::waiting, "no-show"},
          std::tuple{Status::cancelled, Status::called, Status::called, "cancelled"},
          std::tuple{Status::done, Status::left, Status::done, "left"}}) {
        Box north(1);
        Box south(2);
        const VisitId id = north.book("amani", "08:20", 1'000);
        meet(north, south);
        north.set_status(id, a, 2'000);
        south.set_status(id, b, 3'000);

        meet(north, south);

        CHECK(north.visit(id).status == wins);
        CHECK(north.visit(id).overruled == std::vector<std::string>{loses});
        CHECK(north.visit(id).status_at == Timestamp{wins == a ? 2'000 : 3'000});
        CHECK(north.visit(id).conflicts.empty());
        CHECK(north.rows() == south.rows());
    }
}

TEST_CASE("an act that has seen the other simply wins, whatever the rank") {
    Box box(1);
    const VisitId id = box.book("amani", "08:20", 1'000);
    box.set_status(id, care::Status::no_show, 2'000);
    box.set_status(id, care::Status::waiting, 3'000);
    box.set_status(id, care::Status::cancelled, 4'000);

    CHECK(box.visit(id).status == care::Status::cancelled);
    CHECK(box.visit(id).overruled.empty());
}

TEST_CASE("other fields that two people wrote apart keep one value and name the conflict") {
    Box north(1);
    Box south(2);
    const VisitId id = north.book("amani", "08:20", 1'000);
    meet(north, south);
    north.set(id, "triage", "green", 2'000);
    south.set(id, "triage", "orange", 2'000);
    north.set(id, "room", "c1", 2'000);
    south.set(id, "room", "c1", 2'000);

    meet(north, south);

    CHECK(north.visit(id).conflicts == std::vector<std::string>{"triage"});
    CHECK(north.rows() == south.rows());
}

TEST_CASE("rows that were forgotten come back the same from the records") {
    Box box(1);
    const VisitId id = box.book("amani", "08:20", 1'000);
    box.book("baraka", "09:00", 1'500);
    box.move(id, "baraka", "10:00", 2'000);
    box.set_status(id, care::Status::waiting, 3'000);
    const std::string before = box.rows();

    box.booking.forget(monday);
    CHECK(box.rows().empty());
    box.replica.project_anew();

    CHECK(box.rows() == before);
}

TEST_CASE("any order and any duplication of three boxes' acts gives the same rows") {
    std::vector<std::string> rows;
    for (int order = 0; order < 6; ++order) {
        Box boxes[3]{Box(1), Box(2), Box(3)};
        const VisitId id = boxes[0].book("amani", "08:20", 1'000);
        meet(boxes[0], boxes[1]);
        meet(boxes[0], boxes[2]);
        boxes[0].move(id, "baraka", "10:00", 4'000);
        boxes[1].move(id, "amani", "11:00", 3'000);
        boxes[2].set_status(id, care::Status::waiting, 5'000);
        boxes[1].set_status(id, care::Status::cancelled, 6'000);
        std::vector<int> way{0, 1, 2};
        for (int i = 0; i < order; ++i) std::next_permutation(way.begin(), way.end());

        Box reader(9);
        for (const int each : way) reader.replica.take_from(boxes[each].replica);
        for (const int each : way) reader.replica.take_from(boxes[each].replica);

        rows.push_back(reader.rows());
    }
    CHECK(std::count(rows.begin(), rows.end(), rows[0]) == 6);
}

TEST_CASE("records from software that we do not know hold nothing and break nothing") {
    Box box(1);
    const VisitId id = box.book("amani", "08:20", 1'000);
    const std::string key = box.ids.next<PlacementId>().text();

    box.write({{"visits", "no id", "status", std::string("booked")},
               {"placements", key, "date", std::string("2026-02-31")},
               {"placements", key, "wall", std::int64_t{9'999'999}},
               {"placements", key, "practitioner", std::string("amani")},
               {"placements", key, "offset", std::int64_t{0}},
               {"placements", key, "minutes", std::int64_t{-5}}},
              2'000);
    box.write({{"visits", id.text(), "status", std::string("teleported")},
               {"visits", id.text(), "placement", std::string("nowhere")}},
              3'000);

    const booking::Visit visit = box.visit(id);
    CHECK(visit.status == care::Status::requested);
    CHECK_FALSE(visit.placement.has_value());
    CHECK(booking::held_between(box.model, {0}, {INT64_MAX}).empty());
}

TEST_CASE("a record that was a placement and is none any more has no row and holds nothing") {
    Box box(1);
    const VisitId id = box.book("amani", "08:20", 1'000);
    const PlacementId placed = box.visit(id).placement->id;
    const std::string before = box.rows();

    box.write({{"placements", placed.text(), "minutes", std::int64_t{-5}}}, 2'000);

    CHECK_FALSE(box.visit(id).placement.has_value());
    CHECK(booking::held_between(box.model, {0}, {INT64_MAX}).empty());
    const std::string after = box.rows();
    box.booking.forget(monday);
    box.replica.project_anew();
    CHECK(box.rows() == after);
    box.write({{"placements", placed.text(), "minutes", std::int64_t{20}}}, 2'500);
    CHECK(booking::held_between(box.model, {0}, {INT64_MAX}).size() == 1);
    CHECK(box.rows() == before);
}

namespace {

/// A visit of a practitioner with this status.
void book_with_status(Box& box, const char* who, care::Status status, std::int64_t at_ms) {
    const VisitId visit = box.book(who, "08:20", at_ms);
    if (status != care::Status::booked) box.set_status(visit, status, at_ms + 1);
}

}  // namespace

TEST_CASE("an extra holds no capacity, whatever its reason is called, and is read back whole") {
    Box box(1);
    const VisitId first = box.book("amani", "08:20", 1'000);
    booking::Placement place = box.placement("amani", "08:20", 20);
    place.overbooked = "a reason of later software";
    const booking::NewVisit extra{
        box.ids.next<VisitId>(), PatientId{{8}}, "consult", "desk", false, "", "ABCD1235", {}};

    box.write(booking::edits_of(extra, &place), 2'000);

    const auto held = booking::held_between(box.model, {0}, {INT64_MAX});
    REQUIRE(held.size() == 1);
    CHECK(held[0].visit == first);
    CHECK(box.visit(extra.id).placement->overbooked == "a reason of later software");
    CHECK(box.visit(extra.id).placement->is_extra());
    CHECK_FALSE(box.visit(first).placement->is_extra());
    CHECK_FALSE(booking::is_overbook_reason("a reason of later software"));
    CHECK(booking::is_overbook_reason("urgent"));
}

TEST_CASE("a record counts who came and who stayed away, and nobody whose outcome is not known") {
    using enum care::Status;
    Box box(1);
    for (const auto status : {done, left, waiting, in_room, no_show, cancelled, booked}) {
        book_with_status(box, "amani", status, 1'000);
    }
    book_with_status(box, "baraka", no_show, 2'000);
    const auto midnight = box.placement("x", "00:00", 1).begins();
    const auto eight_twenty = box.placement("x", "08:20", 1).begins();

    const auto records = booking::shows_between(box.model, midnight, {eight_twenty.ms + 1});

    CHECK(records.all == booking::ShowRecord{4, 2});
    CHECK(records.by_practitioner.at("amani") == booking::ShowRecord{4, 1});
    CHECK(records.by_practitioner.at("baraka") == booking::ShowRecord{0, 1});
    CHECK(booking::shows_between(box.model, midnight, eight_twenty).all == booking::ShowRecord{});
}

TEST_CASE("a share is the practitioner's own where there is enough of it, else the clinic's") {
    booking::ShowRecords records;

    auto share = booking::share_of(records, "amani");
    CHECK(share.no_show_ppm == booking::default_no_show_ppm);
    CHECK(share.basis == booking::ShowBasis::nothing);

    records.all = {300, 100};
    share = booking::share_of(records, "amani");
    // (100 + 40 of 5 %) of 440.
    CHECK(share.no_show_ppm == 231'818);
    CHECK(share.basis == booking::ShowBasis::clinic);
    CHECK(share.record == booking::ShowRecord{300, 100});

    records.by_practitioner["amani"] = {10, 0};
    share = booking::share_of(records, "amani");
    CHECK(share.basis == booking::ShowBasis::clinic);
    CHECK(share.no_show_ppm == 185'454);

    records.by_practitioner["amani"] = {360, 40};
    share = booking::share_of(records, "amani");
    CHECK(share.basis == booking::ShowBasis::practitioner);
    CHECK(share.no_show_ppm == 111'983);
    CHECK(share.show_ppm() == 888'017);
    CHECK(share.record.bookings() == 400);
}
