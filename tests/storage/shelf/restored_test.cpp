// A box that has lost entries of its own, and whoever still has them.
#include <doctest/doctest.h>

#include "tests/storage/shelf/member.hpp"

using namespace wayside;
using namespace wayside::shelf;

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
