// tests/node/desk/pressure_test.cpp: the desk while its disk is slow, full, or was left and found
// again.

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <thread>

#include "node/desk/sandbox_clock.hpp"
#include "node/http/problem.hpp"
#include "storage/ledger/marker.hpp"
#include "tests/node/desk/shop.hpp"

using namespace wayside;
using namespace wayside::desk;
using namespace std::chrono_literals;

namespace {

/// After it the desk has judged what it was given, also on a machine with much else to do.
constexpr auto time_to_judge = 1000ms;

/// While it lives no commit ends: somebody else holds the database. To be let go well within
/// SQLite's own patience (sqlite::busy_timeout_ms).
class HeldDisk {
  public:
    explicit HeldDisk(const ledger::ClinicBox& box)
        : database_(sqlite::Database::open(box.database(), sqlite::Access::read_write)),
          lock_(database_) {}

  private:
    sqlite::Database database_;
    sqlite::Transaction lock_;
};

bool is_there(const std::future<Answer>& answer) {
    return answer.wait_for(0s) == std::future_status::ready;
}

std::uint64_t commits_of(const ledger::ClinicBox& box) {
    return ledger::read_marker(box.marker()).value().generation;
}

/// The names of pegs `first` to before `end`, in the order of names.
std::vector<std::string> rows_of_pegs(int first, int end) {
    std::vector<std::string> out;
    for (int i = first; i < end; ++i) out.push_back("visits/p" + std::to_string(i));
    std::sort(out.begin(), out.end());
    return out;
}

std::optional<Timestamp> clock_kept(const ledger::ClinicBox& box) {
    const auto setting = box.reader().setting(sandbox_clock);
    if (!setting) return std::nullopt;
    return decode_sandbox_clock(*setting).value();
}

}  // namespace

TEST_CASE("a disk that does not keep up: 503 with Retry-After at once, and who was taken is done") {
    ledger::ClinicBox box(81);
    Shop shop(box);
    std::vector<std::future<Answer>> answers;
    std::vector<Answer> at_once;
    const auto one_more = [&] {
        const std::string name = std::to_string(answers.size());
        answers.push_back(shop.give("k" + name, "p" + name));
    };
    {
        const HeldDisk held(box);
        const auto end = std::chrono::steady_clock::now() + 3s;
        while (std::ranges::none_of(answers, is_there) && std::chrono::steady_clock::now() < end) {
            one_more();
            std::this_thread::sleep_for(2ms);
        }
        const auto waiting = std::ranges::partition(answers, is_there);
        for (auto& answer : std::ranges::subrange(answers.begin(), waiting.begin())) {
            at_once.push_back(answer.get());
        }
        answers.erase(answers.begin(), waiting.begin());
    }

    REQUIRE_FALSE(at_once.empty());
    for (const Answer& answer : at_once) CHECK(said(answer) == "busy");
    const net::Response response = http::response_of(at_once.front());
    CHECK(response.status == 503);
    CHECK(std::ranges::any_of(response.headers, [](const net::Field& field) {
        return field.name == "Retry-After" && field.value == "1";
    }));
    std::size_t done = 0;
    for (auto& answer : answers) done += said(answer.get()) == "done" ? 1 : 0;
    CHECK(done >= 64);
    CHECK(said(shop.give("later", "later").get()) == "done");
    CHECK(ledger::contents_of(box).entries.size() == done + 1);
}

TEST_CASE("commands that wait together share one commit") {
    ledger::ClinicBox box(82);
    Shop shop(box);
    REQUIRE(said(shop.give("k", "first").get()) == "done");
    const std::uint64_t before = commits_of(box);
    constexpr int count = 40;
    std::vector<std::future<Answer>> answers;

    {
        const HeldDisk held(box);
        for (int i = 0; i < count; ++i) {
            answers.push_back(shop.give("k" + std::to_string(i), "p" + std::to_string(i)));
        }
        std::this_thread::sleep_for(time_to_judge);
    }
    for (auto& answer : answers) CHECK(said(answer.get()) == "done");
    shop.desk.reset();

    // What came before the first commit was on its way, and all the rest.
    auto groups = shop.groups();
    groups.erase(groups.begin());
    CHECK(groups.size() <= 2);
    CHECK(std::accumulate(groups.begin(), groups.end(), std::size_t{0}) == count);
    CHECK(*std::max_element(groups.begin(), groups.end()) >= count / 2);
    CHECK(commits_of(box) - before == groups.size());
    CHECK(ledger::contents_of(box).entries.size() == count + 1);
}

TEST_CASE("a commit that fails takes back what was judged on it, and what follows works") {
    ledger::ClinicBox box(83);
    Shop shop(box);
    shop.start.ledger.limit_pages(1);  // no page more than there are
    int next = 0;
    const auto give_next = [&] {
        const std::string name = std::to_string(next);
        return said(shop.give("k" + name, "p" + name).get());
    };
    while (give_next() == "done") REQUIRE(++next < 500);
    // The disk is full: not even this one, as it was, can be written.
    const std::string lost = "p" + std::to_string(next);
    const auto before = shop.groups();
    std::vector<std::future<Answer>> in_flight;
    std::vector<std::future<Answer>> built_on_it;

    {
        const HeldDisk held(box);
        in_flight.push_back(shop.give("k1 of " + lost, lost));
        std::this_thread::sleep_for(time_to_judge);
        built_on_it.push_back(shop.give("a key", "another"));
        built_on_it.push_back(shop.give("k2 of " + lost, lost));
        built_on_it.push_back(shop.give("k1 of " + lost, lost));
        std::this_thread::sleep_for(time_to_judge);
    }

    for (auto* group : {&in_flight, &built_on_it}) {
        for (auto& answer : *group) {
            const Answer told = answer.get();
            CHECK(said(told) == "busy");
            CHECK(http::response_of(told).status == 503);
        }
    }
    CHECK(shop.taken() == rows_of_pegs(0, next));
    CHECK(shop.groups() == before);
    CHECK(ledger::contents_of(box).entries.size() == std::size_t(next));
    shop.start.ledger.limit_pages(1'000'000);
    CHECK(said(shop.give("k2 of " + lost, lost).get()) == "done");
    CHECK(said(shop.give("k1 of " + lost, lost).get()) == "peg_taken");
    CHECK(said(shop.give("a key", "p" + std::to_string(next + 1)).get()) == "done");
    CHECK(shop.taken() == rows_of_pegs(0, next + 2));
    shop.desk.reset();
    CHECK(shelf::Start(box).rows.all() == shop.start.rows.all());
}

TEST_CASE("a sandbox's clock is kept with what moved it, and goes on after a restart") {
    ledger::ClinicBox box(84);
    const Timestamp noon{box.clock.ms + 4 * 3'600'000};
    const Timestamp later{noon.ms + 60'000};
    {
        Shop shop(box);
        CHECK_FALSE(clock_kept(box).has_value());
        CHECK(said(shop.give("k1", "p1", "keeper", noon).get()) == "done");
        CHECK(clock_kept(box) == noon);
        shop.taken(later);
        CHECK(clock_kept(box) == later);
        shop.taken(noon);
        CHECK(clock_kept(box) == later);
    }

    Shop again(box);
    again.clock.advance_to(*clock_kept(box));
    CHECK(said(again.give("k2", "p2").get()) == "done");

    // No request has moved this start's clock, and yet its entries say when they happened.
    const auto entries = ledger::contents_of(box).entries;
    REQUIRE(entries.size() == 2);
    const auto audit =
        ledger::decode_severed(*entries.back().plaintext, entries.back().name).value().audit;
    CHECK(audit.happened == later);
}
