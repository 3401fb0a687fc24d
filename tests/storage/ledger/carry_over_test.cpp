#include "storage/ledger/carry_over.hpp"

#include <doctest/doctest.h>

#include "storage/ledger/verify.hpp"
#include "storage/trust/enrolment.hpp"
#include "storage/trust/patient_keys.hpp"
#include "tests/storage/ledger/clinic_box.hpp"
#include "tests/storage/ledger/exchange.hpp"

using namespace wayside;
using namespace wayside::ledger;

namespace {

constexpr std::uint64_t seed = 71;

/// The same box in a hub's region, with an empty ledger.
struct Joined {
    explicit Joined(const ClinicBox& alone) {
        trust::Founding founding = trust::found_region(trust::DeviceRole::hub, random, clock);
        trust::open_region_space(founding, random, clock);
        const crypto::Key hubs = crypto::Key::draw(random);
        const Bytes hub_secrets =
            trust::wrap_secrets(founding.secrets, founding.owner, alone.box->keyring.suite(), hubs);
        const auto hub = trust::open_box(founding.region_register.records(), hub_secrets, hubs);
        const Bytes invitation = *trust::invite(*hub, "north", clock.now(), random);

        SeededRandom same{seed};  // what ClinicBox draws first
        const crypto::Key unlocking = crypto::Key::draw(same);
        auto opened = trust::open_secrets(*alone.reader().device_secrets(), unlocking);
        auto joining = trust::join_again({*alone.box, std::move(opened->secrets)}, invitation,
                                         clock.now(), random);
        const Bytes wrapped =
            trust::wrap_secrets(joining->secrets, joining->owner, joining->suite, unlocking);
        Ledger::create(folder.path, joining->stored, wrapped);
        box = std::make_unique<trust::Box>(*trust::open_box(joining->stored, wrapped, unlocking));
    }
    [[nodiscard]] LedgerReader reader() const {
        return *LedgerReader::open(folder.path, &box->keyring);
    }

    Folder folder;
    SeededRandom random{72};
    FixedClock clock;
    std::unique_ptr<trust::Box> box;
};

Result<std::uint64_t> carried(const ClinicBox& from, const Joined& into) {
    return carry_over({from.folder.path, *from.box, into.folder.path, *into.box});
}

std::string rule_of(const ClinicBox& from) {
    const Joined into(from);
    const auto done = carried(from, into);
    return done ? "" : done.refusal().rule_name();
}

/// Three starts' entries, an answer, a setting, patients' keys, one of which is forgotten.
void fill(ClinicBox& box) {
    for (int start = 0; start < 3; ++start) {
        Ledger ledger = box.start();
        Author author(box, ledger);
        author.commit_visits(4 + start);
        Batch batch;
        batch.answers.push_back({box.space(),
                                 "desk",
                                 "key " + std::to_string(start),
                                 {},
                                 201,
                                 Bytes{7},
                                 box.clock.now()});
        batch.settings.push_back({"setting", Bytes{1, 2, 3}});
        ledger.commit(batch);
    }
    Ledger ledger = box.start();
    const trust::SpaceKey& by = *box.box->keyring.newest(box.space());
    Batch batch;
    for (int patient = 20; patient < 22; ++patient) {
        auto row =
            trust::wrap_patient_key(patient_number(patient), box.space(), box.box->keyring.suite(),
                                    by, crypto::Key::draw(box.random));
        if (patient == 21)
            row.forgotten = trust::Forgetting{ledger.log(), 1, box.clock.now(), false};
        batch.patient_keys.push_back(row);
    }
    ledger.commit(batch);
}

std::vector<std::pair<EntryName, Bytes>> plaintexts(LedgerReader reader) {
    std::vector<std::pair<EntryName, Bytes>> out;
    EntryCursor cursor = reader.entries();
    while (const auto entry = cursor.next()) out.emplace_back(entry->name, *entry->plaintext);
    CHECK(cursor.findings().empty());
    return out;
}

}  // namespace

