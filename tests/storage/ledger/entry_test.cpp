#include "storage/ledger/entry.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::ledger;

namespace {

const LogId north{{1, 1}};
const LogId south{{2, 2}};

/// Two boxes that write one day apart and meet, with what each of them knows.
struct TwoBoxes {
    explicit TwoBoxes(std::uint64_t seed) : random(seed) {
        documents.emplace(north, document::Document::begin(document::Kind::day, north));
        documents.emplace(south, document::Document::begin(document::Kind::day, south));
    }

    struct Sent {
        EntryName name;
        Entry entry;
        Bytes plaintext;
    };

    Sent write(const LogId& log) {
        Entry entry;
        entry.time = {1'772'438'400'000 + ++count, std::uint32_t(count % 3), count % 2 == 0};
        entry.audit.command = "call";
        entry.audit.remark = count % 2 == 0 ? "out_of_order" : "";
        if (count % 3 == 0) entry.audit.happened = Timestamp{count};
        const int changes = 1 + int(random.below(2));
        for (int i = 0; i < changes; ++i) {
            const std::string visit = std::to_string(random.below(5));
            auto made = documents.at(log).commit(
                {{"visits", visit, "minutes", std::int64_t(++value)}}, entry.time.ms);
            REQUIRE(made);
            entry.changes.push_back({day, made->change});
        }
        const EntryName name{log, ++sequences[log]};
        const auto encoded = encode_entry(entry, name, names[log]);
        REQUIRE(encoded);
        learn_entry(names[log], name, entry.changes, encoded->hashes);
        return {name, entry, encoded->plaintext};
    }

    /// The other box takes an entry; false if it is held.
    bool take(const LogId& at, const Sent& sent) {
        const auto decoding = decode_entry(sent.plaintext, sent.name, names[at]);
        REQUIRE(decoding);
        const auto* whole = std::get_if<DecodedEntry>(&*decoding);
        if (whole == nullptr) {
            names[at].miss(sent.name.log, sent.name.sequence, sent.name.sequence);
            return false;
        }
        REQUIRE(whole->entry.changes.size() == sent.entry.changes.size());
        std::vector<Bytes> raw;
        for (std::size_t i = 0; i < whole->entry.changes.size(); ++i) {
            REQUIRE(whole->entry.changes[i].raw == sent.entry.changes[i].raw);
            raw.push_back(whole->entry.changes[i].raw);
        }
        learn_entry(names[at], sent.name, whole->entry.changes, whole->hashes);
        REQUIRE(documents.at(at).apply(raw));
        return true;
    }

    SeededRandom random;
    int count = 0;
    int value = 0;
    std::map<LogId, document::Document> documents;
    std::map<LogId, ChangeNames> names;
    std::map<LogId, std::uint64_t> sequences;
};

}  // namespace

TEST_CASE("entries of two boxes come back byte for byte, in any order in which parents allow it") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        TwoBoxes boxes(seed);
        std::map<LogId, std::vector<TwoBoxes::Sent>> inbox;
        for (int step = 0; step < 60; ++step) {
            const LogId& writer = boxes.random.below(2) == 0 ? north : south;
            const LogId& reader = writer == north ? south : north;
            if (boxes.random.below(3) > 0) {
                inbox[reader].push_back(boxes.write(writer));
                continue;
            }
            auto& waiting = inbox[writer];
            for (std::size_t i = waiting.size(); i > 1; --i) {
                std::swap(waiting[i - 1], waiting[boxes.random.below(i)]);
            }
            for (const auto& sent : waiting) {
                boxes.names[writer].miss(sent.name.log, sent.name.sequence, sent.name.sequence);
            }
            // What is held waits; each pass takes at least one, or nothing was left.
            for (std::size_t before = waiting.size() + 1; before > waiting.size();) {
                before = waiting.size();
                std::erase_if(waiting, [&](const auto& sent) { return boxes.take(writer, sent); });
            }
            REQUIRE(waiting.empty());
        }
    }
}

TEST_CASE("an entry keeps its audit record") {
    Entry entry;
    entry.time = {5, 6, true};
    entry.audit.happened = Timestamp{4};
    entry.audit.command = "call";
    entry.audit.person = "nurse 3";
    entry.audit.role = "nurse";
    entry.audit.screen = "tablet";
    entry.audit.patient = patient_number(1);
    entry.audit.reason = "late";
    entry.audit.request = request_of("desk", "k");
    entry.audit.remark = "out_of_order";

    const auto encoded = encode_entry(entry, {north, 1}, {});
    const auto decoding = decode_entry(encoded->plaintext, {north, 1}, {});

    const Entry& back = std::get<DecodedEntry>(*decoding).entry;
    CHECK(back.time == entry.time);
    CHECK(back.audit.happened == entry.audit.happened);
    CHECK(back.audit.command == "call");
    CHECK(back.audit.person == "nurse 3");
    CHECK(back.audit.role == "nurse");
    CHECK(back.audit.screen == "tablet");
    CHECK(back.audit.patient == entry.audit.patient);
    CHECK(back.audit.reason == "late");
    CHECK(back.audit.request == entry.audit.request);
    CHECK(back.audit.remark == "out_of_order");
}

