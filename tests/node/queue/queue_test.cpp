#include <doctest/doctest.h>

#include <algorithm>

#include "node/booking/projection.hpp"
#include "node/booking/visit.hpp"
#include "node/queue/line.hpp"
#include "node/queue/projection.hpp"
#include "node/queue/waiting_room.hpp"
#include "storage/base/random.hpp"
#include "storage/crypto/hash.hpp"
#include "storage/document/fields.hpp"
#include "tests/node/support/replica.hpp"
#include "tests/node/support/table_text.hpp"

using namespace wayside;
using document::Edit;
using queue::DayAndNeighbours;

namespace {

const std::string today = "2026-03-02";
const DayAndNeighbours days{"2026-03-01", today, "2026-03-03"};
constexpr const char* all_tickets = "SELECT * FROM ticket ORDER BY id";

ledger::DocumentId day_of(const std::string& day) {
    return {document::Kind::day, day};
}
Timestamp minute(std::int64_t n) {
    return {1'772'400'000'000 + n * 60'000};
}

struct TicketBox {
    explicit TicketBox(std::uint8_t number) : replica(number), ids(replica.log()) {
        replica.add(booking);
        replica.add(queue);
    }

    /// A walk-in's visit with a ticket.
    VisitId comes(char letter, std::int32_t number, care::Status status = care::Status::waiting,
                  const std::string& day = today, Timestamp at = minute(0)) {
        std::vector<Edit> edits;
        const VisitId visit = add(edits, letter, number, status);
        REQUIRE(replica.write(day_of(day), edits, at));
        return visit;
    }
    VisitId add(std::vector<Edit>& edits, char letter, std::int32_t number, care::Status status) {
        const VisitId visit = ids.next<VisitId>();
        queue::Ticket ticket;
        ticket.id = ids.next<TicketId>();
        ticket.visit = visit;
        ticket.letter = letter;
        ticket.number = number;
        edits.push_back(booking::edit_of(visit, "service", std::string("consult")));
        edits.push_back(booking::status_edit(visit, status));
        for (Edit& edit : queue::edits_of(ticket)) edits.push_back(std::move(edit));
        return visit;
    }
    void set(VisitId visit, const char* field, document::Scalar value) {
        REQUIRE(replica.write(day_of(today), {booking::edit_of(visit, field, std::move(value))},
                              minute(60)));
    }
    std::int32_t next(char letter) {
        const auto number = queue::next_number(model, days, letter);
        REQUIRE_MESSAGE(number.has_value(), number.refusal().detail);
        return *number;
    }
    std::string tickets() { return testing::rows_of(model, all_tickets); }
    void take_from(TicketBox& other) { replica.take_from(other.replica); }

    sqlite::Database model = sqlite::Database::in_memory();
    booking::Projection booking{model};
    queue::Projection queue{model};
    testing::Replica replica;
    crypto::IdSource ids;
};

/// Numbers 1 to 999 of a letter, all at one status.
std::vector<VisitId> whole_roll(TicketBox& box, care::Status status) {
    std::vector<VisitId> out;
    for (std::int32_t first = 1; first <= queue::max_ticket_number; first += 111) {
        std::vector<Edit> edits;
        for (std::int32_t n = first; n < first + 111; ++n) {
            out.push_back(box.add(edits, 'K', n, status));
        }
        REQUIRE(box.replica.write(day_of(today), edits, minute(0)));
    }
    return out;
}

care::Setup setup_of_two() {
    const auto setup = care::decode_setup(R"({
      "clinic": "two", "name": "Two", "time_zone": "Africa/Dar_es_Salaam", "languages": ["en"],
      "hours": {"mon": ["08:00", "17:00"]},
      "practitioners": [{"id": "amani", "role": "clinician", "shifts": []},
                        {"id": "dalila", "role": "midwife", "shifts": []}],
      "rooms": [], "equipment": [],
      "services": [{"id": "consult", "name": "C", "minutes": 20,
                    "needs": [{"role": "clinician", "count": 1}]},
                   {"id": "antenatal", "name": "A", "minutes": 20,
                    "needs": [{"role": "midwife", "count": 1}]}]})");
    REQUIRE_MESSAGE(setup.has_value(), setup.refusal().field);
    return *setup;
}

}  // namespace

TEST_CASE("a ticket is printed as a letter and three digits") {
    queue::Ticket ticket;
    ticket.number = 17;
    CHECK(ticket.text() == "K-017");
    ticket.letter = 'D';
    ticket.number = 999;
    CHECK(ticket.text() == "D-999");
}

