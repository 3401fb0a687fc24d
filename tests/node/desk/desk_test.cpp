#include "tests/node/desk/shop.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace wayside;
using namespace wayside::desk;

TEST_CASE("of many who ask for one thing at once the first gets it, and the others hear the rule") {
    ledger::ClinicBox box(71);
    Shop shop(box);
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < 50; ++i) answers.push_back(shop.give("k" + std::to_string(i), "p1"));

    CHECK(said(answers[0].get()) == "done");
    for (std::size_t i = 1; i < 50; ++i) CHECK(said(answers[i].get()) == "peg_taken");
    CHECK(ledger::contents_of(box).entries.size() == 1);
}

TEST_CASE("a repeat is answered and not done again, in flight, later, and after a restart") {
    ledger::ClinicBox box(72);
    {
        Shop shop(box);
        auto first = shop.give("k", "p1");
        auto at_once = shop.give("k", "p1");
        CHECK(said(first.get()) == "done");
        CHECK(said(at_once.get()) == "repeated");
        CHECK(said(shop.give("k", "p1").get()) == "repeated");
        CHECK(said(shop.give("other", "p1").get()) == "peg_taken");
    }

    Shop again(box);

    CHECK(said(again.give("k", "p1").get()) == "repeated");
    CHECK(said(again.give("other", "p1").get()) == "peg_taken repeated");
    CHECK(said(again.give("k", "p2").get()) == "key_reused");
    CHECK(ledger::contents_of(box).entries.size() == 1);
}

TEST_CASE("a role that is not in the row is refused, and so is a command without a key") {
    ledger::ClinicBox box(73);
    Shop shop(box);

    CHECK(said(shop.give("k", "p1", "thief").get()) == "role");
    CHECK(said(shop.give("", "p1").get()) == "idempotency_key");
    CHECK(ledger::contents_of(box).entries.empty());
}

TEST_CASE("an exception in a decision costs that request alone") {
    ledger::ClinicBox box(74);
    Shop shop(box);

    CHECK(said(shop.give("k1", "broken").get()) == "failed");
    CHECK(said(shop.give("k2", "p1").get()) == "done");
}

TEST_CASE(
    "a commit that fails is unavailable, leaves nothing, and the same requests succeed later") {
    ledger::ClinicBox box(76);
    Shop shop(box);
    REQUIRE(said(shop.give("k", "p").get()) == "done");
    shop.start.ledger.limit_pages(1);  // no page more than there are
    std::size_t given = 0;
    std::string last = "done";
    for (; last == "done" && given < 500; ++given) {
        const std::string name = std::to_string(given);
        last = said(shop.give("k" + name, name).get());
    }
    REQUIRE(last == "busy");
    CHECK(ledger::contents_of(box).entries.size() == given);

    shop.start.ledger.limit_pages(1'000'000);

    const std::string name = std::to_string(given - 1);
    CHECK(said(shop.give("k" + name, name).get()) == "done");
    CHECK(said(shop.give("k" + name, name).get()) == "repeated");
    CHECK(ledger::contents_of(box).entries.size() == given + 1);
    shop.desk.reset();
    CHECK(shelf::Start(box).rows.all() == shop.start.rows.all());
}

TEST_CASE("no answer leaves before its commit is durable") {
    ledger::ClinicBox box(77);
    Shop shop(box);
    auto other = sqlite::Database::open(box.database(), sqlite::Access::read_write);
    std::optional<sqlite::Transaction> lock(other);
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < 20; ++i) {
        answers.push_back(shop.give("k" + std::to_string(i), "p" + std::to_string(i)));
    }

    const auto soon = std::chrono::milliseconds(150);
    for (auto& answer : answers) CHECK(answer.wait_for(soon / 20) != std::future_status::ready);
    lock.reset();

    for (auto& answer : answers) CHECK(said(answer.get()) == "done");
    CHECK(ledger::contents_of(box).entries.size() == 20);
}

TEST_CASE("whoever waits when the desk ends is answered") {
    ledger::ClinicBox box(75);
    Shop shop(box);
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < 200; ++i) {
        answers.push_back(shop.give("k" + std::to_string(i), "p" + std::to_string(i)));
    }

    shop.desk.reset();

    std::size_t done = 0;
    for (auto& answer : answers) done += said(answer.get()) == "done" ? 1 : 0;
    CHECK(ledger::contents_of(box).entries.size() == done);
}
