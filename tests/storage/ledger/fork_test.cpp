#include "storage/ledger/fork.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "storage/ledger/verify.hpp"
#include "tests/storage/ledger/exchange.hpp"

using namespace wayside;
using namespace wayside::ledger;

namespace {

/// A machine that was resumed from an image of itself: one start that went on twice. Three visits
/// are common, then come three more on one branch and four on the other.
struct Resumed {
    explicit Resumed(std::uint64_t seed) : writer(seed), member(writer, seed + 1) {
        log = writer.random.draw_log();
        Folder image;
        begin(image);
        branches[0] = finish(3, 700);
        std::filesystem::remove_all(writer.folder.path);
        std::filesystem::copy(image.path, writer.folder.path);
        branches[1] = finish(4, 701);
    }

    std::vector<SignedRange> finish(int visits, int patient);
    void begin(Folder& image);

    ClinicBox writer;
    ClinicBox member;
    LogId log;
    std::vector<SignedRange> branches[2];
};

}  // namespace

namespace {

/// The start's database with a log row of its own making, as an image would hold it.
void Resumed::begin(Folder& image) {
    std::filesystem::copy(writer.folder.path, image.path,
                          std::filesystem::copy_options::overwrite_existing |
                              std::filesystem::copy_options::recursive);
}

/// The same start, from its beginning: the first three visits are the same bytes.
std::vector<SignedRange> Resumed::finish(int visits, int patient) {
    auto opened = Ledger::open(writer.folder.path, *writer.box, {log, MachineId{7}});
    Ledger ledger = std::move(*opened);
    Author author(writer, ledger);
    Batch batch;
    for (int i = 0; i < 3 + visits; ++i) {
        const int number = i < 3 ? i : patient + i;
        const std::uint64_t at = ledger.next_sequence(writer.space()) + std::uint64_t(i);
        batch.entries.push_back(author.book(number, at));
    }
    ledger.commit(batch);
    return ranges_of(writer, log, 700);
}

std::vector<Finding> forks_named(const ClinicBox& box, const DeviceId& device) {
    auto findings = verify(box.folder.path, &box.box->keyring);
    std::erase_if(findings, [&](const Finding& finding) {
        return finding.what.find(device.text()) == std::string::npos ||
               finding.what.find("fork") == std::string::npos;
    });
    return findings;
}

}  // namespace

TEST_CASE("a fork is kept with both heads and named, and both orders end at the common entry") {
    Resumed resumed(400);
    std::vector<Frontier> ends;

    for (const int first : {0, 1}) {
        CAPTURE(first);
        ClinicBox box(resumed.writer, 450 + std::uint64_t(first));
        Ledger ledger = box.start();
        take_all(box, ledger, resumed.branches[first]);
        const std::uint64_t stored = resumed.branches[first].back().range.last();
        CHECK(frontier_of(box).logs.at(0).sequence == stored);

        std::optional<Refusal> refused;
        for (const SignedRange& range : resumed.branches[1 - first]) {
            const auto taken = take(box, ledger, range);
            if (!taken && !refused) refused = taken.refusal();
        }

        REQUIRE(refused);
        CHECK(refused->rule == "fork");
        const auto forks = box.reader().forks();
        REQUIRE(forks.size() == 1);
        CHECK(forks[0].common.sequence == 3);
        CHECK(forks[0].is_exact);
        const auto& key = box.box->region_register.device(resumed.writer.box->device)->signing;
        CHECK(is_signed(forks[0].kept, key));
        CHECK(is_signed(forks[0].other, key));
        CHECK_FALSE(forks_named(box, resumed.writer.box->device).empty());
        CHECK(contents_of(box).entries.size() == stored);
        CHECK(ledger.holdings().frontier(box.space()) == frontier_of(box));
        CHECK(ledger.holdings().forked().size() == 1);
        ends.push_back(frontier_of(box));
        const auto more = take(box, ledger, resumed.branches[first].back());
        REQUIRE_FALSE(more);
        CHECK(more.refusal().rule == "fork");
        for (const StoredEntry& entry : contents_of(box).entries) {
            CHECK(entry.is_beyond_fork == (entry.name.sequence > 3));
        }
    }

    CHECK(ends[0] == ends[1]);
    CHECK(ends[0].logs.at(0).sequence == 3);
}

