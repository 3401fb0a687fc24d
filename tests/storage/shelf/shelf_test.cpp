#include "storage/shelf/shelf.hpp"

#include <doctest/doctest.h>

#include "tests/storage/document/hostile.hpp"
#include "tests/storage/shelf/start.hpp"

using namespace wayside;
using namespace wayside::shelf;

namespace {

const PatientId amina = ledger::patient_number(1);

document::Scalar text(const std::string& value) {
    return value;
}

DocumentEdits note_edits(const std::string& record) {
    return {patient_document(amina), {{"notes", record, "visit", text("v1")}}};
}

/// A draft over the day and a patient's document.
Draft two_documents(const std::string& visit, const std::string& note) {
    Draft draft = visit_draft(visit, {{"status", text("booked")}});
    draft.edits.push_back(note_edits(note));
    return draft;
}

/// The stored entries by number in an order that keeps each log's own.
void shuffle(const ledger::ClinicBox& box, std::uint64_t seed) {
    std::map<LogId, std::vector<std::int64_t>> logs;
    std::size_t left = 0;
    for (const auto& entry : ledger::contents_of(box).entries) {
        logs[entry.name.log].push_back(entry.number);
        ++left;
    }
    SeededRandom dice(seed);
    std::string sql;
    for (std::int64_t place = 10'001; left > 0; --left) {
        auto log = std::next(logs.begin(), std::ptrdiff_t(dice.below(logs.size())));
        sql += "UPDATE entry SET number = " + std::to_string(place++) +
               " WHERE number = " + std::to_string(log->second.front()) + ";";
        log->second.erase(log->second.begin());
        if (log->second.empty()) logs.erase(log);
    }
    meddle(box, sql + "UPDATE entry SET number = number - 10000");
}

/// A start that has read nothing: what it writes is concurrent with all that is stored.
struct Apart {
    explicit Apart(ledger::ClinicBox& of)
        : box(of),
          ledger(of.start()),
          reader(of.reader()),
          hybrid(of.clock),
          shelf(of.space(), ledger.log(), reader, hybrid) {}
    void act(const Draft& draft) {
        const auto written = shelf.write(draft);
        REQUIRE(written);
        ledger::Batch batch;
        batch.entries.push_back({box.space(), written->name.sequence, written->plaintext});
        ledger.commit(batch);
    }
    ledger::ClinicBox& box;
    ledger::Ledger ledger;
    ledger::LedgerReader reader;
    HybridClock hybrid;
    Shelf shelf;
};

}  // namespace

TEST_CASE("what was written is there again after a restart: records, rows, digest") {
    ledger::ClinicBox box(31);
    Rows::Table rows;
    std::map<ledger::DocumentId, std::string> texts;
    std::string digest;
    {
        Start before(box);
        for (int i = 0; i < 20; ++i) {
            before.act(two_documents("v" + std::to_string(i), "n" + std::to_string(i)));
            before.act(visit_draft("v" + std::to_string(i / 2), {{"minutes", std::int64_t{i}}}));
        }
        rows = before.rows.all();
        texts = before.texts();
        digest = before.digest();
    }

    Start after(box);

    CHECK(after.report.applied == 40);
    CHECK(after.report.findings.empty());
    CHECK(after.rows.all() == rows);
    CHECK(after.texts() == texts);
    CHECK(after.digest() == digest);
}

TEST_CASE("any order of arrival of two logs gives the same rows and digest") {
    ledger::ClinicBox box(32);
    {
        Apart first(box);
        for (int i = 0; i < 12; ++i) first.act(two_documents("v" + std::to_string(i), "n1"));
    }
    {
        Apart second(box);
        for (int i = 6; i < 18; ++i) {
            second.act(visit_draft("v" + std::to_string(i), {{"status", text("expected")}}));
        }
    }
    {
        Start third(box);  // it has seen both
        third.act(visit_draft("v7", {{"status", text("waiting")}}));
    }
    const Start straight(box);
    const std::string digest = Start(box).digest();
    REQUIRE(straight.report.applied == 25);

    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        shuffle(box, seed);

        Start shuffled(box);

        CHECK(shuffled.report.held.empty());
        CHECK(shuffled.digest() == digest);
        CHECK(shuffled.rows.all() == straight.rows.all());
    }
}