TEST_CASE("an entry whose parent is not here is held, naming the entry that it waits for") {
    TwoBoxes boxes(30);
    const auto first = boxes.write(north);
    boxes.take(south, first);
    const auto second = boxes.write(south);

    const auto decoding = decode_entry(second.plaintext, second.name, {});

    REQUIRE(decoding);
    const auto& held = std::get<HeldEntry>(*decoding);
    REQUIRE(held.missing.size() == 1);
    CHECK(held.missing[0].name.entry == first.name);
    CHECK(held.entry.audit.command == "call");
}

TEST_CASE("what follows a missed entry of its own log is held; without the miss it is damaged") {
    TwoBoxes boxes(31);
    const auto first = boxes.write(north);
    const auto second = boxes.write(north);
    const auto third = boxes.write(north);
    boxes.take(south, first);

    const auto unaware = decode_entry(third.plaintext, third.name, boxes.names[south]);
    boxes.names[south].miss(north, 2, 2);
    const auto aware = decode_entry(third.plaintext, third.name, boxes.names[south]);

    REQUIRE_FALSE(unaware);
    CHECK(unaware.refusal().why == Why::damaged);
    REQUIRE(aware);
    CHECK(std::get<HeldEntry>(*aware).missing.at(0).name.entry == second.name);
    CHECK(boxes.take(south, second));
    CHECK(boxes.take(south, third));
}

TEST_CASE("a change that would not come back is refused before it is written") {
    TwoBoxes boxes(32);
    const auto sent = boxes.write(north);
    Entry other = sent.entry;
    other.time.ms += 1;
    CHECK(encode_entry(other, {north, 1}, {}).refusal().why == Why::invalid);

    const auto next = boxes.write(north);
    CHECK(encode_entry(next.entry, {north, 1}, {}).refusal().why == Why::invalid);

    other = sent.entry;
    other.changes[0].raw.back() ^= 1;
    CHECK_FALSE(encode_entry(other, {north, 1}, {}));
    other.changes[0].document.key.clear();
    CHECK_FALSE(encode_entry(other, {north, 1}, {}));
}

TEST_CASE("what is too long is refused by name") {
    Entry entry;
    entry.audit.remark = std::string(max_remark_bytes + 1, 'x');
    CHECK(encode_entry(entry, {north, 1}, {}).refusal().why == Why::too_large);
    entry.audit.remark.clear();
    entry.audit.command = std::string(max_entry_word_bytes + 1, 'x');
    CHECK(encode_entry(entry, {north, 1}, {}).refusal().why == Why::too_large);
    CHECK(decode_entry(Bytes(max_entry_bytes + 1, 1), {north, 1}, {}).refusal().why ==
          Why::too_large);
    CHECK(decode_entry(Bytes{9}, {north, 1}, {}).refusal().why == Why::unsupported);
}

TEST_CASE("mutated entries are refused, held, or come to changes that agree with their checks") {
    TwoBoxes boxes(33);
    std::vector<TwoBoxes::Sent> sent;
    for (int i = 0; i < 6; ++i) sent.push_back(boxes.write(north));
    SeededRandom random{34};

    for (int round = 0; round < 6'000; ++round) {
        const auto& of = sent[random.below(sent.size())];
        Bytes bad = of.plaintext;
        for (std::uint64_t flips = 1 + random.below(3); flips > 0; --flips) {
            bad[random.below(bad.size())] ^= static_cast<std::uint8_t>(1 + random.below(255));
        }
        if (random.below(4) == 0) bad.resize(random.below(bad.size()));
        const auto decoding = decode_entry(bad, of.name, boxes.names[north]);
        const auto* whole = decoding ? std::get_if<DecodedEntry>(&*decoding) : nullptr;
        if (whole == nullptr) continue;
        CHECK(whole->entry.changes.size() == whole->hashes.size());
        CHECK(encode_entry(whole->entry, of.name, boxes.names[north]));
    }
}

TEST_CASE("document ids are ordered by kind, then key, and come back from their bytes") {
    const DocumentId a{document::Kind::day, "2026-03-02"};
    const DocumentId b{document::Kind::day, "2026-03-03"};
    const DocumentId c{document::Kind::patient, "2026"};
    CHECK(a < b);
    CHECK(b < c);

    ByteWriter out;
    write_document_id(out, b);
    ByteReader from(out.bytes());
    CHECK(read_document_id(from) == b);
    CHECK(from.done());
    const Bytes unknown{9, 1, 0, 0, 0, 'a'};
    ByteReader bad(unknown);
    read_document_id(bad);
    CHECK(bad.failed());
}

TEST_CASE("runs of missed entries are split as they are found") {
    ChangeNames names;
    names.miss(north, 3, 9);
    CHECK(names.missed_between(north, 0, 100) == EntryName{north, 9});
    CHECK(names.missed_between(north, 0, 6) == EntryName{north, 5});
    CHECK_FALSE(names.missed_between(north, 9, 100));
    CHECK_FALSE(names.missed_between(south, 0, 100));

    names.find({north, 9});
    names.find({north, 5});
    CHECK(names.missed_between(north, 0, 100) == EntryName{north, 8});
    CHECK(names.missed_between(north, 0, 6) == EntryName{north, 4});
    for (const std::uint64_t at : {3, 4, 6, 7, 8}) names.find({north, at});
    CHECK_FALSE(names.missed_between(north, 0, 100));
}
