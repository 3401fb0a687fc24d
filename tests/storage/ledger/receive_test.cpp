#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "storage/ledger/verify.hpp"
#include "tests/storage/ledger/exchange.hpp"

using namespace wayside;
using namespace wayside::ledger;

namespace {

/// A box with two starts of some visits, and another member of its clinic that holds nothing yet.
struct Pair {
    explicit Pair(std::uint64_t seed, int visits = 6) : writer(seed), other(writer, seed + 1) {
        for (LogId& log : logs) {
            Ledger ledger = writer.start();
            log = ledger.log();
            Author(writer, ledger).commit_visits(visits);
        }
    }
    ClinicBox writer;
    ClinicBox other;
    LogId logs[2];
};

/// Names, chains and plaintexts: what every member holds alike.
std::map<EntryName, std::pair<crypto::Hash32, Bytes>> entries_of(const ClinicBox& box) {
    std::map<EntryName, std::pair<crypto::Hash32, Bytes>> out;
    for (const StoredEntry& entry : contents_of(box).entries) {
        if (entry.plaintext) out[entry.name] = {entry.chain, *entry.plaintext};
    }
    return out;
}

std::vector<Finding> verified(const ClinicBox& box) {
    auto findings = verify(box.folder.path, &box.box->keyring);
    // Keys travel beside the entries; these tests send none.
    std::erase_if(findings, [](const Finding& finding) {
        return finding.what.find("the key of patient") != std::string::npos;
    });
    return findings;
}

void copy_folder(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

}  // namespace

TEST_CASE("what a member receives it stores byte for byte as the writer does, and verifies") {
    Pair pair(300);
    Ledger ledger = pair.other.start();

    take_all(pair.other, ledger, ranges_of(pair.writer, 800));

    CHECK(entries_of(pair.other) == entries_of(pair.writer));
    CHECK(entries_of(pair.other).size() == 12);
    CHECK(frontier_of(pair.other) == frontier_of(pair.writer));
    CHECK(ledger.holdings().frontier(pair.writer.space()) == frontier_of(pair.writer));
    CHECK(verified(pair.other).empty());
}

TEST_CASE("what was received is handed on by anybody, and the third member meets the same heads") {
    Pair pair(302);
    ClinicBox third(pair.writer, 320);
    {
        Ledger ledger = pair.other.start();
        take_all(pair.other, ledger, ranges_of(pair.writer, 700));
    }
    Ledger ledger = third.start();

    take_all(third, ledger, ranges_of(pair.other, 1500));

    CHECK(entries_of(third) == entries_of(pair.writer));
    CHECK(frontier_of(third) == frontier_of(pair.writer));
}

TEST_CASE("ranges in any order, doubled and overlapping, end at the writer's frontier") {
    Pair pair(304);
    std::vector<SignedRange> all;
    for (const std::size_t bytes : {400U, 900U, 2'000U}) {
        for (SignedRange& range : ranges_of(pair.writer, bytes)) all.push_back(std::move(range));
    }

    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        ClinicBox box(pair.writer, 1'000 + seed);
        Ledger ledger = box.start();
        SeededRandom dice(seed);
        Author own(box, ledger);
        const Frontier goal = frontier_of(pair.writer);
        for (int tries = 0; tries < 4'000; ++tries) {
            const auto taken = take(box, ledger, all[dice.below(all.size())]);
            if (!taken) REQUIRE(taken.refusal().rule == "gap");
            if (tries % 50 == 0) own.commit_visits(1);
            if (ledger.holdings().marks(box.space()).size() == 3 &&
                entries_of(box).size() == 12U + std::size_t(own.visits)) {
                break;
            }
        }

        Frontier reached = ledger.holdings().frontier(box.space());
        CHECK(reached == frontier_of(box));
        std::erase_if(reached.logs, [&](const LogMark& mark) { return mark.log == ledger.log(); });
        CHECK(reached == goal);
        CHECK(verified(box).empty());
    }
}

TEST_CASE("killed while it receives, a member has whole ranges and goes on where it was") {
    Pair pair(306, 30);
    const auto ranges = ranges_of(pair.writer, 600);
    SeededRandom dice(307);

    for (int round = 0; round < 8; ++round) {
        pair.other.random.next();
        const ::pid_t child = ::fork();
        if (child == 0) {
            Ledger ledger = pair.other.start();
            for (const SignedRange& range : ranges) {
                static_cast<void>(take(pair.other, ledger, range));
                ::usleep(2'000);
            }
            ::_exit(0);
        }
        ::usleep(static_cast<::useconds_t>(10'000 + dice.below(90'000)));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);

        CHECK(verified(pair.other).empty());
        const auto held = pair.other.reader().frontier(pair.other.space());
        for (const LogMark& mark : held.logs) {
            const bool ends_a_range = std::ranges::any_of(ranges, [&](const SignedRange& range) {
                return range.head.entry == EntryName{mark.log, mark.sequence};
            });
            CHECK(ends_a_range);
        }
    }

    pair.other.random.next();
    Ledger ledger = pair.other.start();
    take_all(pair.other, ledger, ranges);
    CHECK(frontier_of(pair.other) == frontier_of(pair.writer));
}

TEST_CASE("a damaged entry ends the frontier, and a range from a peer heals it in its place") {
    for (const std::string damage :
         {"UPDATE entry SET sealed = zeroblob(length(sealed)) WHERE number = 3",
          "UPDATE entry SET chain = zeroblob(32) WHERE number = 3",
          "UPDATE entry SET sequence = 77 WHERE number = 3",
          "UPDATE entry SET sealing = 9 WHERE number = 3",
          "DELETE FROM entry WHERE number IN (3, 4)",
          "UPDATE entry SET sealed = zeroblob(9), chain = zeroblob(32) WHERE number IN (2, 3, 5)",
          "DELETE FROM entry WHERE number IN (3, 5)"}) {
        CAPTURE(damage);
        Pair pair(308);
        {
            Ledger ledger = pair.other.start();
            take_all(pair.other, ledger, ranges_of(pair.writer, 700));
        }
        const auto whole = entries_of(pair.other);
        // At the reader and at the writer itself, whose own log it is.
        for (ClinicBox* hurt : {&pair.other, &pair.writer}) {
            ClinicBox* peer = hurt == &pair.writer ? &pair.other : &pair.writer;
            run(*hurt, damage);
            CHECK_FALSE(verified(*hurt).empty());
            const auto heal = ranges_of(*peer, 700);
            Ledger ledger = hurt->start();

            take_all(*hurt, ledger, heal);

            CHECK(verified(*hurt).empty());
            CHECK(entries_of(*hurt) == whole);
            CHECK(ledger.holdings().frontier(hurt->space()) == frontier_of(*peer));
            CHECK(frontier_of(*hurt) == frontier_of(*peer));
        }
    }
}

TEST_CASE(
    "a box that was restored gets its own older log back, and what it wrote meanwhile stays") {
    Pair pair(310, 3);
    Folder backup;
    copy_folder(pair.writer.folder.path, backup.path);
    LogId lost;
    {
        Ledger ledger = pair.writer.start();
        lost = ledger.log();
        Author(pair.writer, ledger).commit_visits(5);
    }
    {
        Ledger ledger = pair.other.start();
        take_all(pair.other, ledger, ranges_of(pair.writer, 700));
    }
    copy_folder(backup.path, pair.writer.folder.path);
    Ledger ledger = pair.writer.start();
    Author(pair.writer, ledger).commit_visits(2);

    take_all(pair.writer, ledger, ranges_of(pair.other, lost, 700));
    take_all(pair.writer, ledger, ranges_of(pair.other, 700));
    Author again(pair.writer, ledger);

    CHECK(entries_of(pair.writer).size() == 3 + 3 + 5 + 2);
    CHECK(verified(pair.writer).empty());
    Ledger there = pair.other.start();
    take_all(pair.other, there, ranges_of(pair.writer, ledger.log(), 900));
    CHECK(frontier_of(pair.other) == frontier_of(pair.writer));
    CHECK(entries_of(pair.other) == entries_of(pair.writer));
}

TEST_CASE("what lies behind a damaged entry is counted until it is healed or written again") {
    Pair pair(313);
    const auto unreachable = [&] {
        std::uint64_t out = 0;
        LedgerReader reader = pair.writer.reader();
        EntryCursor cursor = reader.entries();
        while (cursor.next()) {
        }
        Holdings holdings;
        holdings.begin(cursor.held_logs());
        for (const HeldLog& log : holdings.behind_damage(pair.writer.space())) {
            out += log.unreachable;
        }
        return out;
    };
    const std::uint64_t last = contents_of(pair.writer).entries.back().name.sequence;
    REQUIRE(last >= 4);
    REQUIRE(unreachable() == 0);
    run(pair.writer,
        "UPDATE entry SET sealed = zeroblob(length(sealed)) WHERE log = (SELECT "
        "max(log) FROM entry) AND sequence = 2");
    CHECK(unreachable() == last - 2);

    Ledger ledger = pair.writer.start();
    ledger.begin_holdings({});
    Batch batch;
    const EntryName behind{pair.logs[1], last};
    batch.states.push_back({0, behind, EntryState::written_again, pair.writer.space()});
    ledger.commit(batch);

    CHECK(unreachable() == last - 3);
    CHECK(ledger.holdings().behind_damage(pair.writer.space()).at(0).unreachable == last - 3);
}

TEST_CASE("a pass over one space gives the same of it, and passes over what others wrote") {
    Pair pair(314);
    Ledger ledger = pair.writer.start();
    const SpaceId readings = pair.writer.box->clinics[0].audit;
    Batch batch;
    for (std::uint64_t at = 1; at <= 3; ++at) batch.entries.push_back({readings, at, Bytes{9}});
    ledger.commit(batch);
    const auto names_by = [](EntryCursor cursor) {
        std::vector<std::pair<SpaceId, EntryName>> out;
        while (const auto entry = cursor.next()) out.emplace_back(entry->space, entry->name);
        CHECK(cursor.findings().empty());
        return std::pair(out, cursor.held_logs().size());
    };
    LedgerReader reader = pair.writer.reader();

    auto [all, logs] = names_by(reader.entries());
    const auto [visits, logs_of_visits] = names_by(reader.entries(pair.writer.space()));
    const auto [read, logs_of_read] = names_by(reader.entries(readings));

    CHECK(read.size() == 3);
    CHECK(logs_of_read == 1);
    CHECK(logs == logs_of_visits + logs_of_read);
    std::erase_if(all, [&](const auto& each) { return each.first == readings; });
    CHECK(visits == all);
}

TEST_CASE("a patient's key from a peer heals ours, never replaces it, and forgetting beats both") {
    Pair pair(312);
    const trust::SpaceKey& by = *pair.writer.box->keyring.newest(pair.writer.space());
    const auto row_of = [&](int seed) {
        SeededRandom random(std::uint64_t(seed) + 900);
        return trust::wrap_patient_key(patient_number(40), pair.writer.space(),
                                       pair.writer.box->keyring.suite(), by,
                                       crypto::Key::draw(random));
    };
    Ledger ledger = pair.other.start();
    const auto receive = [&](const trust::PatientKeyRow& row) {
        Batch batch;
        batch.received_keys.push_back(row);
        REQUIRE(ledger.receive(batch));
        return *pair.other.reader().patient_key(pair.writer.space(), patient_number(40));
    };

    CHECK(receive(row_of(1)) == row_of(1));
    CHECK(receive(row_of(2)) == row_of(1));
    run(pair.other, "UPDATE patient_key SET wrapped = zeroblob(length(wrapped))");
    CHECK(receive(row_of(1)) == row_of(1));
    trust::PatientKeyRow forgotten = row_of(3);
    forgotten.forgotten = trust::Forgetting{pair.logs[0], 2, {5}, false};
    CHECK(receive(forgotten) == forgotten);
    CHECK(receive(row_of(1)) == forgotten);
}

TEST_CASE("what a clinic says of another clinic's patient changes nothing for that one") {
    Pair pair(316);
    const SpaceId ours = pair.writer.space();
    const SpaceId theirs{{9}};
    const trust::SpaceKey& by = *pair.writer.box->keyring.newest(ours);
    const PatientId patient = patient_number(41);
    const auto row_in = [&](const SpaceId& space) {
        return trust::wrap_patient_key(patient, space, pair.writer.box->keyring.suite(), by,
                                       crypto::Key::draw(pair.writer.random));
    };
    Ledger ledger = pair.other.start();
    const auto receive = [&](const trust::PatientKeyRow& row) {
        Batch batch;
        batch.received_keys.push_back(row);
        REQUIRE(ledger.receive(batch));
    };
    const trust::PatientKeyRow own = row_in(ours);
    trust::PatientKeyRow foreign = row_in(theirs);

    receive(foreign);
    receive(own);
    foreign.forgotten = trust::Forgetting{pair.logs[0], 2, {5}, true};
    foreign.wrapped.clear();
    receive(foreign);

    LedgerReader reader = pair.other.reader();
    CHECK(reader.patient_key(ours, patient) == own);
    CHECK(reader.patient_key(theirs, patient) == foreign);
    CHECK(reader.patient_keys().rows.size() == 2);
}
