// A desk whose machine ran twice, and hears of it.
#include <doctest/doctest.h>

#include "tests/node/desk/shop.hpp"

using namespace wayside;
using namespace wayside::desk;

namespace {

using Pegs = std::vector<std::string>;

/// As another run of this box would have signed it, in place of what stands here.
ledger::CheckedHead other_history(const ledger::ClinicBox& box, const LogId& log,
                                  std::uint64_t sequence) {
    ledger::Head head;
    head.region = box.box->region;
    head.space = box.space();
    head.device = box.box->device;
    head.entry = {log, sequence};
    head.chain = crypto::Hash32{7};
    ledger::sign_head(head, box.box->signer);
    return *ledger::check_head(head, box.box->region_register);
}

/// What became of it: "kept", or the rule that refused.
std::string tell(Shop& shop, const ledger::CheckedHead& head) {
    std::promise<std::string> heard;
    shop.desk->take({.range = {}, .keys = {}, .register_records = {}, .heads = {head}},
                    [&heard](const Result<void>& stored) {
                        heard.set_value(stored ? "kept" : stored.refusal().rule_name());
                    });
    return heard.get_future().get();
}

}  // namespace

TEST_CASE(
    "a desk that built on a log of its own which is forked goes on, and starts anew without") {
    ledger::ClinicBox box(96);
    LogId log;
    {
        Shop shop(box);
        for (const char* peg : {"p1", "p2"}) CHECK(said(shop.give(peg, peg).get()) == "done");
        log = shop.start.ledger.log();
    }
    {
        Shop shop(box);
        CHECK(said(shop.give("p3", "p3").get()) == "done");

        CHECK(tell(shop, other_history(box, log, 2)) == "fork");
        CHECK(tell(shop, other_history(box, log, 2)) == "kept");

        CHECK(shop.taken() == Pegs{"visits/p1", "visits/p2", "visits/p3"});
        CHECK(said(shop.give("p4", "p4").get()) == "done");
        CHECK(shop.gave_up.empty());
        shop.desk.reset();
        CHECK(box.reader().forks().size() == 1);
    }
    Shop next(box);
    CHECK(next.taken() == Pegs{"visits/p1"});
    CHECK(next.start.shelf.waits_for_own(box.box->device) ==
          std::vector{ledger::EntryName{log, 2}});
}

TEST_CASE("another history of what this very start writes ends the process, with the proof kept") {
    ledger::ClinicBox box(97);
    Shop shop(box);
    for (const char* peg : {"p1", "p2"}) CHECK(said(shop.give(peg, peg).get()) == "done");

    CHECK(tell(shop, other_history(box, shop.start.ledger.log(), 2)) == "own_log");

    shop.desk.reset();
    CHECK(shop.gave_up.size() == 1);
    CHECK(box.reader().forks().size() == 1);
}