TEST_CASE("each letter counts by itself, from one, without a gap") {
    TicketBox box(1);

    CHECK(box.next('K') == 1);
    box.comes('K', 1);
    box.comes('K', 2);
    box.comes('D', 1);

    CHECK(box.next('K') == 3);
    CHECK(box.next('D') == 2);
    CHECK(box.next('Z') == 1);
}

TEST_CASE("a number that ended today is not given again while the roll lasts") {
    TicketBox box(1);
    box.comes('K', 1, care::Status::done);
    box.comes('K', 2, care::Status::left);

    CHECK(box.next('K') == 3);
}

TEST_CASE("a number that is open since yesterday, or for tomorrow, is skipped; an ended one not") {
    TicketBox box(1);
    box.comes('K', 1, care::Status::waiting, days.before);
    box.comes('K', 2, care::Status::in_room, days.before);
    box.comes('K', 3, care::Status::called, days.after);
    box.comes('K', 4, care::Status::done, days.before);

    CHECK(box.next('K') == 4);
}

TEST_CASE("after the greatest number the smallest unused one comes, then the smallest not open") {
    TicketBox box(1);
    box.comes('K', 999);
    CHECK(box.next('K') == 1);
    box.comes('K', 1);
    CHECK(box.next('K') == 2);

    TicketBox full(2);
    const auto visits = whole_roll(full, care::Status::waiting);
    const auto refused = queue::next_number(full.model, days, 'K');
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.refusal().why == Why::conflict);
    CHECK(refused.refusal().rule == "no_ticket_left");
    full.set(visits[41], "status", std::string("done"));
    CHECK(full.next('K') == 42);
    CHECK(full.next('D') == 1);
}

TEST_CASE("a malformed ticket record holds nothing, whatever is wrong with it") {
    TicketBox box(1);
    const VisitId visit = box.ids.next<VisitId>();
    const document::Scalar named = document::scalar_of(visit);
    const auto put = [&](const std::string& key, document::Scalar of, document::Scalar letter,
                         document::Scalar number) {
        REQUIRE(box.replica.write(day_of(today),
                                  {{"tickets", key, "visit", std::move(of)},
                                   {"tickets", key, "letter", std::move(letter)},
                                   {"tickets", key, "number", std::move(number)}},
                                  minute(0)));
    };
    const auto key = [&] { return box.ids.next<TicketId>().text(); };
    const document::Scalar letter = std::string("K");
    const document::Scalar one = std::int64_t{1};

    put("no-id", named, letter, one);
    put(key(), Bytes{1, 2, 3}, letter, one);
    put(key(), std::string("visit"), letter, one);
    for (const char* wrong : {"", "k", "KK", "1", "\xD8\xA7"})
        put(key(), named, std::string(wrong), one);
    put(key(), named, one, one);
    for (const std::int64_t wrong :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1'000}, INT64_MAX}) {
        put(key(), named, letter, wrong);
    }
    put(key(), named, letter, std::string("1"));
    REQUIRE(box.replica.write(day_of(today), {{"tickets", key(), "visit", named}}, minute(0)));

    CHECK(box.tickets().empty());
    CHECK(box.next('K') == 1);
}

