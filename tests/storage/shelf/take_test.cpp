#include "storage/shelf/taken.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/storage/document/hostile.hpp"
#include "tests/storage/shelf/member.hpp"

using namespace wayside;
using namespace wayside::shelf;

namespace {

/// Two members of one clinic that write the same documents, together and apart; each meets the
/// other now and then, and each starts anew in between.
struct TwoBoxes {
    explicit TwoBoxes(std::uint64_t seed) : north(seed), south(north, seed + 1) {
        SeededRandom dice(seed);
        for (int day = 0; day < 3; ++day) {
            Member a(north);
            Member b(south);
            for (int i = 0; i < 12; ++i) {
                act_by_chance(dice.below(2) == 0 ? a : b, dice);
                if (dice.below(5) == 0) swap_all(a, b);
            }
        }
        Member a(north);
        Member b(south);
        swap_all(a, b);
        digest = a.digest();
        rows = a.rows.all();
        CHECK(b.digest() == digest);
        CHECK(b.rows.all() == rows);
        CHECK(a.report.held.empty());
    }
    ledger::ClinicBox north;
    ledger::ClinicBox south;
    std::string digest;
    Rows::Table rows;
};

}  // namespace

TEST_CASE("every order, cut and doubling of ranges gives the digest of those who wrote them") {
    TwoBoxes boxes(70);
    std::vector<ledger::SignedRange> all;
    for (const std::size_t bytes : {300U, 900U}) {
        for (auto& range : ledger::ranges_of(boxes.north, bytes)) all.push_back(std::move(range));
    }
    for (auto& range : ledger::ranges_of(boxes.south, 600)) all.push_back(std::move(range));
    const auto goal = ledger::frontier_of(boxes.north);

    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        ledger::ClinicBox box(boxes.north, 7'000 + seed);
        SeededRandom dice(seed);
        auto member = std::make_unique<Member>(box);
        for (int tries = 0; tries < 6'000; ++tries) {
            const auto& range = all[dice.below(all.size())];
            const bool is_here = take(*member, range) == ledger::Meeting::already_here;
            if (is_here && dice.below(16) == 0) store(*member, *ledger::checked(box, range));
            if (dice.below(40) == 0) {
                member.reset();
                member = std::make_unique<Member>(box);
            }
            if (tries % 20 == 0 && member->ledger.holdings().frontier(box.space()) == goal) break;
        }

        CHECK(member->ledger.holdings().frontier(box.space()) == goal);
        CHECK(member->digest() == boxes.digest);
        CHECK(member->rows.all() == boxes.rows);
        member.reset();
        Member again(box);
        CHECK(again.report.held.empty());
        CHECK(again.digest() == boxes.digest);
        CHECK(again.rows.all() == boxes.rows);
    }
}

TEST_CASE("a commit that fails takes back what was shown of a range, and what was built on it") {
    TwoBoxes boxes(72);
    ledger::ClinicBox box(boxes.north, 7'100);
    Member member(box);
    const auto ranges = ledger::ranges_of(boxes.north, 800);
    std::size_t stored = 0;
    for (; stored < ranges.size() / 2; ++stored) take(member, ranges[stored]);
    const std::string digest = member.digest();
    const auto rows = member.rows.all();

    std::vector<std::uint64_t> tickets;
    for (std::size_t i = stored; i < ranges.size(); ++i) {
        const auto checked = ledger::checked(box, ranges[i]);
        tickets.push_back(member.shelf.take(*checked).ticket);
        if (i == stored) REQUIRE(member.write(visit_draft("v1", {{"status", text("mine")}})));
    }
    REQUIRE(member.digest() != digest);
    member.shelf.lost(1);
    member.shelf.untake(tickets.front());
    member.batch = {};

    CHECK(member.digest() == digest);
    CHECK(member.rows.all() == rows);
    for (const auto& range : ranges) take(member, range);
    CHECK(member.digest() == boxes.digest);
    CHECK(member.rows.all() == boxes.rows);
}

TEST_CASE("what waits for another log is held whole, and comes with it, durably") {
    ledger::ClinicBox north(74);
    ledger::ClinicBox south(north, 75);
    {
        Member a(north);
        a.act(visit_draft("v1", {{"status", text("booked")}}));
        Member b(south);
        b.take_from(north);
        b.act(visit_draft("v1", {{"status", text("waiting")}}));
        b.act(visit_draft("v1", {{"status", text("called")}}));
    }
    const auto from_north = ledger::ranges_of(north, 10'000);
    auto from_south = ledger::ranges_of(south, 10'000);
    std::erase_if(from_south, [&](const auto& range) {
        return range.range.origin.device != south.box->device;
    });
    ledger::ClinicBox box(north, 76);
    {
        Member member(box);
        take(member, from_south.at(0));
        CHECK(member.rows.all().empty());
        CHECK(member.shelf.applied() == 0);
    }
    {
        Member held(box);
        REQUIRE(held.report.held.size() == 2);
        take(held, from_north.at(0));
        CHECK(held.shelf.applied() == 3);
        CHECK(held.digest() == Start(south).digest());
        for (const auto& entry : ledger::contents_of(box).entries) {
            CHECK(entry.state == ledger::EntryState::applied);
        }
    }
    CHECK(Start(box).report.held.empty());
}

TEST_CASE("an entry from a peer that spoils a document is set aside for all its documents") {
    ledger::ClinicBox north(78);
    ledger::ClinicBox hostile(north, 79);
    ledger::ClinicBox south(north, 80);
    {
        Member a(north);
        a.act(visit_draft("v1", {{"status", text("booked")}}));
    }
    ledger::EntryName bad;
    {
        Member b(hostile);
        b.take_from(north);
        b.act(visit_draft("v2", {{"status", text("booked")}}));
        bad = {b.ledger.log(), 2};
        ledger::Entry entry;
        entry.time = {hostile.clock.ms + 5, 0, true};
        auto note = document::Document::begin(document::Kind::patient, b.ledger.log());
        entry.changes.push_back(
            {patient_document(ledger::patient_number(1)),
             note.commit({{"notes", "n2", "visit", text("v2")}}, entry.time.ms)->change});
        auto parts = document::hostile_parts(
            document::Kind::day,
            {{{}, "visits", document::Action::make_map, document::ValueType::null, {}, {}}});
        parts.actor = b.ledger.log();
        parts.time_ms = entry.time.ms;
        entry.changes.push_back({{document::Kind::day, "2026-03-03"}, join_change(parts)});
        const auto encoded = ledger::encode_entry(entry, bad, {});
        REQUIRE(encoded);
        ledger::Batch batch;
        batch.entries.push_back({hostile.space(), 2, encoded->plaintext});
        b.ledger.commit(batch);
    }
    std::string digest;
    {
        Member member(south);
        member.take_from(north);
        member.take_from(hostile, 100'000);
        CHECK(member.rows.all().size() == 1);
        CHECK(member.rows.all().at(ledger::day).size() == 2);
        member.act(visit_draft("v2", {{"status", text("waiting")}}));
        digest = member.digest();
    }

    Start after(south);

    REQUIRE(after.report.set_aside.size() == 1);
    CHECK(after.report.set_aside[0].entry == bad);
    CHECK(after.digest() == digest);
    Member there(north);
    there.take_from(south);
    CHECK(there.digest() == digest);
}
