#include <doctest/doctest.h>

#include "storage/ledger/verify.hpp"
#include "tests/storage/shelf/start.hpp"

using namespace wayside;
using namespace wayside::shelf;

namespace {

const PatientId amina = ledger::patient_number(1);

document::Scalar text(const char* value) {
    return std::string(value);
}

std::string visit_at(const Start& start, const std::string& visit) {
    const auto day = start.rows.all().find(ledger::day);
    if (day == start.rows.all().end()) return "no day";
    const auto row = day->second.find("visits/" + visit);
    return row == day->second.end() ? "no visit" : row->second;
}

/// Entries 1 to 8 of a day: three visits, what becomes of them, and a note.
void write_day(ledger::ClinicBox& box, Start& start) {
    const auto later = [&] { box.clock.ms += 60'000; };
    start.act(visit_draft("v1", {{"status", text("booked")}}));
    later();
    start.act(visit_draft("v2", {{"status", text("booked")}}));
    later();
    start.act(visit_draft("v1", {{"status", text("waiting")}}));
    later();
    start.act(visit_draft("v2", {{"status", text("waiting")}}));
    later();
    start.act(visit_draft("v3", {{"status", text("booked")}, {"minutes", std::int64_t{20}}}));
    later();
    start.act(visit_draft("v3", {{"status", text("cancelled")}}));
    later();
    REQUIRE(start.say(amina, "n1", "itching since monday"));
    later();
    start.act(visit_draft("v1", {{"status", text("done")}}));
    later();
}

/// As `serve` does before it listens.
WrittenAgain save(Start& start) {
    WrittenAgain again = start.shelf.write_again(start.box.box->device);
    start.ledger.commit(again.batch(start.shelf.space()));
    if (!again.entries.empty()) start.shelf.settled(again.entries.back().name.sequence);
    return again;
}

}  // namespace

TEST_CASE("what follows a damaged entry of ours is written again, and only that entry is lost") {
    ledger::ClinicBox box(11);
    std::map<std::string, std::string> whole;
    {
        Start before(box);
        write_day(box, before);
        for (const char* visit : {"v1", "v2", "v3"}) whole[visit] = visit_at(before, visit);
    }
    damage(box, 4);  // v2 waits
    Start after(box);
    REQUIRE(after.report.held.size() == 3);  // the note stands in a document of its own

    const WrittenAgain again = save(after);

    CHECK(again.entries.size() == 3);
    CHECK(visit_at(after, "v1") == whole["v1"]);
    CHECK(visit_at(after, "v3") == whole["v3"]);
    CHECK(visit_at(after, "v2").find("booked") != std::string::npos);
    CHECK(after.words_at(amina, "notes", "n1", "text") == "itching since monday");
    REQUIRE(again.findings.size() == 2);
    CHECK(again.findings[0].first == 5);
    CHECK(again.findings[0].last == 6);
    CHECK(again.findings[1].first == 8);
    CHECK(again.findings[0].what == "written again, because an entry of ours before it is lost");
}

TEST_CASE("a second restart writes nothing again, and the digest stays") {
    ledger::ClinicBox box(12);
    {
        Start before(box);
        write_day(box, before);
    }
    damage(box, 4);
    std::string first_digest;
    Rows::Table first_rows;
    {
        Start first(box);
        save(first);
        first_digest = first.digest();
        first_rows = first.rows.all();
    }

    Start second(box);
    const WrittenAgain again = save(second);

    CHECK(second.report.held.empty());
    CHECK(again.entries.empty());
    CHECK(again.states.empty());
    CHECK(second.digest() == first_digest);
    CHECK(second.rows.all() == first_rows);
    CHECK(Start(box).digest() == first_digest);
}

TEST_CASE("verify names the damaged entry before and after, and nothing else afterwards") {
    ledger::ClinicBox box(13);
    LogId log;
    {
        Start before(box);
        write_day(box, before);
        log = before.ledger.log();
    }
    damage(box, 4);
    {
        Start after(box);
        save(after);
    }

    const auto findings = ledger::verify(box.folder.path, &box.box->keyring);

    REQUIRE(findings.size() == 1);
    CHECK(findings[0].log == log);
    CHECK(findings[0].first == 4);
    CHECK(findings[0].last == 4);
}

TEST_CASE("what is written again keeps its audit record, and its time is when it happened") {
    ledger::ClinicBox box(14);
    const auto began = box.clock.ms;
    LogId log;
    {
        Start before(box);
        log = before.ledger.log();
        before.act(visit_draft("v1", {{"status", text("booked")}}));
        before.act(visit_draft("v1", {{"status", text("waiting")}}));
        box.clock.ms += 5'000;
        Draft call = visit_draft("v1", {{"status", text("called")}});
        call.audit.command = "call";
        call.audit.person = "p7";
        call.audit.patient = amina;
        call.audit.reason = "urgent";
        call.audit.remark = "out_of_order";
        call.audit.request = 77;
        before.act(call);
    }
    damage(box, 2);
    box.clock.ms += 3'600'000;
    Start after(box);

    const WrittenAgain again = save(after);

    REQUIRE(again.entries.size() == 1);
    const auto entry = ledger::decode_severed(again.entries[0].plaintext, again.entries[0].name);
    CHECK(entry->audit.command == "call");
    CHECK(entry->audit.person == "p7");
    CHECK(entry->audit.role == "nurse");
    CHECK(entry->audit.screen == "desk");
    CHECK(entry->audit.patient == amina);
    CHECK(entry->audit.reason == "urgent");
    CHECK(entry->audit.request == 77);
    CHECK(entry->audit.happened == Timestamp{began + 5'000});
    CHECK(entry->time.ms == began + 3'605'000);
    CHECK(entry->audit.remark == "out_of_order; written again from " + log.text() + " 3");
}

TEST_CASE("values on a record that went with the lost entry are counted, the rest is saved") {
    ledger::ClinicBox box(15);
    {
        Start before(box);
        write_day(box, before);
    }
    damage(box, 5);  // it made v3
    Start after(box);

    const WrittenAgain again = save(after);

    CHECK(visit_at(after, "v3") == "no visit");
    CHECK(visit_at(after, "v1").find("done") != std::string::npos);
    REQUIRE(again.findings.size() == 2);
    CHECK(again.findings[0].first == 6);
    CHECK(again.findings[0].what.ends_with("could not be told: 1"));
}

TEST_CASE("a record made by one severed entry takes what a later one wrote to it") {
    ledger::ClinicBox box(16);
    {
        Start before(box);
        write_day(box, before);
    }
    damage(box, 2);  // it made v2; v3 comes later
    Start after(box);

    save(after);

    CHECK(visit_at(after, "v3").find("cancelled") != std::string::npos);
    CHECK(visit_at(after, "v3").find("minutes") != std::string::npos);
    CHECK(visit_at(after, "v2") == "no visit");
}

TEST_CASE("entries that are gone from the table are as lost as damaged ones") {
    ledger::ClinicBox box(17);
    {
        Start before(box);
        write_day(box, before);
    }
    meddle(box, "DELETE FROM entry WHERE number = 4");
    Start after(box);

    save(after);

    // The one behind a gap cannot be opened either: its seal names what went before.
    CHECK(visit_at(after, "v1").find("done") != std::string::npos);
    CHECK(Start(box).report.held.empty());
}

TEST_CASE("a later start's entries that build on the lost one are written again too") {
    ledger::ClinicBox box(18);
    {
        Start before(box);
        write_day(box, before);
    }
    {
        Start evening(box);
        evening.act(visit_draft("v2", {{"status", text("done")}}));
    }
    damage(box, 8);  // the last of the first log
    Start after(box);
    REQUIRE(after.report.held.size() == 1);

    save(after);

    CHECK(visit_at(after, "v2").find("done") != std::string::npos);
    CHECK(visit_at(after, "v1").find("waiting") != std::string::npos);
}

TEST_CASE("what a later act has settled since is not written over") {
    ledger::ClinicBox box(19);
    {
        Start before(box);
        write_day(box, before);
    }
    damage(box, 3);
    {
        // A start that served without writing anything again.
        Start between(box);
        box.clock.ms += 60'000;
        between.act(visit_draft("v1", {{"status", text("left")}}));
    }
    Start after(box);

    save(after);

    CHECK(visit_at(after, "v1").find("left") != std::string::npos);
    CHECK(visit_at(after, "v2").find("waiting") != std::string::npos);
}

TEST_CASE("a commit of what is written again that fails leaves all as it was for the next start") {
    ledger::ClinicBox box(20);
    {
        Start before(box);
        write_day(box, before);
    }
    damage(box, 4);
    {
        Start unlucky(box);
        const WrittenAgain again = unlucky.shelf.write_again(box.box->device);
        REQUIRE(again.entries.size() == 3);
    }
    Start after(box);

    const WrittenAgain again = save(after);

    CHECK(again.entries.size() == 3);
    CHECK(visit_at(after, "v1").find("done") != std::string::npos);
}

TEST_CASE("an entry that waits for another device's is left to wait") {
    ledger::ClinicBox box(21);
    {
        Start before(box);
        write_day(box, before);
    }
    damage(box, 4);
    Start after(box);

    const WrittenAgain again = after.shelf.write_again(DeviceId{{9}});

    CHECK(again.entries.empty());
    CHECK(again.states.empty());
}