TEST_CASE("a record that was a ticket and is none any more has no row") {
    TicketBox box(1);
    box.comes('K', 1);
    auto found = box.model.prepared("SELECT id FROM ticket").query();
    REQUIRE(found.next());
    const TicketId id{*found.array<16>(0)};

    REQUIRE(box.replica.write(day_of(today),
                              {{"tickets", id.text(), "number", std::int64_t{5'000}}}, minute(1)));

    const std::string kept = box.tickets();
    CHECK(kept.empty());
    box.replica.project_anew();
    CHECK(box.tickets() == kept);
}

TEST_CASE("two boxes that gave out tickets apart end with the same rows, in either order") {
    TicketBox north(1);
    TicketBox south(2);
    for (int n = 1; n <= 5; ++n) {
        north.comes('K', n, care::Status::waiting, today, minute(n));
        south.comes('D', n, care::Status::called, days.before, minute(n));
    }
    north.take_from(south);
    south.take_from(north);
    north.take_from(south);

    CHECK(north.tickets() == south.tickets());
    CHECK(queue::count_of_day(north.model, today) == 5);
    TicketBox late(3);
    late.take_from(south);
    CHECK(late.tickets() == north.tickets());
}

TEST_CASE("tickets that are dropped and made again from the records are the same") {
    TicketBox box(1);
    for (int n = 1; n <= 5; ++n) box.comes('K', n);
    const std::string before = box.tickets();

    box.queue.forget(day_of(today));
    CHECK(box.tickets().empty());
    box.replica.project_anew();

    CHECK(box.tickets() == before);
}

TEST_CASE(
    "who waits when the clinic's day turns is still in the line, and nobody from longer ago") {
    TicketBox box(1);
    const VisitId yesterday = box.comes('K', 1, care::Status::waiting, days.before, minute(-600));
    const VisitId early = box.comes('K', 2, care::Status::waiting, days.after, minute(5));
    box.comes('K', 3, care::Status::waiting, "2026-02-27", minute(-9'000));
    box.comes('K', 4, care::Status::done, days.before, minute(-500));
    const auto scale = care::south_african_triage_scale();

    const auto line = queue::line_of(box.model, days, scale);

    REQUIRE(line.waiting.size() == 2);
    CHECK(line.waiting[0].ticket.visit == yesterday);
    CHECK(line.waiting[1].ticket.visit == early);
}

TEST_CASE("a visit with two tickets stands in the line once, under its first") {
    TicketBox box(1);
    const VisitId visit = box.comes('K', 7, care::Status::waiting, today, minute(0));
    queue::Ticket second;
    second.id = box.ids.next<TicketId>();
    second.visit = visit;
    second.letter = 'D';
    second.number = 1;
    REQUIRE(box.replica.write(day_of(today), queue::edits_of(second), minute(9)));

    const auto line = queue::line_of(box.model, days, care::south_african_triage_scale());

    REQUIRE(line.waiting.size() == 1);
    CHECK(line.waiting[0].ticket.text() == "K-007");
    CHECK(line.waiting[0].arrival == minute(0));
    CHECK(queue::tickets_of_visit(box.model, visit).size() == 2);
    CHECK(queue::tickets_of_day(box.model, today).at(visit).size() == 2);
}

TEST_CASE("the line is in calling order whatever order people came to the document in") {
    const auto scale = care::south_african_triage_scale();
    SeededRandom random(7);
    for (int turn = 0; turn < 20; ++turn) {
        TicketBox box(1);
        for (int n = 1; n <= 12; ++n) {
            const auto at = minute(static_cast<std::int64_t>(random.below(240)));
            const VisitId visit = box.comes('K', n, care::Status::waiting, today, at);
            const char* classes[] = {"", "green", "yellow", "orange", "red", "unheard-of"};
            const std::string triage = classes[random.below(6)];
            if (!triage.empty()) box.set(visit, "triage", triage);
        }

        const auto line = queue::line_of(box.model, days, scale);

        REQUIRE(line.waiting.size() == 12);
        CHECK(std::is_sorted(
            line.waiting.begin(), line.waiting.end(), [&](const auto& a, const auto& b) {
                return solver::queue::key_of(queue::ticket_of(a, scale), queue::scale_of(scale)) <
                       solver::queue::key_of(queue::ticket_of(b, scale), queue::scale_of(scale));
            }));
        box.replica.project_anew();
        const auto again = queue::line_of(box.model, days, scale);
        for (std::size_t i = 0; i < 12; ++i) {
            CHECK(again.waiting[i].ticket.id == line.waiting[i].ticket.id);
        }
    }
}

TEST_CASE("a call passes only people who wait for that practitioner and may be called") {
    const care::Setup setup = setup_of_two();
    const auto passes = [&](const auto& change_first, const char* who = "amani") {
        TicketBox box(1);
        const VisitId first = box.comes('K', 1, care::Status::waiting, today, minute(0));
        const VisitId second = box.comes('K', 2, care::Status::waiting, today, minute(1));
        change_first(box, first);
        const auto line = queue::line_of(box.model, days, setup.triage);
        return queue::is_out_of_order(line, second, who, setup, minute(30));
    };
    using Box = TicketBox;

    CHECK(passes([](Box&, VisitId) {}));
    CHECK(passes([](Box& box, VisitId v) { box.set(v, "practitioner", std::string("amani")); }));
    CHECK_FALSE(
        passes([](Box& box, VisitId v) { box.set(v, "practitioner", std::string("dalila")); }));
    CHECK_FALSE(
        passes([](Box& box, VisitId v) { box.set(v, "service", std::string("antenatal")); }));
    CHECK(passes([](Box& box, VisitId v) { box.set(v, "service", std::string("antenatal")); }, ""));
    CHECK(passes([](Box& box, VisitId v) { box.set(v, "service", std::string("unknown")); }));
    for (const char* status : {"parked", "called", "in-room", "left", "done"}) {
        CAPTURE(status);
        CHECK_FALSE(
            passes([&](Box& box, VisitId v) { box.set(v, "status", std::string(status)); }));
    }
}

TEST_CASE("calling the first, somebody again, or somebody who does not wait passes nobody") {
    const care::Setup setup = setup_of_two();
    TicketBox box(1);
    const VisitId first = box.comes('K', 1, care::Status::waiting, today, minute(0));
    const VisitId called = box.comes('K', 2, care::Status::called, today, minute(1));
    const auto line = queue::line_of(box.model, days, setup.triage);

    CHECK_FALSE(queue::is_out_of_order(line, first, "amani", setup, minute(30)));
    CHECK_FALSE(queue::is_out_of_order(line, called, "amani", setup, minute(30)));
    CHECK_FALSE(queue::is_out_of_order(line, VisitId{}, "amani", setup, minute(30)));
}

TEST_CASE("a booking that came long before its slot is passed by nobody") {
    const care::Setup setup = setup_of_two();
    TicketBox box(1);
    std::vector<Edit> edits;
    const VisitId early = box.add(edits, 'K', 1, care::Status::waiting);
    const booking::Placement placement{box.ids.next<PlacementId>(),
                                       "amani",
                                       {care::LocalDate::parse(today).value(), {14 * 60}, 180},
                                       20};
    for (Edit& edit : booking::edits_of(placement, early)) edits.push_back(std::move(edit));
    edits.push_back(booking::edit_of(early, "placement", document::scalar_of(placement.id)));
    const Timestamp slot = placement.begins();
    REQUIRE(box.replica.write(day_of(today), edits, {slot.ms - 3 * 3'600'000}));
    // An untriaged walk-in is due four hours after it came: later than the slot.
    const VisitId walk_in =
        box.comes('K', 2, care::Status::waiting, today, {slot.ms - 2 * 3'600'000});
    const auto line = queue::line_of(box.model, days, setup.triage);
    REQUIRE(line.waiting.front().ticket.visit == early);

    CHECK_FALSE(queue::is_out_of_order(line, walk_in, "amani", setup, {slot.ms - 31 * 60'000}));
    CHECK(queue::is_out_of_order(line, walk_in, "amani", setup, {slot.ms - 30 * 60'000}));
}

TEST_CASE(
    "the order reads the set-up's classes: emergencies are strict, without triage as untriaged") {
    const auto scale = care::south_african_triage_scale();
    const auto key = [&](const char* triage, std::uint8_t id = 1) {
        queue::Present present;
        present.ticket.id.bytes[15] = id;
        present.arrival = minute(0);
        present.triage = triage;
        return solver::queue::key_of(queue::ticket_of(present, scale), queue::scale_of(scale));
    };

    CHECK(key("red").tier == 0);
    CHECK(key("orange").tier == 1);
    CHECK(key("yellow").tier == 2);
    CHECK(key("orange").due_ms == minute(10).ms);
    CHECK(key("").due_ms == minute(240).ms);
    CHECK(key("unheard-of").due_ms == minute(240).ms);
    CHECK(key("", 127) < key("", 128));
}

TEST_CASE("the solver's room holds the line in its order, and who gives what") {
    const care::Setup setup = setup_of_two();
    TicketBox box(1);
    const VisitId first = box.comes('K', 1, care::Status::waiting, today, minute(0));
    box.comes('K', 2, care::Status::parked, today, minute(1));
    box.set(first, "practitioner", std::string("gone"));
    const auto line = queue::line_of(box.model, days, setup.triage);

    const auto room = queue::waiting_room(line, setup, "locum");

    CHECK_FALSE(solver::queue::fault_of(room).has_value());
    REQUIRE(room.servers.size() == 4);
    CHECK(room.servers[queue::server_named(room, "amani")].services == std::vector<std::size_t>{0});
    CHECK(room.servers[queue::server_named(room, "dalila")].services ==
          std::vector<std::size_t>{1});
    CHECK(room.servers[queue::server_named(room, "locum")].services ==
          std::vector<std::size_t>{0, 1});
    CHECK(room.waiting[0].meant_for == queue::server_named(room, "gone"));
    CHECK(room.waiting[1].is_set_aside);
    CHECK(queue::server_named(room, "nobody") == 4);
}
