#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "node/care/status.hpp"
#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::care;

namespace {

std::vector<Status> all_statuses() {
    std::vector<Status> out;
    for (int i = 0; i <= static_cast<int>(Status::done); ++i) out.push_back(static_cast<Status>(i));
    return out;
}

std::vector<Act> all_acts() {
    std::vector<Act> out;
    for (int i = 0; i <= static_cast<int>(Act::note); ++i) out.push_back(static_cast<Act>(i));
    return out;
}

}  // namespace

TEST_CASE("every status has a text of its own that reads back") {
    std::set<std::string> texts;
    for (const Status status : all_statuses()) {
        texts.insert(text_of(status));
        CHECK(*parse_status(text_of(status)) == status);
    }

    CHECK(texts.size() == 13);
    CHECK(parse_status("in room").refusal().why == Why::invalid);
    CHECK(parse_status("").refusal().why == Why::invalid);
}

TEST_CASE("of statuses that were written apart the highest rank wins, in any order and number") {
    SeededRandom random{11};
    for (int round = 0; round < 2'000; ++round) {
        std::vector<Status> values;
        for (std::uint64_t i = 0; i <= random.below(5); ++i) {
            values.push_back(static_cast<Status>(random.below(13)));
        }
        const MergedStatus merged = merge(values);

        std::vector<Status> doubled = values;
        doubled.insert(doubled.end(), values.rbegin(), values.rend());
        std::reverse(values.begin(), values.end());

        REQUIRE(merged.status == *std::max_element(values.begin(), values.end()));
        REQUIRE(merge(values) == merged);
        REQUIRE(merge(doubled) == merged);
    }
}

TEST_CASE("a patient who is waiting outranks a no-show and a cancellation, and both are named") {
    const std::vector<Status> apart{Status::waiting, Status::cancelled, Status::no_show};

    const MergedStatus merged = merge(apart);

    CHECK(merged.status == Status::waiting);
    CHECK(merged.overruled == std::vector{Status::cancelled, Status::no_show});
}

TEST_CASE("equal statuses overrule nobody") {
    CHECK(merge(std::vector{Status::called, Status::called}).overruled.empty());
    CHECK(merge({}).overruled.empty());
}

TEST_CASE("an ordinary visit walks from its booking to its end") {
    Status status = Status::booked;
    for (const Act act : {Act::reschedule, Act::check_in, Act::triage, Act::call, Act::call,
                          Act::start, Act::note, Act::finish, Act::note}) {
        CAPTURE(text_of(act));
        REQUIRE(may(act, status));
        status = status_after(act).value_or(status);
    }

    CHECK(status == Status::done);
}

TEST_CASE("triage and notes are taken at any status and change none") {
    for (const Status status : all_statuses()) {
        CHECK(may(Act::triage, status));
        CHECK(may(Act::note, status));
    }
    CHECK(!status_after(Act::triage));
    CHECK(!status_after(Act::note));
}

TEST_CASE("whoever was marked as a no-show and came after all gets a ticket") {
    CHECK(may(Act::check_in, Status::no_show));
}

TEST_CASE("a cancelled visit takes no check-in, and the desk hears to book anew") {
    const auto refused = may(Act::check_in, Status::cancelled);

    REQUIRE(!refused);
    CHECK(refused.refusal().rule_name() == "wrong_status");
    CHECK(refused.refusal().why == Why::conflict);
    CHECK(refused.refusal().detail.find("book anew") != std::string::npos);
}

TEST_CASE("acts that make no sense from a status are refused by one rule, with a way on") {
    const std::vector<std::pair<Act, Status>> wrong{
        {Act::check_in, Status::waiting},  {Act::check_in, Status::done},
        {Act::call, Status::booked},       {Act::call, Status::in_room},
        {Act::start, Status::booked},      {Act::start, Status::parked},
        {Act::start, Status::done},        {Act::finish, Status::called},
        {Act::finish, Status::done},       {Act::leave, Status::in_room},
        {Act::leave, Status::booked},      {Act::cancel, Status::waiting},
        {Act::cancel, Status::cancelled},  {Act::no_show, Status::waiting},
        {Act::reschedule, Status::called}, {Act::reschedule, Status::no_show},
    };
    for (const auto& [act, status] : wrong) {
        CAPTURE(text_of(act));
        CAPTURE(text_of(status));
        const auto refused = may(act, status);
        REQUIRE(!refused);
        CHECK(refused.refusal().rule_name() == "wrong_status");
        CHECK(refused.refusal().detail.find(". ") != std::string::npos);
    }
}

TEST_CASE("what has ended takes nothing more but notes, triage and a late arrival") {
    for (const Status status : all_statuses()) {
        if (!has_ended(status)) continue;
        for (const Act act : all_acts()) {
            const bool is_word = act == Act::note || act == Act::triage;
            const bool came_after_all = act == Act::check_in && status == Status::no_show;
            CHECK(may(act, status).has_value() == (is_word || came_after_all));
        }
    }
}
