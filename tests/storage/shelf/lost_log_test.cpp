#include <doctest/doctest.h>

#include "storage/ledger/verify.hpp"
#include "tests/storage/ledger/exchange.hpp"
#include "tests/storage/shelf/start.hpp"

using namespace wayside;
using namespace wayside::shelf;

namespace {

const PatientId amina = ledger::patient_number(1);

document::Scalar text(const std::string& value) {
    return value;
}

/// A start whose holdings come from its shelf's own pass.
struct Member : Start {
    explicit Member(ledger::ClinicBox& of) : Start(of) { ledger.begin_holdings(report.logs); }

    void take_from(const ledger::ClinicBox& other) {
        for (const auto& range : wayside::ledger::ranges_of(other, 900)) {
            auto checked = wayside::ledger::checked(box, range);
            REQUIRE(checked);
            if (ledger.holdings().meet(*checked) != ledger::Meeting::continues) continue;
            const Taken taken = shelf.take(*checked);
            ledger::Batch received;
            received.received.push_back(std::move(*checked));
            received.states = taken.states;
            REQUIRE(ledger.receive(received));
            shelf.kept(taken.ticket);
        }
    }
    void keep(const WrittenAgain& again) {
        ledger.commit(again.batch(shelf.space()));
        if (!again.entries.empty()) shelf.settled(again.entries.back().name.sequence);
    }
};

/// Entries 1 to 5: a visit, its change, a note in a document of its own, another visit and day.
LogId write_day(ledger::ClinicBox& box) {
    Member a(box);
    const auto act = [&](const std::string& visit, const std::string& status) {
        box.clock.ms += 60'000;
        a.act(visit_draft(visit, {{"status", text(status)}}));
    };
    act("v1", "booked");
    act("v1", "waiting");
    REQUIRE(a.say(amina, "n1", "itching since monday"));
    act("v2", "booked");
    act("v1", "done");
    return a.ledger.log();
}

}  // namespace

TEST_CASE("behind an entry that nobody has all of its log is written again, so others get it") {
    ledger::ClinicBox north(101);
    ledger::ClinicBox south(north, 102);
    const LogId log = write_day(north);
    damage(north, 2);
    const LostFrom lost{{log, 2}};
    std::string digest;
    {
        Member a(north);
        // The note waits for nothing, and yet it lies where no peer can be given it.
        REQUIRE(a.words_at(amina, "notes", "n1", "text") == "itching since monday");
        Member before(south);
        before.take_from(north);
        REQUIRE(before.digest() != a.digest());

        a.shelf.load(lost);
        const WrittenAgain again = a.shelf.write_again(north.box->device, lost);
        a.keep(again);

        CHECK(again.entries.size() == 3);
        CHECK(a.words_at(amina, "notes", "n1", "text") == "itching since monday");
        digest = a.digest();
    }
    Member b(south);
    b.take_from(north);
    CHECK(b.digest() == digest);
    CHECK(b.report.held.empty());
    CHECK(Start(north).digest() == digest);
}

TEST_CASE("what was written again once is not written again, whatever is still said to be lost") {
    ledger::ClinicBox north(103);
    const LostFrom lost{{write_day(north), 2}};
    damage(north, 2);
    std::string digest;
    {
        Member a(north);
        a.shelf.load(lost);
        a.keep(a.shelf.write_again(north.box->device, lost));
        digest = a.digest();
    }

    Member after(north);
    after.shelf.load(lost);

    CHECK(after.shelf.write_again(north.box->device, lost).entries.empty());
    CHECK(after.digest() == digest);
}

TEST_CASE("a commit of what lay behind a lost entry fails, and the next try writes it once") {
    ledger::ClinicBox north(104);
    const LostFrom lost{{write_day(north), 2}};
    damage(north, 2);
    Member a(north);
    const std::string whole = a.digest();
    a.shelf.load(lost);
    const WrittenAgain failed = a.shelf.write_again(north.box->device, lost);
    REQUIRE(failed.entries.size() == 3);

    a.shelf.lost(failed.entries.front().name.sequence);
    const WrittenAgain again = a.shelf.write_again(north.box->device, lost);
    a.keep(again);

    CHECK(again.entries.size() == 3);
    CHECK(a.words_at(amina, "notes", "n1", "text") == "itching since monday");
    CHECK(Start(north).digest() == a.digest());
    CHECK(a.digest() != whole);  // of the visit's day stood what came before the damage alone
}

TEST_CASE("while others may have a lost entry, what waits for it is not written again") {
    ledger::ClinicBox north(105);
    const LogId log = write_day(north);
    damage(north, 2);
    Member a(north);
    REQUIRE_FALSE(a.shelf.waits_for_own(north.box->device).empty());

    CHECK(a.shelf.write_again(north.box->device, LostFrom{}).entries.empty());
    CHECK(a.shelf.write_again(north.box->device, LostFrom{{log, 4}}).entries.empty());
    CHECK_FALSE(a.shelf.waits_for_own(north.box->device).empty());
}

TEST_CASE("what this start built on an entry behind a lost one cannot be written again by it") {
    ledger::ClinicBox north(106);
    const LostFrom lost{{write_day(north), 2}};
    damage(north, 2);
    std::string digest;
    {
        Member a(north);
        REQUIRE(a.say(amina, "n2", "better since tuesday"));
        a.shelf.load(lost);
        CHECK(a.shelf.waits_in_own_start());
        a.shelf.load();
        CHECK_FALSE(a.shelf.waits_in_own_start());
        CHECK(a.words_at(amina, "notes", "n2", "text") == "better since tuesday");
    }

    Member next(north);
    next.shelf.load(lost);
    REQUIRE_FALSE(next.shelf.waits_in_own_start());
    next.keep(next.shelf.write_again(north.box->device, lost));

    CHECK(next.words_at(amina, "notes", "n1", "text") == "itching since monday");
    CHECK(next.words_at(amina, "notes", "n2", "text") == "better since tuesday");
    ledger::ClinicBox south(north, 107);
    Member b(south);
    b.take_from(north);
    // There the second note waits for what no one has: it is held, and stands as it was rewritten.
    CHECK(b.digest() == next.digest());
}