TEST_CASE("a fork that is first met behind its parting narrows as earlier ranges come") {
    Resumed resumed(410);
    Ledger ledger = resumed.member.start();
    take_all(resumed.member, ledger, resumed.branches[0]);
    SignedRange last = resumed.branches[1].back();
    REQUIRE(last.range.first > 4);
    REQUIRE(last.range.first <= 7);

    const auto first_met = take(resumed.member, ledger, last);
    const auto forks = resumed.member.reader().forks();
    for (const SignedRange& range : resumed.branches[1]) {
        static_cast<void>(take(resumed.member, ledger, range));
    }

    REQUIRE_FALSE(first_met);
    REQUIRE(forks.size() == 1);
    CHECK_FALSE(forks[0].is_exact);
    CHECK(forks[0].common.sequence < last.range.first);
    const auto exact = resumed.member.reader().forks();
    REQUIRE(exact.size() == 1);
    CHECK(exact[0].is_exact);
    CHECK(exact[0].common.sequence == 3);
}

TEST_CASE("two histories of equal length are proved by the heads that the others tell") {
    Resumed resumed(430);
    ClinicBox& member = resumed.member;
    Ledger ledger = member.start();
    take_all(member, ledger, resumed.branches[0]);
    const auto tell = [&](const Head& head) {
        Batch batch;
        batch.told_heads.push_back(*check_head(head, member.box->region_register));
        return ledger.receive(batch);
    };
    const Head ours = resumed.branches[0].back().head;
    Head theirs = ours;
    theirs.chain[0] ^= 1U;
    CHECK(check_head(theirs, member.box->region_register).refusal().rule == "head_signature");
    sign_head(theirs, resumed.writer.box->signer);

    CHECK(tell(ours));
    CHECK(member.reader().forks().empty());
    const auto proved = tell(theirs);
    const auto again = tell(theirs);

    REQUIRE_FALSE(proved);
    CHECK(proved.refusal().rule == "fork");
    CHECK(again);
    const auto forks = member.reader().forks();
    REQUIRE(forks.size() == 1);
    CHECK(forks[0].common.sequence == ours.entry.sequence - 1);
    CHECK(forks[0].kept.chain == ours.chain);
    CHECK(forks[0].other.chain == theirs.chain);
    CHECK_FALSE(forks_named(member, resumed.writer.box->device).empty());
    CHECK(ledger.holdings().forked().size() == 1);
    CHECK(ledger.holdings().frontier(member.space()) == frontier_of(member));
}

TEST_CASE("what others tell of a log of ours is held against it: its device names itself") {
    Resumed resumed(450);
    ClinicBox& writer = resumed.writer;
    const DeviceId device = writer.box->device;
    Ledger ledger = writer.start();
    Batch batch;
    batch.told_heads.push_back(
        *check_head(resumed.branches[0].back().head, writer.box->region_register));

    const auto told = ledger.receive(batch);
    const auto again = ledger.receive(batch);

    REQUIRE_FALSE(told);
    CHECK(told.refusal().rule == "fork");
    CHECK(again);
    REQUIRE(writer.reader().forks().size() == 1);
    CHECK(writer.reader().forks()[0].other.chain == resumed.branches[0].back().head.chain);
    CHECK_FALSE(forks_named(writer, device).empty());
    CHECK(ledger.next_sequence(writer.space()) == 1);
}

TEST_CASE("another history of this very start is kept as a proof, and says that it must end") {
    ClinicBox box(452);
    Ledger ledger = box.start();
    Author author(box, ledger);
    author.commit_visits(4);
    Head theirs;
    theirs.region = box.box->region;
    theirs.space = box.space();
    theirs.device = box.box->device;
    theirs.entry = {ledger.log(), 3};
    theirs.chain = crypto::Hash32{7};
    sign_head(theirs, box.box->signer);
    Batch batch;
    batch.told_heads.push_back(*check_head(theirs, box.box->region_register));

    const auto told = ledger.receive(batch);

    REQUIRE_FALSE(told);
    CHECK(told.refusal().rule == "own_log");
    REQUIRE(box.reader().forks().size() == 1);
    CHECK(box.reader().forks()[0].common.sequence == 2);
    CHECK_FALSE(forks_named(box, box.box->device).empty());
    CHECK(contents_of(box).entries.size() == 4);
}