TEST_CASE("an entry waits, whole, for its parent, and is applied when that comes") {
    ledger::ClinicBox box(33);
    {
        Start first(box);
        first.act(visit_draft("v1", {{"status", text("booked")}}));
    }
    {
        Start second(box);
        Draft draft = visit_draft("v1", {{"status", text("waiting")}});
        draft.edits.push_back(note_edits("n1"));
        second.act(draft);
    }
    const std::string digest = Start(box).digest();
    meddle(box,
           "CREATE TABLE away AS SELECT * FROM entry WHERE number = 1;"
           "DELETE FROM entry WHERE number = 1");

    {
        Start without(box);
        CHECK(without.report.applied == 0);
        REQUIRE(without.report.held.size() == 1);
        CHECK(without.rows.all().empty());  // nor its note, whose own parents are here
    }
    meddle(box,
           "UPDATE away SET number = 3; INSERT INTO entry SELECT * FROM away;"
           "DROP TABLE away");
    Start with(box);

    CHECK(with.report.held.empty());
    CHECK(with.report.applied == 2);
    CHECK(with.digest() == digest);
}

TEST_CASE("an entry that spoils a document is set aside for all its documents, and named") {
    ledger::ClinicBox box(34);
    {
        Start before(box);
        before.act(two_documents("v1", "n1"));
    }
    const std::string digest = Start(box).digest();
    ledger::EntryName bad;
    {
        // A sound change of the patient's document, and one that writes to the root of a day.
        auto ledger = box.start();
        bad = {ledger.log(), 1};
        ledger::Entry entry;
        entry.time = {box.clock.ms, 0, true};
        auto note = document::Document::begin(document::Kind::patient, ledger.log());
        entry.changes.push_back(
            {patient_document(amina),
             note.commit({{"notes", "n2", "visit", text("v2")}}, box.clock.ms)->change});
        auto parts = document::hostile_parts(
            document::Kind::day,
            {{{}, "visits", document::Action::make_map, document::ValueType::null, {}, {}}});
        parts.actor = ledger.log();
        parts.time_ms = box.clock.ms;
        entry.changes.push_back({{document::Kind::day, "2026-03-03"}, join_change(parts)});
        const auto encoded = ledger::encode_entry(entry, bad, {});
        REQUIRE(encoded);
        ledger::Batch batch;
        batch.entries.push_back({box.space(), 1, encoded->plaintext});
        ledger.commit(batch);
    }

    Start after(box);

    REQUIRE(after.report.set_aside.size() == 1);
    CHECK(after.report.set_aside[0].entry == bad);
    CHECK(after.report.set_aside[0].what.find("2026-03-03") != std::string::npos);
    CHECK_FALSE(after.rows.all().at(patient_document(amina)).contains("notes/n2"));
    CHECK(after.rows.all().at(patient_document(amina)).contains("notes/n1"));
    CHECK(after.digest() == digest);
    // Nor does it come back when the document is read anew.
    REQUIRE(after.write(two_documents("v3", "n3")));
    after.shelf.lost(1);
    after.batch = {};
    CHECK(after.digest() == digest);
}

TEST_CASE("a commit that failed leaves documents, rows, names and authors as before") {
    ledger::ClinicBox box(35);
    {
        Start before(box);
        before.act(two_documents("v1", "n1"));
    }
    Start start(box);
    start.act(two_documents("v2", "n2"));
    REQUIRE(start.write(visit_draft("v2", {{"status", text("waiting")}})));  // not yet settled
    const auto rows = start.rows.all();
    const auto texts = start.texts();
    const auto applied = start.shelf.applied();
    REQUIRE(start.write(two_documents("v3", "n3")));
    REQUIRE(start.write(visit_draft("v1", {{"status", text("done")}})));

    start.shelf.lost(3);
    start.batch.entries.resize(1);

    CHECK(start.rows.all() == rows);
    CHECK(start.texts() == texts);
    CHECK(start.shelf.applied() == applied);
    CHECK(start.shelf.next_sequence() == 3);
    start.commit();
    start.act(visit_draft("v1", {{"status", text("left")}}));
    const std::string digest = start.digest();
    const auto rows_after = start.rows.all();
    Start again(box);
    CHECK(again.report.held.empty());
    CHECK(again.digest() == digest);
    CHECK(again.rows.all() == rows_after);
}

