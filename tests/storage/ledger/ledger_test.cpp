#include <doctest/doctest.h>

#include "storage/ledger/verify.hpp"
#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::ledger;

TEST_CASE("what was committed is read back, opened, in its order, and nothing is found") {
    ClinicBox box(1);
    Ledger ledger = box.start();
    Author author(box, ledger);
    author.commit_visits(3);
    author.commit_visits(2);

    const Contents contents = contents_of(box);

    REQUIRE(contents.entries.size() == 5);
    CHECK(contents.findings.empty());
    for (std::uint64_t i = 0; i < 5; ++i) {
        CHECK(contents.entries[i].name == EntryName{ledger.log(), i + 1});
        CHECK(contents.entries[i].space == box.space());
        CHECK(contents.entries[i].state == EntryState::applied);
        CHECK(contents.entries[i].plaintext.has_value());
    }
}

TEST_CASE("an entry that is read back decodes to the changes that its documents made") {
    ClinicBox box(2);
    Ledger ledger = box.start();
    Author author(box, ledger);
    author.commit_visits(12);

    ChangeNames names;
    document::Document fresh = document::Document::begin(document::Kind::day, LogId{{9}});
    for (const StoredEntry& stored : contents_of(box).entries) {
        const auto decoding = decode_entry(*stored.plaintext, stored.name, names);
        REQUIRE(decoding);
        const auto& whole = std::get<DecodedEntry>(*decoding);
        CHECK(whole.entry.audit.command == "book");
        learn_entry(names, stored.name, whole.entry.changes, whole.hashes);
        REQUIRE(fresh.apply({whole.entry.changes[0].raw}));
    }

    CHECK(*fresh.records() == *author.open(day).records());
}

TEST_CASE("without keys nothing is opened and the chain is still held") {
    ClinicBox box(3);
    Ledger ledger = box.start();
    Author(box, ledger).commit_visits(3);

    const Contents contents = contents_of(box, false);

    CHECK(contents.entries.size() == 3);
    CHECK_FALSE(contents.entries[0].plaintext.has_value());
    CHECK(contents.findings.empty());
}

TEST_CASE("a new start is a new log that follows the last entry of the one before, under a head") {
    ClinicBox box(4);
    LogId first;
    {
        Ledger ledger = box.start();
        first = ledger.log();
        Author(box, ledger).commit_visits(3);
    }
    box.start();  // a start that writes nothing leaves no log
    Ledger ledger = box.start();
    Author(box, ledger).commit_visits(1);

    LedgerReader reader = box.reader();
    const LogBook book = reader.log_book();
    const auto heads = reader.heads();

    REQUIRE(book.logs.size() == 2);
    CHECK(book.logs.at(2).log == ledger.log());
    CHECK(book.logs.at(2).follows == EntryName{first, 3});
    CHECK(book.logs.at(2).previous == contents_of(box).entries[2].chain);
    CHECK(contents_of(box).findings.empty());
    REQUIRE(heads.size() == 1);
    CHECK(heads[0].entry == EntryName{first, 3});
    CHECK(is_signed(heads[0], box.box->signer.public_key()));
    CHECK(ledger.lost().empty());
}

