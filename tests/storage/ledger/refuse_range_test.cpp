#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "tests/storage/ledger/exchange.hpp"

using namespace wayside;
using namespace wayside::ledger;

namespace {

/// A writer with eight visits, a member that holds the first four, and a hostile one.
struct Stage {
    explicit Stage(std::uint64_t seed)
        : writer(seed), member(writer, seed + 1), hostile(writer, seed + 2) {
        {
            Ledger ledger = writer.start();
            log = ledger.log();
            Author(writer, ledger).commit_visits(8);
        }
        member.box = reopened(member);
        all = ranges_of(writer, log, 100'000).at(0);
        first_half = part(1, 4);
        second_half = part(5, 8);
    }
    /// The member knows of the third device too.
    std::unique_ptr<trust::Box> reopened(ClinicBox& box) {
        auto& records = writer.box->region_register.records();
        for (const Bytes& record : records) {
            static_cast<void>(box.box->region_register.accept(record));
        }
        return std::move(box.box);
    }
    SignedRange part(std::uint64_t first, std::uint64_t last) {
        LedgerReader reader = writer.reader();
        SignedRange out = *reader.range_to_sign(writer.space(), log, first, 100'000);
        while (out.range.last() > last) out.range.entries.pop_back();
        for (const StoredEntry& entry : contents_of(writer).entries) {
            if (entry.name == EntryName{log, last}) out.head.chain = entry.chain;
        }
        out.head.entry.sequence = last;
        sign_head(out.head, writer.box->signer);
        return out;
    }

    ClinicBox writer;
    ClinicBox member;
    ClinicBox hostile;
    LogId log;
    SignedRange all;
    SignedRange first_half;
    SignedRange second_half;
};

struct Lie {
    const char* rule;
    const char* what;
    std::function<void(Stage&, SignedRange&)> tell;
};

std::vector<Lie> lies() {
    using S = Stage;
    using R = SignedRange;
    return {
        {"head_signature", "a head that its writer did not sign",
         [](S& s, R& r) { sign_head(r.head, s.hostile.box->signer); }},
        {"head_signature", "a signature with a flipped bit",
         [](S&, R& r) { r.head.signature[9] ^= 4U; }},
        {"malformed", "the head of another place in the log",
         [](S& s, R& r) { r.head = s.first_half.head; }},
        {"malformed", "the head of another log",
         [](S& s, R& r) {
             r.head.entry.log = LogId{{5}};
             sign_head(r.head, s.writer.box->signer);
         }},
        {"head_signature", "another log's name, head and all",
         [](S&, R& r) { r.range.origin.log = r.head.entry.log = LogId{{5}}; }},
        {"not_a_member", "another space, that the writer is no member of",
         [](S& s, R& r) {
             r.range.origin.space = r.head.space = SpaceId{{5}};
             sign_head(r.head, s.writer.box->signer);
         }},
        {"no_key", "entries as if of another space of the writer's",
         [](S& s, R& r) {
             r.range.origin.space = r.head.space = s.writer.box->clinics[0].audit;
             sign_head(r.head, s.writer.box->signer);
         }},
        {"other_region", "another region",
         [](S&, R& r) { r.range.origin.region = r.head.region = RegionId{{5}}; }},
        {"unknown_device", "a device that nobody knows",
         [](S&, R& r) { r.range.origin.device = r.head.device = DeviceId{{5}}; }},
        {"head_signature", "another device's name",
         [](S& s, R& r) { r.range.origin.device = r.head.device = s.hostile.box->device; }},
        {"head_chain", "another device's name and its head",
         [](S& s, R& r) {
             r.range.origin.device = r.head.device = s.hostile.box->device;
             sign_head(r.head, s.hostile.box->signer);
         }},
        {"head_chain", "one changed byte of a plaintext",
         [](S&, R& r) { r.range.entries[1].plaintext.back() ^= 1U; }},
        {"head_chain", "two entries exchanged",
         [](S&, R& r) { std::swap(r.range.entries[1], r.range.entries[2]); }},
        {"head_chain", "an entry left out and its number given to the next",
         [](S&, R& r) {
             r.range.entries.erase(r.range.entries.begin() + 1);
             r.range.entries.push_back(r.range.entries.back());
         }},
        {"malformed", "an entry cut off at the end", [](S&, R& r) { r.range.entries.pop_back(); }},
        {"malformed", "an entry added at the end",
         [](S&, R& r) { r.range.entries.push_back(r.range.entries.back()); }},
        {"head_chain", "another place to begin", [](S&, R& r) { r.range.before[3] ^= 1U; }},
        {"no_key", "a key that is not held",
         [](S&, R& r) { r.range.entries[0].sealing.key_id[0] ^= 1U; }},
        {"head_chain", "the other suite",
         [](S&, R& r) { r.range.entries[0].sealing.suite = crypto::Suite::aes_256_siv; }},
        {"malformed", "no entries", [](S&, R& r) { r.range.entries.clear(); }},
        {"malformed", "an entry without bytes",
         [](S&, R& r) { r.range.entries[0].plaintext.clear(); }},
        {"malformed", "a sequence of nought", [](S&, R& r) { r.range.first = 0; }},
        {"malformed", "the greatest of all sequences",
         [](S&, R& r) { r.range.first = ~std::uint64_t{0}; }},
        {"too_large", "an entry that is too large",
         [](S&, R& r) { r.range.entries[0].plaintext.resize(max_entry_bytes + 1); }},
        {"too_large", "more bytes than a range may hold",
         [](S&, R& r) {
             for (int i = 0; i < 5; ++i) r.range.entries.push_back(r.range.entries[0]);
             for (auto& entry : r.range.entries) entry.plaintext.resize(max_entry_bytes);
         }},
    };
}

}  // namespace

TEST_CASE("every lie about a range is refused by its rule, and nothing that is stored changes") {
    Stage stage(500);
    Ledger ledger = stage.member.start();
    take_all(stage.member, ledger, {stage.first_half});
    const std::string before = rows_of(stage.member);

    for (const Lie& lie : lies()) {
        CAPTURE(lie.what);
        SignedRange told = stage.second_half;
        lie.tell(stage, told);

        const auto taken = take(stage.member, ledger, told);

        REQUIRE_FALSE(taken);
        CHECK(taken.refusal().rule_name() == lie.rule);
        CHECK(rows_of(stage.member) == before);
    }

    CHECK(take(stage.member, ledger, stage.second_half));
    CHECK(frontier_of(stage.member) == frontier_of(stage.writer));
}

TEST_CASE("a range that leaves a gap is refused whole, with all that its batch would have stored") {
    Stage stage(510);
    Ledger ledger = stage.member.start();
    const std::string before = rows_of(stage.member);
    Author author(stage.member, ledger);
    Batch batch;
    batch.entries.push_back(author.book(1, 1));
    batch.received.push_back(*checked(stage.member, stage.second_half));

    const auto taken = ledger.receive(batch);

    REQUIRE_FALSE(taken);
    CHECK(taken.refusal().rule == "gap");
    CHECK(rows_of(stage.member) == before);
    CHECK(ledger.next_sequence(stage.member.space()) == 1);
    batch.received.clear();
    ledger.commit(batch);
    CHECK(take(stage.member, ledger, stage.first_half));
    CHECK(take(stage.member, ledger, stage.second_half));
    CHECK(ledger.holdings().marks(stage.member.space()).size() == 2);
}

TEST_CASE("a log of one device cannot be taken over by another that signs for it") {
    Stage stage(520);
    Ledger ledger = stage.member.start();
    take_all(stage.member, ledger, {stage.first_half});
    // The hostile member writes a log of its own under the writer's log id.
    auto opened =
        Ledger::open(stage.hostile.folder.path, *stage.hostile.box, {stage.log, MachineId{7}});
    Ledger theirs = std::move(*opened);
    Author(stage.hostile, theirs).commit_visits(2);
    const auto forged = ranges_of(stage.hostile, stage.log, 10'000);
    const std::string before = rows_of(stage.member);

    const auto taken = take(stage.member, ledger, forged.at(0));

    REQUIRE_FALSE(taken);
    CHECK(taken.refusal().rule == "other_writer");
    CHECK(rows_of(stage.member) == before);
}

TEST_CASE("a device that was cut off is believed up to its mark, and in the logs before that") {
    Stage stage(540);
    LogId later;
    {
        Ledger ledger = stage.writer.start();
        later = ledger.log();
        Author(stage.writer, ledger).commit_visits(4);
    }
    const auto before = stage.second_half;
    const auto after = ranges_of(stage.writer, later, 1).at(1);
    trust::DeviceCutOff cut_off{stage.writer.box->device, {}};
    cut_off.marks.push_back({stage.writer.space(), later, 2, after.head.chain});
    trust::Register& reg = stage.member.box->region_register;
    REQUIRE(reg.append(*stage.writer.box->authority, {5}, cut_off));
    Ledger ledger = stage.member.start();
    const auto judged = [&](const SignedRange& range, const Holdings* held) {
        const auto checked = check_range(range, reg, stage.member.box->keyring, held);
        return checked ? std::string("believed") : checked.refusal().rule_name();
    };

    CHECK(judged(before, &ledger.holdings()) == "cut_off");
    for (const SignedRange& range : ranges_of(stage.writer, later, 1)) {
        CHECK(judged(range, nullptr) == (range.range.last() <= 2 ? "believed" : "cut_off"));
        if (range.range.last() <= 2) REQUIRE(take(stage.member, ledger, range));
    }

    CHECK(judged(before, &ledger.holdings()) == "believed");
    CHECK(judged(before, nullptr) == "cut_off");
}

TEST_CASE("a range begins anywhere and ends at a head, whatever its limit") {
    Stage stage(530);
    Ledger ledger = stage.member.start();
    take_all(stage.member, ledger, {stage.first_half, stage.second_half});
    LedgerReader reader = stage.member.reader();

    const auto thin = reader.range(stage.member.space(), stage.log, 2, 1);
    const auto wide = reader.range(stage.member.space(), stage.log, 2, max_range_bytes);
    const auto none = reader.range(stage.member.space(), stage.log, 9, 1'000);
    const auto unknown = reader.range(stage.member.space(), LogId{{9}}, 1, 1'000);

    REQUIRE(thin);
    CHECK(thin->range.first == 2);
    CHECK(thin->range.last() == 4);
    REQUIRE(wide);
    CHECK(wide->range.last() == 8);
    CHECK(checked(stage.writer, *wide));
    REQUIRE_FALSE(none);
    CHECK(none.refusal().why == Why::not_found);
    CHECK_FALSE(unknown);
}