TEST_CASE("who writes under the name of another box's running start ends nothing there") {
    ClinicBox box(456);
    ClinicBox hostile(box, 457);
    static_cast<void>(box.box->accept(hostile.box->region_register.records()));
    Ledger ledger = box.start();
    {
        auto opened = Ledger::open(hostile.folder.path, *hostile.box, {ledger.log()});
        Ledger theirs = std::move(*opened);
        Author(hostile, theirs).commit_visits(2);
    }
    const auto range = ranges_of(hostile, ledger.log(), 900).front();

    const auto before = take(box, ledger, range);
    Author(box, ledger).commit_visits(1);
    const auto after = take(box, ledger, range);

    REQUIRE_FALSE(before);
    CHECK(before.refusal().rule == "other_writer");
    REQUIRE_FALSE(after);
    CHECK(after.refusal().rule == "other_writer");
    CHECK(contents_of(box).entries.size() == 1);
}

TEST_CASE("a range of the history that is here proves nothing, though its log was forked before") {
    Resumed resumed(454);
    Ledger ledger = resumed.member.start();
    take_all(resumed.member, ledger, resumed.branches[0]);
    REQUIRE_FALSE(take(resumed.member, ledger, resumed.branches[1].back()));
    const auto known = resumed.member.reader().forks();
    REQUIRE(known.size() == 1);
    REQUIRE_FALSE(known[0].is_exact);

    for (const SignedRange& range : resumed.branches[0]) {
        static_cast<void>(take(resumed.member, ledger, range));
    }

    const auto forks = resumed.member.reader().forks();
    REQUIRE(forks.size() == 1);
    CHECK(forks[0].common == known[0].common);
    CHECK(forks[0].other.chain == known[0].other.chain);
    CHECK_FALSE(forks[0].is_exact);
}

TEST_CASE("what is damaged here convicts nobody whose heads say otherwise") {
    Resumed resumed(440);
    ClinicBox& member = resumed.member;
    Ledger ledger = member.start();
    take_all(member, ledger, resumed.branches[0]);
    run(member, "UPDATE entry SET chain = zeroblob(32) WHERE sequence = 6");
    Batch batch;
    batch.told_heads.push_back(
        *check_head(resumed.branches[0].back().head, member.box->region_register));

    CHECK(ledger.receive(batch));

    CHECK(member.reader().forks().empty());
}

TEST_CASE("two heads of one sequence convict their device by themselves; others do not") {
    Resumed resumed(420);
    const auto& key = resumed.writer.box->signer.public_key();
    Head a = resumed.branches[0].back().head;
    Head b = a;
    b.chain[0] ^= 1U;
    sign_head(b, resumed.writer.box->signer);
    Head unsigned_head = b;
    unsigned_head.signature[5] ^= 1U;
    Head elsewhere = b;
    elsewhere.entry.sequence += 1;
    sign_head(elsewhere, resumed.writer.box->signer);

    CHECK(prove_fork(a, b, key));
    CHECK_FALSE(prove_fork(a, a, key));
    CHECK_FALSE(prove_fork(a, unsigned_head, key));
    CHECK_FALSE(prove_fork(a, elsewhere, key));
    CHECK_FALSE(prove_fork(a, b, resumed.member.box->signer.public_key()));
}

TEST_CASE("entries of this very start that it did not write say that the device runs twice") {
    Resumed resumed(430);
    std::filesystem::remove_all(resumed.writer.folder.path);
    ClinicBox founder(430);
    auto opened = Ledger::open(founder.folder.path, *founder.box, {resumed.log, MachineId{7}});
    Ledger ledger = std::move(*opened);

    const auto taken = take(founder, ledger, resumed.branches[0].front());

    REQUIRE_FALSE(taken);
    CHECK(taken.refusal().rule == "own_log");
    CHECK(contents_of(founder).entries.empty());
}

TEST_CASE("a stored fork comes back as it was, and any changed byte of its row is noticed") {
    Resumed resumed(440);
    Fork fork;
    fork.kept = resumed.branches[0].back().head;
    fork.other = resumed.branches[1].back().head;
    fork.common = {resumed.log, 3, crypto::Hash32{9}};
    fork.is_exact = true;
    const Bytes row = encode_fork(5, fork);
    const Head of = fork.kept;

    const auto again = decode_fork(5, of, row);

    REQUIRE(again);
    CHECK(encode_fork(5, *again) == row);
    CHECK_FALSE(decode_fork(6, of, row));
    SeededRandom dice(441);
    for (int round = 0; round < 2'000; ++round) {
        Bytes changed = row;
        changed[dice.below(changed.size())] ^= static_cast<std::uint8_t>(1 + dice.below(255));
        if (round % 5 == 0) changed.resize(dice.below(changed.size()));
        CHECK_FALSE(decode_fork(5, of, changed));
    }
}
