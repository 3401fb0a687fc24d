#include "storage/shelf/taken.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "tests/storage/document/hostile.hpp"
#include "tests/storage/ledger/exchange.hpp"
#include "tests/storage/shelf/start.hpp"

using namespace wayside;
using namespace wayside::shelf;

namespace {

const PatientId amina = ledger::patient_number(1);

document::Scalar text(const std::string& value) {
    return value;
}

/// Shown to the shelf and stored, whatever of it is here already.
void store(Start& at, ledger::CheckedRange range) {
    const Taken taken = at.shelf.take(range);
    ledger::Batch batch;
    batch.received.push_back(std::move(range));
    batch.states = taken.states;
    REQUIRE(at.ledger.receive(batch));
    at.shelf.kept(taken.ticket);
}

/// As a desk takes what a session brought, but for what brings nothing.
ledger::Meeting take(Start& at, const ledger::SignedRange& range) {
    auto checked = ledger::checked(at.box, range);
    REQUIRE(checked);
    const auto meeting = at.ledger.holdings().meet(*checked);
    if (meeting == ledger::Meeting::continues) store(at, std::move(*checked));
    return meeting;
}

/// A start whose holdings come from its shelf's own pass.
struct Member : Start {
    explicit Member(ledger::ClinicBox& of) : Start(of) { ledger.begin_holdings(report.logs); }
    void take_from(const ledger::ClinicBox& other, std::size_t most_bytes = 900) {
        for (const auto& range : wayside::ledger::ranges_of(other, most_bytes)) take(*this, range);
    }
};

void swap_all(Member& a, Member& b) {
    a.take_from(b.box);
    b.take_from(a.box);
}

/// Something small that somebody does, somewhere.
void act_by_chance(Member& at, SeededRandom& dice) {
    const std::string visit = "v" + std::to_string(dice.below(6));
    at.box.clock.ms += 1'000;
    switch (dice.below(4)) {
        case 0:
            at.act(visit_draft(visit, {{"status", text("s" + std::to_string(dice.below(5)))}}));
            return;
        case 1:
            at.act(visit_draft(visit, {{"minutes", std::int64_t(dice.below(60))}}));
            return;
        case 2: {
            Draft draft =
                visit_draft(visit, {{"place", text("r" + std::to_string(dice.below(9)))}});
            draft.edits.push_back({patient_document(amina),
                                   {{"notes", "n" + std::to_string(dice.below(9)), "visit",
                                     text(visit + std::to_string(dice.below(99)))}}});
            static_cast<void>(at.write(draft));
            at.commit();
            return;
        }
        default:
            at.act(visit_draft("w" + std::to_string(dice.below(1'000'000)),
                               {{"status", text("booked")}}));
    }
}

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

void copy_folder(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

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
            {patient_document(amina),
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

TEST_CASE("a box restored from an hour ago pulls its own older log and loses nothing it answered") {
    ledger::ClinicBox north(82);
    ledger::ClinicBox south(north, 83);
    ledger::Folder backup;
    SeededRandom dice(84);
    {
        Member a(north);
        for (int i = 0; i < 8; ++i) act_by_chance(a, dice);
    }
    copy_folder(north.folder.path, backup.path);
    Member b(south);
    {
        Member a(north);
        for (int i = 0; i < 10; ++i) act_by_chance(a, dice);
        swap_all(a, b);
    }
    copy_folder(backup.path, north.folder.path);
    {
        Member restored(north);
        for (int i = 0; i < 5; ++i) act_by_chance(restored, dice);
        act_by_chance(b, dice);

        swap_all(restored, b);

        CHECK(restored.digest() == b.digest());
        CHECK(restored.rows.all() == b.rows.all());
        CHECK(restored.shelf.applied() == 24);
        CHECK(restored.shelf.waits_for_own(north.box->device).empty());
        act_by_chance(restored, dice);
        b.take_from(north);
        CHECK(restored.digest() == b.digest());
    }
    CHECK(Start(north).digest() == b.digest());
}

TEST_CASE(
    "an entry of ours that is damaged is waited for, and a peer brings it back in its place") {
    for (const bool is_gone : {false, true}) {
        CAPTURE(is_gone);
        ledger::ClinicBox north(86);
        ledger::ClinicBox south(north, 87);
        Member b(south);
        LogId log;
        {
            Member a(north);
            log = a.ledger.log();
            for (const char* status : {"booked", "waiting", "called", "done"}) {
                a.act(visit_draft("v1", {{"status", text(status)}}));
            }
            b.take_from(north);
        }
        if (is_gone) {
            meddle(north, "DELETE FROM entry WHERE number = 2");
        } else {
            damage(north, 2);
        }
        const std::string goal = b.digest();
        Member hurt(north);
        CHECK(hurt.digest() != goal);
        const auto waits = hurt.shelf.waits_for_own(north.box->device);
        REQUIRE_FALSE(waits.empty());
        // What lies directly behind a missing one cannot be opened either.
        CHECK(waits.front() == ledger::EntryName{log, is_gone ? 3U : 2U});

        hurt.take_from(south);

        CHECK(hurt.shelf.waits_for_own(north.box->device).empty());
        CHECK(hurt.digest() == goal);
        CHECK(hurt.shelf.write_again(north.box->device).entries.empty());
        CHECK(Start(north).digest() == goal);
    }
}

TEST_CASE("what waits for a lost entry is written again hours after the load, or waits on") {
    ledger::ClinicBox north(90);
    {
        Member a(north);
        for (const char* visit : {"v1", "v2", "v1", "v3"}) {
            a.act(visit_draft(visit, {{"status", text("s" + std::to_string(a.shelf.applied()))}}));
        }
    }
    damage(north, 1);
    std::string digest;
    {
        Member a(north);
        a.act(visit_draft("v9", {{"status", text("booked")}}));
        REQUIRE(a.shelf.waits_for_own(north.box->device).size() == 1);
        const std::string before = a.digest();
        // The first try meets a full disk.
        WrittenAgain again = a.shelf.write_again(north.box->device);
        REQUIRE(again.entries.size() == 3);
        a.shelf.lost(again.entries.front().name.sequence);
        CHECK(a.digest() == before);
        CHECK(a.shelf.waits_for_own(north.box->device).size() == 1);

        again = a.shelf.write_again(north.box->device);
        a.ledger.commit(again.batch(north.space()));
        a.shelf.settled(again.entries.back().name.sequence);

        CHECK(again.entries.size() == 3);
        CHECK(a.shelf.waits_for_own(north.box->device).empty());
        digest = a.digest();
    }
    Start after(north);
    CHECK(after.digest() == digest);
    CHECK(after.shelf.write_again(north.box->device).entries.empty());
}

TEST_CASE("members that hold two branches of a resumed machine's log end at one digest") {
    ledger::ClinicBox north(94);
    ledger::ClinicBox south(north, 95);
    ledger::ClinicBox east(north, 96);
    static_cast<void>(south.box->accept(north.box->region_register.records()));
    {
        Member a(north);
        a.act(visit_draft("v1", {{"status", text("booked")}}));
    }
    ledger::Folder image;
    copy_folder(north.folder.path, image.path);
    const SeededRandom dice = north.random;
    LogId log;
    for (ledger::ClinicBox* to : {&south, &east}) {
        copy_folder(image.path, north.folder.path);
        north.random = dice;
        Member resumed(north);
        log = resumed.ledger.log();
        resumed.act(visit_draft("v1", {{"status", text("waiting")}}));
        for (int i = 0; i < (to == &south ? 2 : 4); ++i) {
            const std::string visit = (to == &south ? "s" : "e") + std::to_string(i);
            resumed.act(visit_draft(visit, {{"status", text("booked")}}));
        }
        Member member(*to);
        member.take_from(north, 1);
        member.act(visit_draft("v1", {{"minutes", std::int64_t{20}}}));
    }
    Member at_south(south);
    Member at_east(east);
    REQUIRE(at_south.digest() != at_east.digest());

    for (auto [to, from] : {std::pair{&at_south, &east}, std::pair{&at_east, &south}}) {
        bool is_forked = false;
        for (const auto& range : ledger::ranges_of(*from, 1)) {
            auto checked = ledger::checked(to->box, range);
            REQUIRE(checked);
            if (to->ledger.holdings().meet(*checked) == ledger::Meeting::continues) {
                take(*to, range);
                continue;
            }
            ledger::Batch batch;
            batch.received.push_back(std::move(*checked));
            const auto stored = to->ledger.receive(batch);
            if (stored) continue;
            CHECK(stored.refusal().rule == "fork");
            is_forked = true;
        }
        CHECK(is_forked);
        to->report = to->shelf.load();
    }

    CHECK(at_south.digest() == at_east.digest());
    CHECK(at_south.rows.all() == at_east.rows.all());
    CHECK(at_south.ledger.holdings().frontier(south.space()) ==
          at_east.ledger.holdings().frontier(south.space()));
    REQUIRE(at_south.ledger.holdings().forked().size() == 1);
    CHECK(at_south.ledger.holdings().forked()[0].mark.sequence == 1);
    CHECK(at_south.rows.all().at(ledger::day).size() == 1);
}
