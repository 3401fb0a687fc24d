#include <doctest/doctest.h>

#include "storage/ledger/verify.hpp"
#include "tests/storage/ledger/clinic_box.hpp"

namespace wayside::ledger {

namespace {

/// Lays the box's ledger out as Wayside wrote it at this version of the database: by the migrations
/// of then, with the rows of now.
void write_as_of(const ClinicBox& box, int version) {
    const std::string then = box.database() + ".then";
    {
        auto database = sqlite::Database::open(then, sqlite::Access::create);
        const auto made = sqlite::migrate(database, migrations().first(std::size_t(version)));
        REQUIRE(made.has_value());
        const std::string attach = "ATTACH '" + box.database() + "' AS later";
        database.execute(attach.c_str());
        for (const std::string table : {"log", "sealing", "entry", "head", "patient_key",
                                        "register_record", "device_secret", "setting", "loss"}) {
            const std::string copy = "INSERT INTO " + table + " SELECT * FROM later." + table;
            database.execute(copy.c_str());
        }
        database.execute(
            "INSERT INTO answer (request_key, sealing, at_ms, sealed) SELECT request_key, sealing, "
            "at_ms, sealed FROM later.answer; DETACH later;");
    }
    for (const std::string beside : {"-wal", "-shm"}) {
        std::filesystem::remove(box.database() + beside);
    }
    std::filesystem::rename(then, box.database());
}

NewAnswer answer_to(const ClinicBox& box, int request) {
    const auto number = std::uint8_t(request);
    return {box.space(),
            "desk",
            "request " + std::to_string(request),
            crypto::Hash32{number},
            201,
            Bytes{7, number},
            {box.clock.ms + request}};
}

/// Says that the privacy officer forgot the patient of the first row.
void forget_first_patient(const ClinicBox& box, Ledger& ledger) {
    trust::PatientKeyRow row = box.reader().patient_keys().rows.at(0);
    row.forgotten = trust::Forgetting{ledger.log(), 1, {box.clock.ms}, true};
    row.wrapped.clear();
    Batch batch;
    batch.patient_keys.push_back(row);
    ledger.commit(batch);
}

}  // namespace

TEST_CASE("patients' keys of every earlier version are kept, forgotten ones too") {
    ClinicBox box(62);
    {
        Ledger ledger = box.start();
        Author(box, ledger).commit_visits(12);
        forget_first_patient(box, ledger);
    }
    const auto before = box.reader().patient_keys().rows;
    REQUIRE(before.size() == 10);
    for (const int version : {1, 2, 3}) {
        CAPTURE(version);
        write_as_of(box, version);
        CHECK(box.reader().patient_keys().rows == before);

        const Ledger ledger = box.start();

        LedgerReader reader = box.reader();
        CHECK(reader.patient_keys().rows == before);
        CHECK(reader.patient_keys().findings.empty());
        for (const trust::PatientKeyRow& row : before) {
            CHECK(reader.patient_key(box.space(), row.patient) == row);
        }
        CHECK(verify(box.folder.path, &box.box->keyring).empty());
    }
}

TEST_CASE("a ledger of an earlier version goes on, and answers what was answered before the same") {
    ClinicBox box(60);
    constexpr int answered = 500;
    {
        Ledger ledger = box.start();
        Author author(box, ledger);
        author.commit_visits(3);
        Batch batch;
        for (int request = 1; request <= answered; ++request) {
            batch.answers.push_back(answer_to(box, request));
        }
        ledger.commit(batch);
    }
    for (const int version : {1, 2, 3}) {
        CAPTURE(version);
        write_as_of(box, version);
        CHECK(verify(box.folder.path, &box.box->keyring).empty());

        Ledger ledger = box.start();
        LedgerReader reader = box.reader();

        for (int request = 1; request <= answered; ++request) {
            const auto found =
                reader.answer(box.space(), "desk", "request " + std::to_string(request));
            REQUIRE(found);
            CHECK(found->request == crypto::Hash32{std::uint8_t(request)});
            CHECK(found->body == Bytes{7, std::uint8_t(request)});
        }
        CHECK_FALSE(reader.answer(box.space(), "desk", "request 0"));
        CHECK(contents_of(box).entries.size() == 3);
        CHECK(verify(box.folder.path, &box.box->keyring).empty());
    }
}

TEST_CASE("after an upgrade the oldest answers are still the first to be dropped") {
    ClinicBox box(61);
    {
        Ledger ledger = box.start();
        Batch batch;
        for (const int request : {3, 1, 4, 2}) batch.answers.push_back(answer_to(box, request));
        ledger.commit(batch);
    }
    write_as_of(box, 2);
    Ledger ledger = box.start();

    box.clock.ms += answers_kept_ms + 3;
    Batch batch;
    batch.answers.push_back(answer_to(box, 0));
    ledger.commit(batch);
    ledger.fold();

    LedgerReader reader = box.reader();
    CHECK_FALSE(reader.answer(box.space(), "desk", "request 1"));
    CHECK_FALSE(reader.answer(box.space(), "desk", "request 2"));
    CHECK(reader.answer(box.space(), "desk", "request 3"));
    CHECK(reader.answer(box.space(), "desk", "request 4"));
    CHECK(reader.answer(box.space(), "desk", "request 0"));
}

}  // namespace wayside::ledger
