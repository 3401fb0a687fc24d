#include "storage/ledger/verify.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::ledger;

namespace {

/// Two starts of three visits each, closed.
struct TwoDays {
    explicit TwoDays(std::uint64_t seed) : box(seed) {
        for (LogId& log : logs) {
            Ledger ledger = box.start();
            log = ledger.log();
            Author(box, ledger).commit_visits(3);
        }
    }
    [[nodiscard]] std::vector<Finding> verified() const {
        return verify(box.folder.path, &box.box->keyring);
    }
    void change(const char* script) const {
        auto database = sqlite::Database::open(box.database(), sqlite::Access::read_write);
        database.execute(script);
    }

    ClinicBox box;
    LogId logs[2];
};

bool names(const std::vector<Finding>& findings, const LogId& log, std::uint64_t sequence) {
    return std::ranges::any_of(findings, [&](const Finding& finding) {
        return finding.log == log && finding.first <= sequence && sequence <= finding.last;
    });
}

}  // namespace

TEST_CASE("a sound ledger is found sound, with and without keys") {
    const TwoDays days(20);

    CHECK(days.verified().empty());
    CHECK(verify(days.box.folder.path).empty());
}

TEST_CASE("one changed byte of a stored entry is named by log and sequence, and the rest opens") {
    const TwoDays days(21);
    days.change(
        "UPDATE entry SET sealed = CAST(substr(sealed, 1, 30) || x'00' || substr(sealed, 32) AS "
        "BLOB) WHERE number = 2");

    const auto findings = days.verified();
    const Contents contents = contents_of(days.box);

    CHECK(names(findings, days.logs[0], 2));
    CHECK(names(verify(days.box.folder.path), days.logs[0], 2));
    REQUIRE(contents.entries.size() == 6);
    for (std::size_t i = 0; i < 6; ++i)
        CHECK(contents.entries[i].plaintext.has_value() == (i != 1));
}

TEST_CASE("what builds on a damaged entry is held and listed, not taken for damaged itself") {
    const TwoDays days(22);
    days.change("UPDATE entry SET sealed = zeroblob(99) WHERE number = 2");

    const auto findings = days.verified();

    const auto held = std::ranges::find_if(
        findings, [](const Finding& finding) { return finding.what.starts_with("held"); });
    REQUIRE(held != findings.end());
    CHECK(held->log == days.logs[0]);
    CHECK(held->first == 3);
    CHECK(held->last == 3);
}

TEST_CASE("entries that are gone are named: between others, and at the end of a log") {
    const TwoDays days(23);
    days.change("DELETE FROM entry WHERE number IN (2, 3, 6)");

    const auto findings = verify(days.box.folder.path);

    CHECK(names(findings, days.logs[0], 2));
    CHECK(names(findings, days.logs[0], 3));
    CHECK(names(findings, days.logs[1], 3));
    CHECK_FALSE(names(findings, days.logs[0], 1));
}

TEST_CASE(
    "a patient's key that is gone is named by the entries that need it; a forgotten one not") {
    const TwoDays days(24);
    days.change("DELETE FROM patient_key WHERE rowid = 2");

    const auto findings = days.verified();

    CHECK(names(findings, days.logs[0], 2));
    CHECK_FALSE(names(findings, days.logs[0], 1));
    CHECK(contents_of(days.box).findings.empty());

    Ledger ledger = const_cast<ClinicBox&>(days.box).start();
    Batch batch;
    trust::PatientKeyRow row;
    row.patient = patient_number(1);
    row.space = days.box.space();
    row.forgotten = trust::Forgetting{days.logs[0], 1, {5}, true};
    batch.patient_keys.push_back(row);
    ledger.commit(batch);
    CHECK(days.verified().empty());
}

TEST_CASE(
    "a head that was not signed by its device, and a chain that a head contradicts, are named") {
    const TwoDays days(25);
    days.change("UPDATE head SET signature = zeroblob(64)");
    CHECK(names(days.verified(), days.logs[0], 3));

    const TwoDays others(26);
    others.change("UPDATE head SET chain = zeroblob(32)");
    CHECK(names(others.verified(), others.logs[0], 3));
}

TEST_CASE("a folder without a ledger, and a file that is none, are findings") {
    const Folder empty;
    CHECK_FALSE(verify(empty.path).empty());

    const ClinicBox box(27);
    std::filesystem::resize_file(box.database(), 100);
    CHECK_FALSE(verify(box.folder.path).empty());
}

TEST_CASE("entries that the marker knows and a restored database lacks are lost, and stay named") {
    ClinicBox box(28);
    const auto copy = box.folder.path / "copy.db";
    LogId log;
    {
        Ledger ledger = box.start();
        log = ledger.log();
        Author author(box, ledger);
        author.commit_visits(2);
        {
            auto database = sqlite::Database::open(box.database(), sqlite::Access::read_only);
            const std::string script = "VACUUM INTO '" + copy.string() + "'";
            database.execute("PRAGMA query_only = OFF");
            database.execute(script.c_str());
        }
        author.commit_visits(3);
    }
    std::filesystem::remove(box.database() + "-wal");
    std::filesystem::remove(box.database() + "-shm");
    std::filesystem::rename(copy, box.database());

    CHECK(names(verify(box.folder.path), log, 5));
    Ledger ledger = box.start();
    REQUIRE(ledger.lost().size() == 1);
    CHECK(ledger.lost()[0].first == 3);
    CHECK(ledger.lost()[0].last == 5);
    Author(box, ledger).commit_visits(1);

    CHECK(names(verify(box.folder.path), log, 4));
    CHECK_FALSE(names(verify(box.folder.path), log, 2));
}
