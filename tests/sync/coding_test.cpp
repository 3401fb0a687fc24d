#include "sync/coding.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "storage/trust/sealed_value.hpp"
#include "sync/dictionary.hpp"
#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::sync;
using trust::world::counting_id;
using trust::world::mutated;

namespace {

const ledger::LogOrigin origin{{{1}}, trust::world::clinic, trust::world::log, {{2}}, std::nullopt};
constexpr crypto::Suite suite_1 = crypto::Suite::blake2b_xchacha20;

PatientId patient_of(std::uint64_t n) {
    return PatientId{crypto::derive_id(origin.log, n)};
}

/// One key for everybody: whose it is decides nothing here.
crypto::Key a_key() {
    return trust::world::counting_key(0xC0);
}

/// A clinic's log with real documents; another box's changes come in between.
struct Scribe {
    std::map<ledger::DocumentId, document::Document> documents;
    ledger::ChangeNames names;
    ledger::Range range{origin, 1, {}, {}};
    std::int64_t now_ms = 1'772'438'400'000;

    document::Document& open(const ledger::DocumentId& id) {
        const auto at = documents.find(id);
        if (at != documents.end()) return at->second;
        return documents.emplace(id, document::Document::begin(id.kind, origin.log)).first->second;
    }

    using Edits = std::vector<std::pair<ledger::DocumentId, std::vector<document::Edit>>>;
    void write(const std::string& command, const PatientId& patient, const Edits& edits) {
        ledger::Entry entry;
        entry.time = {now_ms += 1'234, 0, true};
        entry.audit.command = command;
        entry.audit.role = "receptionist";
        entry.audit.screen = "desk";
        entry.audit.patient = patient;
        entry.audit.request = ledger::request_of("desk", std::to_string(now_ms));
        for (const auto& [id, each] : edits) {
            const auto made = open(id).commit(each, now_ms);
            REQUIRE(made);
            entry.changes.push_back({id, made->change});
        }
        const ledger::EntryName name{origin.log, range.entries.size() + 1};
        const auto encoded = ledger::encode_entry(entry, name, names);
        REQUIRE(encoded);
        ledger::learn_entry(names, name, entry.changes, encoded->hashes);
        range.entries.push_back({{}, encoded->plaintext});
    }

    /// A change that another box made on the same day, applied and learned.
    void hear(const LogId& from, std::uint64_t sequence, const std::vector<document::Edit>& edits) {
        const ledger::DocumentId id{document::Kind::day, "2026-03-02"};
        auto theirs = document::Document::load(*open(id).save(), from);
        const auto made = theirs->commit(edits, now_ms);
        REQUIRE(made);
        REQUIRE(open(id).apply({made->change}));
        names.learn(id, {{from, sequence}, 0}, made->hash);
    }
};

document::Edit words(const PatientId& patient, const std::string& map, const std::string& record,
                     const std::string& field, const std::string& text) {
    const std::string key = patient.text();
    const trust::ValuePlace place{origin.space, 2, key, record, field};
    return {map, record, field, *trust::seal_value(a_key(), suite_1, place, text)};
}

/// Books `n` visits, moves some on, and takes in what another box did meanwhile.
Scribe a_morning(std::uint64_t visits) {
    Scribe scribe;
    const ledger::DocumentId day{document::Kind::day, "2026-03-02"};
    for (std::uint64_t n = 0; n < visits; ++n) {
        const PatientId patient = patient_of(3 * n);
        const std::string visit = VisitId{crypto::derive_id(origin.log, 3 * n + 1)}.text();
        const ledger::DocumentId own{document::Kind::patient, patient.text()};
        const auto id = patient.view();
        scribe.write("book", patient,
                     {{day,
                       {{"visits", visit, "patient", Bytes(id.begin(), id.end())},
                        {"visits", visit, "status", std::string("booked")},
                        {"visits", visit, "minutes", std::int64_t(10 * n)},
                        {"visits", visit, "walk_in", false}}},
                      {own,
                       {words(patient, "person", "", "name", "Patient " + std::to_string(n)),
                        words(patient, "person", "", "sex", "female"),
                        words(patient, "reasons", visit, "text", "cough")}}});
        if (n % 3 == 1) {
            scribe.hear(counting_id<LogId>(0x10), n,
                        {{"visits", visit, "status", std::string("called")}});
        }
        scribe.write("check-in", patient,
                     {{day, {{"visits", visit, "status", std::string("in")}}}});
    }
    return scribe;
}

CodedFrame frame_of(const ledger::Range& range, const CodedEntries& coded) {
    CodedFrame out{range.origin, range.first, range.entries.size(), 0, coded.opened};
    for (const auto& entry : range.entries) out.opened_bytes += entry.plaintext.size();
    return out;
}

bool is_range(const Result<std::vector<Bytes>>& plaintexts, const ledger::Range& range) {
    const auto same = [](const Bytes& a, const ledger::RangeEntry& b) { return a == b.plaintext; };
    return plaintexts && std::ranges::equal(*plaintexts, range.entries, same);
}

const crypto::Key key_of_all = a_key();
const FindPatientKey everybody = [](const PatientId&) { return &key_of_all; };

}  // namespace

TEST_CASE("entries come back byte for byte from every coding, with and without patients' keys") {
    const ledger::Range range = a_morning(20).range;

    for (const Coding& coding : codings()) {
        for (const FindPatientKey& keys : {everybody, FindPatientKey{}}) {
            const CodedEntries coded = coding.encode(range, keys);
            CHECK(is_range(coding.decode(coded.body, frame_of(range, coded), keys), range));
        }
    }
}

TEST_CASE("words travel opened where the key is held, and as they lie where it is not") {
    const ledger::Range range = a_morning(20).range;
    const FindPatientKey nearly = [](const PatientId& patient) {
        return patient == patient_of(9) ? nullptr : &key_of_all;
    };

    const CodedEntries open = newest_coding().encode(range, everybody);
    const CodedEntries but_one = newest_coding().encode(range, nearly);
    const CodedEntries closed = newest_coding().encode(range, {});

    CHECK(open.opened.size() == 20);
    CHECK(std::ranges::is_sorted(open.opened));
    CHECK(but_one.opened.size() == 19);
    CHECK(std::ranges::count(but_one.opened, patient_of(9)) == 0);
    CHECK(closed.opened.empty());
    CHECK(open.body.size() < closed.body.size() / 2);
    CHECK(is_range(newest_coding().decode(but_one.body, frame_of(range, but_one), nearly), range));
}

TEST_CASE("whoever lacks a patient's key says so by name") {
    const ledger::Range range = a_morning(4).range;
    const CodedEntries coded = newest_coding().encode(range, everybody);
    const FindPatientKey nearly = [](const PatientId& patient) {
        return patient == patient_of(3) ? nullptr : &key_of_all;
    };

    const auto decoded = newest_coding().decode(coded.body, frame_of(range, coded), nearly);

    REQUIRE_FALSE(decoded);
    CHECK(decoded.refusal().rule == "no_patient_key");
}

TEST_CASE("an entry that is not understood travels as it is") {
    ledger::Range range = a_morning(3).range;
    range.entries[2].plaintext = {9, 9, 9};
    range.entries.push_back({{}, Bytes(500, 1)});
    range.entries.back().plaintext[0] = 2;

    const CodedEntries coded = newest_coding().encode(range, everybody);

    CHECK(is_range(newest_coding().decode(coded.body, frame_of(range, coded), everybody), range));
}

TEST_CASE("any change to an entry's bytes still comes back") {
    const ledger::Range sound = a_morning(3).range;
    SeededRandom random{3};

    for (int round = 0; round < 300; ++round) {
        ledger::Range range = sound;
        Bytes& bytes = range.entries[random.below(range.entries.size())].plaintext;
        bytes = mutated(bytes, random);
        if (bytes.empty()) bytes = {1};
        const Coding& coding = *find_coding(1, 0);
        const CodedEntries coded = coding.encode(range, everybody);
        CHECK(is_range(coding.decode(coded.body, frame_of(range, coded), everybody), range));
    }
}

TEST_CASE("mutated bodies are refused, or give entries of the size that was said") {
    const ledger::Range range = a_morning(4).range;
    const CodedEntries coded = newest_coding().encode(range, everybody);
    const CodedFrame frame = frame_of(range, coded);
    SeededRandom random{4};

    for (int round = 0; round < 2'000; ++round) {
        const Bytes bad = mutated(coded.body, random);
        const auto decoded = newest_coding().decode(bad, frame, everybody);
        if (!decoded) continue;
        std::size_t bytes = 0;
        for (const Bytes& plaintext : *decoded) bytes += plaintext.size();
        CHECK(decoded->size() == frame.count);
        CHECK(bytes == frame.opened_bytes);
    }
}

TEST_CASE("a frame that says other than the body holds is refused") {
    const ledger::Range range = a_morning(4).range;
    const CodedEntries coded = newest_coding().encode(range, everybody);
    const CodedFrame sound = frame_of(range, coded);
    CodedFrame fewer = sound;
    --fewer.count;
    CodedFrame more = sound;
    ++more.count;
    CodedFrame smaller = sound;
    --smaller.opened_bytes;
    CodedFrame nobody = sound;
    nobody.opened.clear();

    for (const CodedFrame& wrong : {fewer, more, smaller, nobody}) {
        CHECK_FALSE(newest_coding().decode(coded.body, wrong, everybody));
    }
}

TEST_CASE("the number of a dictionary names its bytes for ever") {
    const auto hash = crypto::hash<32>("wayside dict", {}, {dictionary(1)});

    CHECK(hex_of(hash) == "75cf4c91dbccfdff89be614d1d231879ef8154f88fdba676fa6a70b71d6aaeaa");
    CHECK(dictionary(0).empty());
    CHECK(dictionary(2).empty());
    CHECK(find_coding(1, 2) == nullptr);
    CHECK(find_coding(2, 0) == nullptr);
}

TEST_CASE("an act alone takes fewer bytes with the dictionary") {
    const ledger::Range morning = a_morning(4).range;
    const ledger::Range act{origin, 8, {}, {morning.entries[7]}};

    const std::size_t without = find_coding(1, 0)->encode(act, everybody).body.size();
    const std::size_t with = find_coding(1, 1)->encode(act, everybody).body.size();

    CHECK(with < without);
}
