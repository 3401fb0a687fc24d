#include "node/desk/lost_logs.hpp"

#include <doctest/doctest.h>

#include "tests/node/desk/shop.hpp"

using namespace wayside;
using namespace wayside::desk;

namespace {

using Pegs = std::vector<std::string>;

/// Three pegs are taken, and the entry of the second is damaged; gives their log.
LogId lose_the_second(ledger::ClinicBox& box) {
    LogId log;
    {
        Shop shop(box);
        for (const char* peg : {"p1", "p2", "p3"}) CHECK(said(shop.give(peg, peg).get()) == "done");
        log = shop.start.ledger.log();
    }
    shelf::damage(box, 2);
    return log;
}

/// A start that knows what it holds.
struct Working : Shop {
    explicit Working(ledger::ClinicBox& box) : Shop(box) {
        start.ledger.begin_holdings(start.report.logs);
    }
    HeldElsewhere hub_has(const std::vector<ledger::LogMark>& marks) {
        return {start.shelf.space(), start.box.box->device, marks};
    }
    /// A question that was asked at once may have been answered before it.
    void hear(HeldElsewhere there) {
        desk->settle_lost(std::move(there));
        (void)taken();
    }
    /// As much as we can give it.
    HeldElsewhere hub_has_all() {
        return hub_has(start.ledger.holdings().marks(start.shelf.space()));
    }
};

shelf::LostFrom known_of(const ledger::ClinicBox& box) {
    const auto setting = box.reader().setting(lost_logs_setting(box.space()));
    if (!setting) return {};
    const auto lost = decode_lost_logs(*setting);
    REQUIRE(lost);
    return *lost;
}

}  // namespace

TEST_CASE("what waits for an entry that the hub lacks too is written again while the desk works") {
    ledger::ClinicBox box(91);
    const LogId log = lose_the_second(box);
    std::string digest;
    {
        Working shop(box);
        REQUIRE(shop.taken() == Pegs{"visits/p1"});

        shop.hear(shop.hub_has_all());

        CHECK(shop.taken() == Pegs{"visits/p1", "visits/p3"});
        CHECK(said(shop.give("later", "p2").get()) == "done");
        shop.desk.reset();
        digest = shop.start.digest();
    }
    CHECK(known_of(box) == shelf::LostFrom{{log, 2}});
    CHECK(shelf::Start(box).digest() == digest);
}

TEST_CASE("while the hub may have the lost entry, what waits for it waits") {
    ledger::ClinicBox box(92);
    const LogId log = lose_the_second(box);
    Working shop(box);
    const auto ours = shop.start.ledger.holdings().find(box.space(), log);
    REQUIRE(ours);
    ledger::LogMark further = ours->mark;
    further.sequence = 3;
    ledger::LogMark other_chain = ours->mark;
    other_chain.chain[0] ^= 1;

    for (const auto& marks : {std::vector{further}, std::vector{other_chain}, {}}) {
        shop.hear(shop.hub_has(marks));
        CHECK(shop.taken() == Pegs{"visits/p1"});
    }
    shop.desk.reset();
    CHECK(known_of(box).empty());
}

TEST_CASE("a hub's word that comes again and again is looked at, and nothing is written twice") {
    ledger::ClinicBox box(93);
    lose_the_second(box);
    Working shop(box);
    for (int i = 0; i < 5; ++i) {
        shop.hear(shop.hub_has_all());
        CHECK(shop.taken() == Pegs{"visits/p1", "visits/p3"});
    }
    shop.desk.reset();
    CHECK(ledger::contents_of(box).entries.size() == 4);
}

TEST_CASE("what this start has built on already is left to the next one, and nobody forgets it") {
    ledger::ClinicBox box(94);
    const PatientId amina = ledger::patient_number(1);
    LogId log;
    {
        shelf::Start before(box);
        before.act(shelf::visit_draft("p1", {{"status", std::string("taken")}}));
        before.act(shelf::visit_draft("p2", {{"status", std::string("taken")}}));
        REQUIRE(before.say(amina, "n1", "a note of its own"));
        log = before.ledger.log();
    }
    shelf::damage(box, 2);
    {
        Working shop(box);
        REQUIRE(shop.taken() == Pegs{"visits/p1"});  // the desk is idle again
        REQUIRE(shop.start.say(amina, "n2", "a note that builds on it"));

        shop.hear(shop.hub_has_all());

        CHECK(shop.taken() == Pegs{"visits/p1"});
        shop.desk.reset();
        CHECK(shop.start.words_at(amina, "notes", "n2", "text") == "a note that builds on it");
    }
    const shelf::LostFrom lost = known_of(box);
    CHECK(lost == shelf::LostFrom{{log, 2}});
    shelf::Start next(box);
    next.shelf.load(lost);
    CHECK_FALSE(next.shelf.waits_in_own_start());
    CHECK(next.shelf.write_again(box.box->device, lost).entries.size() == 2);
    CHECK(next.words_at(amina, "notes", "n1", "text") == "a note of its own");
}

TEST_CASE("the list of lost logs comes back as it was written, and nothing else is one") {
    SeededRandom dice(95);
    shelf::LostFrom lost;
    for (std::uint64_t i = 1; i < 6; ++i) lost[dice.draw_log()] = i * 1'000'000'007;
    const Bytes good = encode_lost_logs(lost);

    CHECK(decode_lost_logs(good).value() == lost);
    CHECK(decode_lost_logs(encode_lost_logs({})).value().empty());
    for (std::size_t length = 0; length < good.size(); ++length) {
        CHECK_FALSE(decode_lost_logs(ByteView(good).first(length)));
    }
    for (int i = 0; i < 2'000; ++i) {
        Bytes changed = good;
        changed[dice.below(changed.size())] ^= static_cast<std::uint8_t>(1 + dice.below(255));
        const auto read = decode_lost_logs(changed);
        if (read) CHECK(encode_lost_logs(*read).size() == good.size());
    }
}