TEST_CASE("what was carried over is the same under another region, sound, and can go on") {
    ClinicBox alone(seed);
    fill(alone);
    const Joined joined(alone);
    const std::string before = rows_of(alone);
    std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
    CarryOver job{alone.folder.path, *alone.box, joined.folder.path, *joined.box};
    job.progress = [&](std::uint64_t done, std::uint64_t all) { told.emplace_back(done, all); };

    const auto done = carry_over(job);

    REQUIRE(done);
    CHECK(*done == 15);
    CHECK(told == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{15, 15}});
    CHECK(rows_of(alone) == before);
    CHECK(plaintexts(joined.reader()) == plaintexts(alone.reader()));
    CHECK(verify(joined.folder.path, &joined.box->keyring) ==
          verify(alone.folder.path, &alone.box->keyring));
    LedgerReader reader = joined.reader();
    CHECK(reader.answer(alone.space(), "desk", "key 1")->status == 201);
    CHECK(reader.setting("setting") == Bytes{1, 2, 3});
    CHECK(reader.patient_keys().rows == alone.reader().patient_keys().rows);
    CHECK(reader.patient_key(alone.space(), patient_number(21))->forgotten);
    CHECK(reader.heads().size() == alone.reader().heads().size());
    for (const auto& [number, log] : reader.log_book().logs) {
        CHECK(log.region == joined.box->region);
        CHECK(log.device == joined.box->device);
        CHECK(log.follows.has_value() == (number > 1));
    }
    CHECK(Ledger::open(joined.folder.path, *joined.box, {LogId{{9}}})->lost().empty());
}

TEST_CASE("a box whose marker and entries agree is carried over, empty too") {
    ClinicBox alone(seed);
    const Joined joined(alone);

    CHECK(*carried(alone, joined) == 0);
    CHECK(verify(joined.folder.path, &joined.box->keyring).empty());
}

TEST_CASE("an end that was lost is noted as lost afterwards, too") {
    ClinicBox alone(seed);
    fill(alone);
    run(alone, "DELETE FROM entry WHERE number = (SELECT max(number) FROM entry)");
    CHECK(rule_of(alone) == "damaged_entries");  // nobody has noted it yet
    run(alone, "DELETE FROM head WHERE log = (SELECT max(log) FROM head)");
    alone.start();
    const Joined joined(alone);

    REQUIRE(carried(alone, joined));

    const auto findings = verify(joined.folder.path, &joined.box->keyring);
    CHECK(findings == verify(alone.folder.path, &alone.box->keyring));
    CHECK(joined.reader().losses() == alone.reader().losses());
    CHECK_FALSE(joined.reader().losses().empty());
}

TEST_CASE("what is damaged, missing, or another's is refused by name") {
    const auto spoiled = [](const std::string& sql) {
        ClinicBox alone(seed);
        fill(alone);
        run(alone, sql);
        return rule_of(alone);
    };
    CHECK(spoiled("UPDATE entry SET sealed = zeroblob(length(sealed)) WHERE number = 3") ==
          "damaged_entries");
    CHECK(spoiled("UPDATE entry SET chain = zeroblob(32) WHERE number = 3") == "damaged_entries");
    CHECK(spoiled("DELETE FROM entry WHERE number = 3") == "damaged_entries");
    CHECK(spoiled("UPDATE head SET chain = zeroblob(32)") == "damaged_entries");
    CHECK(spoiled("UPDATE log SET row = zeroblob(8) WHERE number = 2") == "damaged_entries");
    CHECK(spoiled("DELETE FROM log WHERE number IN (2, -2)") == "damaged_entries");
}

TEST_CASE("a ledger in which another device has written is not carried over: it saw ours") {
    ClinicBox met(seed);
    fill(met);
    const Joined joined(met);
    ClinicBox other(met, 73);
    {
        Ledger theirs = other.start();
        Author(other, theirs).commit_visits(2);
        Ledger ledger = met.start();
        take_all(met, ledger, ranges_of(other, 10'000));
    }

    const auto done = carried(met, joined);

    CHECK(done.refusal().rule == "others_entries");
}
