// A machine that ran twice: one log with two histories, or one disk that two starts went on from.
#include "storage/ledger/fork.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "storage/document/change.hpp"
#include "storage/ledger/verify.hpp"
#include "tests/storage/shelf/member.hpp"

using namespace wayside;
using namespace wayside::shelf;

namespace {

/// North's machine was resumed from an image of itself: its log has one act in common, then two
/// more in the history that south took, and four in the one that east took.
struct TwoHistories {
    explicit TwoHistories(std::uint64_t seed)
        : north(seed), south(north, seed + 1), east(north, seed + 2) {
        static_cast<void>(south.box->accept(north.box->region_register.records()));
        {
            Member a(north);
            a.act(visit_draft("v1", {{"status", text("booked")}}));
        }
        ledger::Folder image;
        copy_folder(north.folder.path, image.path);
        const SeededRandom dice = north.random;
        for (ledger::ClinicBox* to : {&south, &east}) {
            copy_folder(image.path, north.folder.path);
            north.random = dice;
            resume(*to, to == &south ? 2 : 4, to == &south ? "s" : "e");
            copy_folder(north.folder.path, (to == &south ? ends[0] : ends[1]).path);
        }
    }

    void resume(ledger::ClinicBox& to, int visits, const std::string& name) {
        Member resumed(north);
        log = resumed.ledger.log();
        resumed.act(visit_draft("v1", {{"status", text("waiting")}}));
        for (int i = 0; i < visits; ++i) {
            resumed.act(visit_draft(name + std::to_string(i), {{"status", text("booked")}}));
        }
        Member member(to);
        member.take_from(north, 1);
    }

    ledger::ClinicBox north;
    ledger::ClinicBox south;
    ledger::ClinicBox east;
    LogId log;
    ledger::Folder ends[2];  ///< north's disk at the end of each history
};

/// All that `from` has, as a desk would take it. True where a fork was proved.
bool take_with_forks(Member& to, const ledger::ClinicBox& from) {
    bool is_forked = false;
    for (const auto& range : ledger::ranges_of(from, 1)) {
        auto checked = ledger::checked(to.box, range);
        REQUIRE(checked);
        if (to.ledger.holdings().meet(*checked) == ledger::Meeting::continues) {
            take(to, range);
            continue;
        }
        ledger::Batch batch;
        batch.received.push_back(std::move(*checked));
        const auto stored = to.ledger.receive(batch);
        if (stored) continue;
        const std::string& rule = stored.refusal().rule;
        CHECK((rule == "fork" || rule == "gap"));
        is_forked = is_forked || rule == "fork";
    }
    return is_forked;
}

/// No two changes of a document that are stored there have one actor and one number.
bool numbers_no_change_twice(const ledger::ClinicBox& box) {
    ledger::ChangeNames names;
    std::set<std::tuple<ledger::DocumentId, LogId, std::uint64_t>> numbers;
    for (const ledger::StoredEntry& stored : ledger::contents_of(box).entries) {
        const auto decoding = ledger::decode_entry(*stored.plaintext, stored.name, names);
        REQUIRE(decoding);
        const auto* whole = std::get_if<ledger::DecodedEntry>(&*decoding);
        REQUIRE(whole != nullptr);
        ledger::learn_entry(names, stored.name, whole->entry.changes, whole->hashes);
        for (const ledger::EntryChange& change : whole->entry.changes) {
            const auto parts = document::split_change(change.raw);
            REQUIRE(parts);
            const auto number = std::tuple{change.document, parts->actor, parts->sequence};
            if (!numbers.insert(number).second) return false;
        }
    }
    return true;
}

bool is_named(const ledger::ClinicBox& at, const DeviceId& device) {
    const auto findings = ledger::verify(at.folder.path, &at.box->keyring);
    return std::ranges::any_of(findings, [&](const ledger::Finding& finding) {
        return finding.what.starts_with("a fork: device " + device.text());
    });
}

void write_again(Member& at) {
    const WrittenAgain again = at.shelf.write_again(at.box.box->device);
    if (again.entries.empty()) return;
    at.ledger.commit(again.batch(at.box.space()));
    at.shelf.settled(again.entries.back().name.sequence);
}

}  // namespace

