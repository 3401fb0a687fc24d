#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "storage/ledger/verify.hpp"
#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::ledger;

namespace {

Bytes bytes_of(const std::string& file) {
    std::ifstream from(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(from), {}};
}

void write_bytes(const std::string& file, const Bytes& bytes) {
    std::ofstream to(file, std::ios::binary);
    to.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

/// A ledger of two starts, and its files as they lay after a pulled plug (the log not yet
/// checkpointed) or after a clean end.
struct Ward {
    explicit Ward(std::uint64_t seed) : box(seed) {
        {
            Ledger ledger = box.start();
            Author(box, ledger).commit_visits(4);
        }
        Ledger ledger = box.start();
        Author author(box, ledger);
        for (int i = 0; i < 4; ++i) author.commit_visits(3);
        Batch batch;
        batch.settings.push_back({"clock", Bytes{1, 2, 3}});
        batch.answers.push_back(
            {box.space(), "desk", "key", crypto::Hash32{1}, 200, Bytes{9}, {box.clock.ms}});
        ledger.commit(batch);
        files = {bytes_of(box.database()), bytes_of(box.database() + "-wal"),
                 bytes_of(box.marker())};
        for (const StoredEntry& entry : contents_of(box).entries) {
            truth.emplace(entry.name, *entry.plaintext);
        }
    }
    void lay_out(const std::array<Bytes, 3>& bytes) const {
        std::filesystem::remove(box.database() + "-shm");
        write_bytes(box.database(), bytes[0]);
        write_bytes(box.database() + "-wal", bytes[1]);
        write_bytes(box.marker(), bytes[2]);
    }

    ClinicBox box;
    std::array<Bytes, 3> files;
    std::map<EntryName, Bytes> truth;
};

/// Reads everything; every entry that opens must be the one that was written. The count of those.
std::size_t served_truly(const Ward& ward) {
    std::size_t served = 0;
    try {
        for (const StoredEntry& entry : contents_of(ward.box).entries) {
            if (!entry.plaintext) continue;
            const auto at = ward.truth.find(entry.name);
            REQUIRE(at != ward.truth.end());
            REQUIRE(at->second == *entry.plaintext);
            ++served;
        }
        LedgerReader reader = ward.box.reader();
        const auto setting = reader.setting("clock");
        CHECK((!setting || *setting == Bytes{1, 2, 3}));
        const auto answer = reader.answer(ward.box.space(), "desk", "key");
        CHECK((!answer || answer->body == Bytes{9}));
    } catch (const sqlite::StorageError&) {
        return served;  // unreadable is no wrong answer
    }
    return served;
}

}  // namespace

TEST_CASE("a byte flipped anywhere in database, log or marker: no crash, nothing wrong, named") {
    Ward ward(40);
    SeededRandom random{41};
    int lost_unnamed = 0;

    for (int round = 0; round < 400; ++round) {
        auto bytes = ward.files;
        Bytes& hit = bytes[std::size_t(round % 8 == 0 ? 2 : round % 2)];
        const std::size_t place = random.below(hit.size());
        hit[place] ^= static_cast<std::uint8_t>(1U << random.below(8));
        ward.lay_out(bytes);

        const std::size_t served = served_truly(ward);
        const auto findings = verify(ward.box.folder.path, &ward.box.box->keyring);

        CAPTURE(round);
        CAPTURE(place);
        if (served < ward.truth.size() && findings.empty()) ++lost_unnamed;
    }

    CHECK(lost_unnamed == 0);
}

TEST_CASE("after a flipped byte the box starts and goes on, or says that its storage is broken") {
    Ward ward(42);
    SeededRandom random{43};
    int started = 0;

    for (int round = 0; round < 60; ++round) {
        auto bytes = ward.files;
        Bytes& hit = bytes[std::size_t(round % 2)];
        hit[random.below(hit.size())] ^= static_cast<std::uint8_t>(1 + random.below(255));
        ward.lay_out(bytes);

        try {
            Ledger ledger = ward.box.start();
            Batch batch;
            batch.entries.push_back({ward.box.space(), 1, Bytes{1}});
            ledger.commit(batch);
            ++started;
        } catch (const sqlite::StorageError&) {
            continue;
        }
    }

    CHECK(started > 30);
}

TEST_CASE("a byte flipped in any stored column is named, and every other entry is served") {
    Ward ward(44);
    const char* const columns[] = {"entry.log",
                                   "entry.sequence",
                                   "entry.sealing",
                                   "entry.state",
                                   "entry.chain",
                                   "entry.sealed",
                                   "head.log",
                                   "head.sequence",
                                   "head.chain",
                                   "head.signature",
                                   "patient_key.space",
                                   "patient_key.patient",
                                   "patient_key.key_id",
                                   "patient_key.space_key_id",
                                   "patient_key.wrapped",
                                   "patient_key.suite",
                                   "register_record.record",
                                   "answer.sealed",
                                   "answer.sealing",
                                   "answer.request_key",
                                   "setting.value",
                                   "log.row",
                                   "sealing.row"};

    for (const std::string column : columns) {
        CAPTURE(column);
        ward.lay_out(ward.files);
        const auto dot = column.find('.');
        const std::string table = column.substr(0, dot);
        const std::string name = column.substr(dot + 1);
        {
            auto database = sqlite::Database::open(ward.box.database(), sqlite::Access::read_write);
            const bool is_answer = table == "answer";
            const std::string which =
                is_answer ? "" : " WHERE rowid = (SELECT max(rowid) FROM " + table + ")";
            std::optional<Bytes> blob;
            {
                auto rows = database.prepared("SELECT " + name + " FROM " + table + which).query();
                REQUIRE(rows.next());
                if (rows.is_blob(0)) blob = rows.blob(0);
            }
            const std::string update = "UPDATE " + table + " SET " + name + " = ";
            if (blob) {
                (*blob)[blob->size() / 2] ^= 4;
                database.prepared(update + "?1" + which).run(*blob);
            } else {
                database.prepared(update + name + " + 1" + which).run();
            }
        }

        CHECK_FALSE(verify(ward.box.folder.path, &ward.box.box->keyring).empty());
        CHECK(served_truly(ward) + 1 >= ward.truth.size());
    }
}
TEST_CASE("a page of old answers that cannot be read is named, and everybody else is answered") {
    ClinicBox box(45);
    const auto answer = [&](const std::string& key, std::int64_t at) {
        Batch batch;
        batch.answers.push_back(
            {box.space(), "desk", key, crypto::Hash32{1}, 200, Bytes(200, 9), {at}});
        return batch;
    };
    {
        Ledger ledger = box.start();
        for (int i = 0; i < 100; ++i) ledger.commit(answer(std::to_string(i), box.clock.ms));
    }
    std::size_t page = 0;
    {
        auto database = sqlite::Database::open(box.database(), sqlite::Access::read_write);
        auto rows = database
                        .prepared(
                            "SELECT pageno FROM dbstat WHERE name = 'answer' AND pagetype = 'leaf' "
                            "ORDER BY path")
                        .query();
        REQUIRE(rows.next());
        page = std::size_t(rows.integer(0));
    }
    Bytes file = bytes_of(box.database());
    std::fill_n(file.begin() + std::ptrdiff_t((page - 1) * 4096), 8, std::uint8_t{0xee});
    write_bytes(box.database(), file);

    Ledger ledger = box.start();
    LedgerReader reader = box.reader();
    CHECK_FALSE(reader.answer(box.space(), "desk", "0"));
    CHECK(reader.answer(box.space(), "desk", "99"));
    ledger.commit(answer("new", box.clock.ms + 2 * answers_kept_ms));
    ledger.fold();
    CHECK(reader.answer(box.space(), "desk", "new"));
    CHECK_FALSE(verify(box.folder.path, &box.box->keyring).empty());
}