TEST_CASE("a commit that fails leaves nothing, and the next one takes its sequence") {
    ClinicBox box(5);
    Ledger ledger = box.start();
    Author author(box, ledger);
    author.commit_visits(2);
    ledger.limit_pages(1);
    Batch batch;
    batch.entries.push_back({box.space(), 3, Bytes(50'000, 1)});
    batch.settings.push_back({"clock", Bytes{1}});

    CHECK_THROWS_AS(ledger.commit(batch), sqlite::StorageError);
    CHECK(ledger.next_sequence(box.space()) == 3);
    CHECK(contents_of(box).entries.size() == 2);
    CHECK_FALSE(box.reader().setting("clock").has_value());

    ledger.limit_pages(1'000'000);
    author.commit_visits(2);
    CHECK(contents_of(box).entries.size() == 4);
    CHECK(contents_of(box).findings.empty());
}

TEST_CASE("an answer is found by its screen and key, for a week") {
    ClinicBox box(6);
    Ledger ledger = box.start();
    const auto answer = [&](const std::string& key, std::int64_t at) {
        Batch batch;
        batch.answers.push_back(
            {box.space(), "desk", key, crypto::Hash32{5}, 201, Bytes{4, 2}, {at}});
        ledger.commit(batch);
    };
    answer("one", box.clock.ms);

    const auto found = box.reader().answer(box.space(), "desk", "one");
    REQUIRE(found);
    CHECK(found->status == 201);
    CHECK(found->body == Bytes{4, 2});
    CHECK(found->request == crypto::Hash32{5});
    CHECK_FALSE(box.reader().answer(box.space(), "kiosk", "one"));
    CHECK_FALSE(box.reader(false).answer(box.space(), "desk", "one"));

    answer("two", box.clock.ms + answers_kept_ms + 1);
    ledger.fold();
    CHECK_FALSE(box.reader().answer(box.space(), "desk", "one"));
    CHECK(box.reader().answer(box.space(), "desk", "two"));
}

TEST_CASE(
    "a reader beside the writer finds answers that come later, and loses those of last week") {
    ClinicBox box(6);
    Ledger ledger = box.start();
    auto reader = box.reader();
    const auto answer = [&](const std::string& key, std::int64_t at) {
        Batch batch;
        batch.answers.push_back(
            {box.space(), "desk", key, crypto::Hash32{5}, 201, Bytes{4, 2}, {at}});
        ledger.commit(batch);
    };
    CHECK_FALSE(reader.answer(box.space(), "desk", "one"));

    answer("one", box.clock.ms);
    CHECK(reader.answer(box.space(), "desk", "one"));
    answer("two", box.clock.ms + 1);
    CHECK(reader.answer(box.space(), "desk", "two"));
    answer("three", box.clock.ms + answers_kept_ms + 1);
    ledger.fold();

    CHECK_FALSE(reader.answer(box.space(), "desk", "one"));
    CHECK(reader.answer(box.space(), "desk", "two"));
    CHECK(reader.answer(box.space(), "desk", "three"));
}

TEST_CASE("what stands in the log is folded into the file once enough has come together") {
    ClinicBox box(6);
    Ledger ledger = box.start();
    const auto commit_some = [&](int commits) {
        for (int i = 0; i < commits; ++i) {
            Batch batch;
            batch.entries.push_back(
                {box.space(), ledger.next_sequence(box.space()), Bytes(2'000, 7)});
            ledger.commit(batch);
        }
    };
    const auto file_bytes = [&] { return std::filesystem::file_size(box.database()); };
    commit_some(10);
    const auto before = file_bytes();

    ledger.fold();
    CHECK(file_bytes() == before);
    commit_some(300);
    CHECK(file_bytes() == before);
    ledger.fold();

    CHECK(file_bytes() > before + 300 * 2'000);
    CHECK(contents_of(box).entries.size() == 310);
}

TEST_CASE("a setting is replaced whole") {
    ClinicBox box(7);
    Ledger ledger = box.start();
    for (std::uint8_t i = 1; i <= 3; ++i) {
        Batch batch;
        batch.settings.push_back({"clock", Bytes{i}});
        ledger.commit(batch);
    }

    CHECK(box.reader().setting("clock") == Bytes{3});
    CHECK_FALSE(box.reader().setting("other").has_value());
}

TEST_CASE("a patient's key comes back as it was wrapped, and a forgotten one stays forgotten") {
    ClinicBox box(8);
    Ledger ledger = box.start();
    const auto row = trust::wrap_patient_key(
        patient_number(1), box.space(), box.box->keyring.suite(),
        *box.box->keyring.newest(box.space()), crypto::Key::draw(box.random));
    const auto put = [&](const trust::PatientKeyRow& what) {
        Batch batch;
        batch.patient_keys.push_back(what);
        ledger.commit(batch);
    };
    put(row);
    CHECK(box.reader().patient_key(box.space(), patient_number(1)) == row);

    auto forgotten = row;
    forgotten.forgotten = trust::Forgetting{ledger.log(), 4, {99}, true};
    forgotten.wrapped.clear();
    put(forgotten);
    put(row);

    CHECK(box.reader().patient_key(box.space(), patient_number(1)) == forgotten);
    CHECK(box.reader().patient_keys().rows == std::vector{forgotten});
    CHECK(box.reader().patient_keys().findings.empty());
}

TEST_CASE("a state that was noted is read back") {
    ClinicBox box(9);
    Ledger ledger = box.start();
    Author(box, ledger).commit_visits(3);
    const auto second = contents_of(box).entries[1];
    Batch batch;
    batch.states.push_back({second.number, second.name, EntryState::set_aside});

    ledger.commit(batch);

    CHECK(contents_of(box).entries[1].state == EntryState::set_aside);
    CHECK(contents_of(box).entries[2].state == EntryState::applied);
}

TEST_CASE("the frontier says how far each log goes, and ended ones are one hash") {
    ClinicBox box(10);
    {
        Ledger ledger = box.start();
        Author(box, ledger).commit_visits(3);
    }
    const Frontier before = box.reader(false).frontier(box.space());
    Ledger ledger = box.start();
    Author(box, ledger).commit_visits(2);
    const Frontier after = box.reader(false).frontier(box.space());

    REQUIRE(before.logs.size() == 1);
    CHECK(before.logs[0].sequence == 3);
    CHECK(before.ended == crypto::Hash32{});
    REQUIRE(after.logs.size() == 1);
    CHECK(after.logs[0].log == ledger.log());
    CHECK(after.logs[0].sequence == 2);
    CHECK(after.ended == hash_of_ended(before.logs));
}

TEST_CASE("a second ledger is not made over a first, and a start's log is not written twice") {
    ClinicBox box(11);
    CHECK_THROWS_AS(Ledger::create(box.folder.path, {}, Bytes{1}), sqlite::StorageError);
    LogId log;
    {
        Ledger ledger = box.start();
        log = ledger.log();
        Author(box, ledger).commit_visits(1);
    }

    const auto again = Ledger::open(box.folder.path, *box.box, {log, {}});

    REQUIRE_FALSE(again);
    CHECK(again.refusal().why == Why::conflict);
}

TEST_CASE("two clones of one box write two logs that follow the same entry, and both are sound") {
    ClinicBox box(12);
    {
        Ledger ledger = box.start();
        Author(box, ledger).commit_visits(3);
    }
    const Folder other;
    std::filesystem::copy(box.folder.path, other.path, std::filesystem::copy_options::recursive);

    Ledger here = box.start();
    auto there = Ledger::open(other.path, *box.box, {box.random.draw_log(), MachineId{8}});
    REQUIRE(there);
    Author(box, here).commit_visits(1);
    Author(box, *there).commit_visits(1);

    const LogRow a = box.reader().log_book().logs.at(2);
    auto reader = LedgerReader::open(other.path);
    const LogRow b = reader->log_book().logs.at(2);
    CHECK(a.log != b.log);
    CHECK(a.follows == b.follows);
    CHECK(a.previous == b.previous);
    CHECK(verify(box.folder.path, &box.box->keyring).empty());
    CHECK(verify(other.path, &box.box->keyring).empty());
}

TEST_CASE("a group is written in two spaces at once, each with its own sequences") {
    ClinicBox box(13);
    Ledger ledger = box.start();
    const SpaceId audit = box.box->clinics[0].audit;
    Entry reading;
    reading.audit.command = "read";
    const auto plain = encode_entry(reading, {ledger.log(), 1}, {})->plaintext;
    Batch batch;
    batch.entries.push_back({box.space(), 1, plain});
    batch.entries.push_back({audit, 1, plain});
    batch.entries.push_back({box.space(), 2, plain});

    ledger.commit(batch);

    CHECK(ledger.next_sequence(box.space()) == 3);
    CHECK(ledger.next_sequence(audit) == 2);
    CHECK(contents_of(box).entries.size() == 3);
    CHECK(verify(box.folder.path, &box.box->keyring).empty());
}