TEST_CASE("a start that built on a history that falls away goes on, and numbers no change twice") {
    TwoHistories world(120);
    std::string before;
    {
        Member running(world.south);
        running.act(visit_draft("v1", {{"minutes", std::int64_t{20}}}));
        before = running.digest();

        REQUIRE(take_with_forks(running, world.east));
        CHECK_FALSE(running.shelf.end_forked());

        CHECK(running.digest() == before);
        running.act(visit_draft("v1", {{"minutes", std::int64_t{30}}}));
        running.act(visit_draft("v2", {{"status", text("booked")}}));
        CHECK(numbers_no_change_twice(world.south));
        // A document that is read anew is read as it was built.
        static_cast<void>(running.write(visit_draft("v3", {{"status", text("booked")}})));
        running.shelf.lost(running.batch.entries.front().sequence);
        running.batch = {};
        running.act(visit_draft("v3", {{"status", text("waiting")}}));
    }
    Member after(world.south);
    after.act(visit_draft("v4", {{"status", text("booked")}}));

    CHECK(numbers_no_change_twice(world.south));
    CHECK(is_named(world.south, world.north.box->device));
    CHECK(after.shelf.end_forked());
}

TEST_CASE("a fork of a log that nothing was built on ends it at once") {
    TwoHistories world(124);
    Member running(world.south);
    REQUIRE(take_with_forks(running, world.east));

    CHECK(running.shelf.end_forked());

    CHECK(running.rows.all().at(ledger::day).size() == 1);
    running.act(visit_draft("v1", {{"minutes", std::int64_t{30}}}));
    CHECK(running.digest() == Member(world.south).digest());
}

TEST_CASE("a machine that ran twice names itself, goes on, and what it did since reaches all") {
    for (const int end : {0, 1}) {
        CAPTURE(end);
        TwoHistories world(130 + std::uint64_t(end) * 4);
        ledger::ClinicBox& hub = end == 0 ? world.east : world.south;
        copy_folder(world.ends[end].path, world.north.folder.path);
        const DeviceId device = world.north.box->device;
        {
            Member running(world.north);
            running.act(visit_draft("v1", {{"minutes", std::int64_t{20}}}));

            REQUIRE(take_with_forks(running, hub));
            CHECK_FALSE(running.shelf.end_forked());

            running.act(visit_draft("v2", {{"status", text("booked")}}));
            CHECK(numbers_no_change_twice(world.north));
            CHECK(is_named(world.north, device));
        }
        Member after(world.north);
        REQUIRE_FALSE(after.shelf.waits_for_own(device).empty());
        write_again(after);
        after.act(visit_draft("v3", {{"status", text("booked")}}));
        Member there(hub);
        CHECK(take_with_forks(there, world.north));
        CHECK(there.shelf.end_forked());

        CHECK(numbers_no_change_twice(world.north));
        CHECK(after.digest() == there.digest());
        CHECK(after.rows.all() == there.rows.all());
        const auto& visits = after.rows.all().at(ledger::day);
        for (const char* visit : {"visits/v1", "visits/v2", "visits/v3"}) {
            CHECK(visits.contains(visit));
        }
        CHECK(visits.size() == 3);
        CHECK(is_named(hub, device));
    }
}

TEST_CASE("a disk that was copied and run twice gives two logs, and all hold both in the end") {
    for (const bool copy_meets_first : {false, true}) {
        CAPTURE(copy_meets_first);
        ledger::ClinicBox north(140);
        ledger::ClinicBox south(north, 141);
        {
            Member a(north);
            a.act(visit_draft("v1", {{"status", text("booked")}}));
        }
        ledger::Folder disks[2];
        for (const int run : {0, 1}) copy_folder(north.folder.path, disks[run].path);
        for (const int run : {0, 1}) {
            copy_folder(disks[run].path, north.folder.path);
            Member twin(north);
            twin.act(visit_draft("v1", {{"minutes", std::int64_t{run}}}));
            twin.act(visit_draft("w" + std::to_string(run), {{"status", text("booked")}}));
            copy_folder(north.folder.path, disks[run].path);
        }
        std::string digests[2];
        Member hub(south);
        for (int round = 0; round < 2; ++round) {
            for (const int turn : {0, 1}) {
                const int run = copy_meets_first ? 1 - turn : turn;
                copy_folder(disks[run].path, north.folder.path);
                {
                    Member twin(north);
                    CHECK_FALSE(take_with_forks(hub, north));
                    CHECK_FALSE(take_with_forks(twin, south));
                    digests[run] = twin.digest();
                }
                CHECK(ledger::verify(north.folder.path, &north.box->keyring).empty());
                copy_folder(north.folder.path, disks[run].path);
            }
        }

        CHECK(digests[0] == hub.digest());
        CHECK(digests[1] == hub.digest());
        CHECK(hub.ledger.holdings().forked().empty());
    }
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