TEST_CASE("a refused document of a draft leaves the others untouched, and the next draft stands") {
    ledger::ClinicBox box(36);
    Start start(box);
    start.act(two_documents("v1", "n1"));
    const auto rows = start.rows.all();
    const std::string digest = start.digest();
    Draft draft = visit_draft("v1", {{"status", text("waiting")}});
    draft.edits.push_back(
        {{document::Kind::rota, "2026-03"}, {{"no such map", "r", "f", text("")}}});

    const auto refused = start.write(draft);

    CHECK(refused.refusal().why == Why::invalid);
    CHECK(start.rows.all() == rows);
    CHECK(start.digest() == digest);
    CHECK(start.shelf.next_sequence() == 2);
    start.act(visit_draft("v1", {{"status", text("left")}}));
    const std::string after = start.digest();
    CHECK(Start(box).digest() == after);
}

TEST_CASE("a draft that is too large for an entry leaves all as before") {
    ledger::ClinicBox box(37);
    Start start(box);
    start.act(two_documents("v1", "n1"));
    const std::string digest = start.digest();
    Draft draft = two_documents("v2", "n2");
    draft.audit.remark.assign(ledger::max_remark_bytes + 1, 'x');

    CHECK(start.write(draft).refusal().why == Why::too_large);

    CHECK(start.digest() == digest);
    CHECK_FALSE(start.rows.all().at(ledger::day).contains("visits/v2"));
}

TEST_CASE("an edit that says nothing new makes no change and no empty document") {
    ledger::ClinicBox box(38);
    Start start(box);
    start.act(visit_draft("v1", {{"status", text("booked")}}));
    Draft draft = visit_draft("v1", {{"status", text("booked")}});
    draft.edits.push_back({{document::Kind::rota, "2026-03"}, {}});

    start.act(draft);

    CHECK(start.shelf.documents() == 1);
    const std::string digest = start.digest();
    CHECK(Start(box).digest() == digest);
}

TEST_CASE("an author is the entry, the screen and the time, also after a restart") {
    ledger::ClinicBox box(39);
    std::optional<Author> before_restart;
    ledger::EntryName second;
    const auto author_of_status = [](Start& start) {
        std::optional<Author> out;
        start.shelf.each_document(
            [&](const ledger::DocumentId& id, const std::vector<document::Record>& records) {
                out = start.shelf.author_of(id, records.at(0).fields.at(0).values.at(0));
            });
        return out;
    };
    {
        Start before(box);
        before.act(visit_draft("v1", {{"status", text("booked")}}));
        box.clock.ms += 1'000;
        Draft draft = visit_draft("v1", {{"status", text("waiting")}});
        draft.audit.screen = "kiosk";
        draft.audit.person = "p1";
        draft.audit.happened = Timestamp{box.clock.ms - 500};
        second = before.act(draft);
        before_restart = author_of_status(before);
    }

    Start after(box);
    const auto author = author_of_status(after);

    for (const auto& each : {before_restart, author}) {
        REQUIRE(each);
        CHECK(ledger::EntryName{each->log, each->sequence} == second);
        CHECK(each->screen == "kiosk");
        CHECK(each->person == "p1");
        CHECK(each->role == "nurse");
        CHECK(each->time.ms == box.clock.ms);
        CHECK(each->at.ms == box.clock.ms - 500);
    }
    CHECK_FALSE(after.shelf.author_of(ledger::day, {std::int64_t{1}, LogId{}, 1}));
}
