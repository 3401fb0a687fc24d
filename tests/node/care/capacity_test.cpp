#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "node/care/capacity.hpp"
#include "storage/base/random.hpp"
#include "tests/node/care/random_clinic.hpp"

using namespace wayside;
using namespace wayside::care;

namespace {

constexpr std::int64_t minute_ms = 60'000;

/// Two clinicians and a nurse from 08:00 to 17:00 with a break at noon, one room each of two kinds.
Setup small_clinic() {
    return *decode_setup(R"({
      "clinic": "s", "name": "Small", "time_zone": "Africa/Dar_es_Salaam",
      "hours": {"mon": ["08:00", "17:00"]},
      "practitioners": [
        {"id": "ama", "role": "clinician", "shifts": [
          {"days": ["mon"], "from": "08:00", "to": "16:00", "break": ["12:00", "12:30"]}]},
        {"id": "ben", "role": "clinician", "shifts": [
          {"days": ["mon"], "from": "08:00", "to": "17:00"}]},
        {"id": "eve", "role": "nurse", "shifts": [
          {"days": ["mon"], "from": "08:00", "to": "17:00"}]}],
      "rooms": [{"id": "c1", "kind": "consulting"}],
      "equipment": [{"id": "u1", "kind": "ultrasound"}],
      "services": [
        {"id": "consult", "minutes": 20, "needs": [{"role": "clinician"}, {"room": "consulting"}]},
        {"id": "scan", "minutes": 30,
         "needs": [{"role": "clinician"}, {"equipment": "ultrasound"}]},
        {"id": "talk", "minutes": 20, "needs": [{"role": "clinician"}]},
        {"id": "pair", "minutes": 20, "needs": [{"role": "clinician", "count": 2}]},
        {"id": "assisted", "minutes": 20, "needs": [{"role": "clinician"}, {"role": "nurse"}]},
        {"id": "room", "minutes": 20, "needs": [{"room": "consulting"}]}]})");
}

/// On Monday 2 March 2026 by the clinic's wall.
Timestamp at(const char* wall) {
    return *parse_instant("2026-03-02T" + std::string(wall) + ":00+03:00");
}

Placement placed(const char* wall, const char* practitioner, const char* service,
                 std::int32_t minutes = 20) {
    return {at(wall), minutes, practitioner, service};
}

std::string answer(const std::vector<Placement>& taken, const Placement& wanted,
                   const char* now = "07:00") {
    const Setup setup = small_clinic();
    const Zone zone = *Zone::named(setup.time_zone);
    const auto checked = check_placement(setup, zone, taken, wanted, at(now));
    return checked ? "fits" : checked.refusal().rule_name();
}

}  // namespace

TEST_CASE("a booking that fits is not refused") {
    CHECK(answer({}, placed("08:00", "ama", "consult")) == "fits");
    CHECK(answer({}, placed("15:40", "ama", "consult")) == "fits");
    CHECK(answer({}, placed("12:30", "ama", "consult")) == "fits");
    CHECK(answer({}, placed("11:40", "ama", "consult")) == "fits");
}

TEST_CASE("each rule says no by its own name") {
    CHECK(answer({}, placed("08:00", "ama", "surgery")) == "unknown_service");
    CHECK(answer({}, placed("08:00", "zoe", "consult")) == "unknown_practitioner");
    CHECK(answer({}, placed("08:00", "", "consult")) == "unknown_practitioner");
    CHECK(answer({}, placed("08:00", "eve", "consult")) == "wrong_role");
    CHECK(answer({}, placed("08:00", "ama", "consult"), "08:01") == "in_the_past");
    CHECK(answer({}, placed("08:00", "ama", "consult"), "08:00") == "fits");
    CHECK(answer({}, placed("07:50", "ama", "consult")) == "outside_hours");
    CHECK(answer({}, placed("16:50", "ben", "consult")) == "outside_hours");
    CHECK(answer({}, placed("15:50", "ama", "consult")) == "outside_shift");
    CHECK(answer({}, placed("11:50", "ama", "consult")) == "on_break");
    CHECK(answer({}, placed("12:10", "ama", "consult", 10)) == "on_break");
    CHECK(answer({}, placed("08:00", "ama", "consult", 0)) == "invalid");
    CHECK(answer({}, placed("08:00", "ama", "consult", 1'441)) == "invalid");
}

TEST_CASE("of several rules that say no the first in the list answers") {
    CHECK(answer({}, placed("07:00", "eve", "surgery"), "09:00") == "unknown_service");
    CHECK(answer({}, placed("07:00", "eve", "consult"), "09:00") == "wrong_role");
    CHECK(answer({}, placed("07:00", "ama", "consult"), "09:00") == "in_the_past");
    CHECK(answer({placed("10:00", "ama", "consult")}, placed("10:00", "ama", "consult")) ==
          "practitioner_taken");
}

TEST_CASE("bookings that touch do not meet, those that share a minute do") {
    const std::vector taken{placed("10:00", "ama", "talk")};

    CHECK(answer(taken, placed("10:20", "ama", "talk")) == "fits");
    CHECK(answer(taken, placed("09:40", "ama", "talk")) == "fits");
    CHECK(answer(taken, placed("10:19", "ama", "talk")) == "practitioner_taken");
    CHECK(answer(taken, placed("09:41", "ama", "talk")) == "practitioner_taken");
    CHECK(answer(taken, placed("10:00", "ben", "talk")) == "fits");
}

TEST_CASE("a room that somebody else's booking takes is not free for ours") {
    const std::vector taken{placed("10:00", "ama", "consult")};

    CHECK(answer(taken, placed("10:10", "ben", "consult")) == "pool_full");
    CHECK(answer(taken, placed("10:20", "ben", "consult")) == "fits");
    CHECK(answer(taken, placed("10:10", "ben", "scan")) == "fits");
}

TEST_CASE("the one ultrasound is taken once") {
    const std::vector taken{placed("10:00", "ama", "scan", 30)};

    CHECK(answer(taken, placed("10:20", "ben", "scan", 30)) == "equipment_taken");
    CHECK(answer(taken, placed("10:30", "ben", "scan", 30)) == "fits");
}

TEST_CASE("what takes turns in one room fits beside what is longer, if the peak does") {
    Setup setup = small_clinic();
    setup.rooms.push_back({"c2", "consulting", ""});
    const Zone zone = *Zone::named(setup.time_zone);
    const std::vector taken{placed("10:00", "ama", "consult"), placed("10:20", "ama", "consult")};

    // Never more than two at once, although three meet the interval.
    CHECK(check_placement(setup, zone, taken, placed("10:00", "ben", "consult", 40), at("07:00")));
}

TEST_CASE("a service for two takes any second person who is free") {
    CHECK(answer({}, placed("10:00", "ama", "pair")) == "fits");
    CHECK(answer({placed("10:10", "ben", "talk")}, placed("10:00", "ama", "pair")) ==
          "practitioner_taken");
    CHECK(answer({}, placed("11:50", "ben", "pair")) == "practitioner_taken");  // ama's break
    CHECK(answer({placed("10:00", "ama", "pair")}, placed("10:10", "ben", "talk")) ==
          "practitioner_taken");
    CHECK(answer({placed("10:00", "ama", "assisted")}, placed("10:10", "ben", "assisted")) ==
          "practitioner_taken");
    CHECK(answer({placed("10:00", "ama", "assisted")}, placed("10:10", "ben", "talk")) == "fits");
}

TEST_CASE("a service that needs nobody needs no practitioner") {
    CHECK(answer({}, placed("10:00", "", "room")) == "fits");
    CHECK(answer({placed("10:00", "", "room")}, placed("10:10", "", "room")) == "pool_full");
}

TEST_CASE("a booking of a service that the clinic gave up still takes its practitioner") {
    CHECK(answer({placed("10:00", "ama", "gone")}, placed("10:00", "ama", "talk")) ==
          "practitioner_taken");
    CHECK(answer({placed("10:00", "ama", "gone")}, placed("10:00", "ben", "consult")) == "fits");
}

TEST_CASE("a refusal tells a person what stands in the way") {
    const Setup setup = small_clinic();
    const Zone zone = *Zone::named(setup.time_zone);
    const std::vector taken{placed("10:00", "ama", "consult")};
    const auto detail = [&](const Placement& wanted) {
        return check_placement(setup, zone, taken, wanted, at("07:00")).refusal().detail;
    };

    CHECK(detail(placed("10:10", "ama", "talk")) == "ama is taken from 10:00 to 10:20.");
    CHECK(detail(placed("10:10", "ben", "consult")) ==
          "1 of 1 consulting rooms are taken at 10:10; this needs 1.");
    CHECK(detail(placed("12:00", "ama", "talk")) == "ama has a break from 12:00 to 12:30.");
    CHECK(detail(placed("16:00", "ama", "talk")) ==
          "ama does not work for all of 16:00 to 16:20. Shifts. On 2026-03-02: 08:00 to 16:00.");
}

namespace {

/// The rules again, minute by minute, in a zone without offset; shares nothing with the search.
struct NaiveClinic {
    const Setup& setup;
    const std::vector<Placement>& taken;

    [[nodiscard]] bool is_in(const std::vector<WallSpan>& spans, std::int64_t minute) const {
        return std::any_of(spans.begin(), spans.end(), [&](const WallSpan& span) {
            return minute >= span.from && minute < span.to;
        });
    }
    [[nodiscard]] bool is_working(const Practitioner& who, std::int64_t minute) const {
        return is_in({who.shifts[0].span}, minute) && !is_in(who.shifts[0].breaks, minute);
    }
    /// Tries every way to give the open roles to the free people.
    [[nodiscard]] bool can_staff(std::vector<std::string> roles,
                                 std::vector<const Practitioner*> free) const {
        if (roles.empty()) return true;
        const std::string role = roles.back();
        roles.pop_back();
        for (std::size_t i = 0; i < free.size(); ++i) {
            if (!free[i]->has_role(role)) continue;
            auto rest = free;
            rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
            if (can_staff(roles, rest)) return true;
        }
        return false;
    }
    [[nodiscard]] bool fits_at(const std::vector<Placement>& all, std::int64_t minute) const {
        std::vector<std::string> roles;
        std::vector<const Practitioner*> free;
        for (const Practitioner& one : setup.practitioners) {
            if (is_working(one, minute)) free.push_back(&one);
        }
        int rooms = 0;
        for (const Placement& one : all) {
            const std::int64_t start = one.start.ms / minute_ms;
            if (minute < start || minute >= start + one.minutes) continue;
            const Service& service = *setup.find_service(one.service);
            const auto named = std::find_if(free.begin(), free.end(), [&](const auto* free_one) {
                return free_one->id == one.practitioner;
            });
            if (named == free.end()) return false;  // taken twice, or not there
            const Practitioner* who = *named;
            free.erase(named);
            bool is_used = false;
            for (const ServiceNeed& need : service.needs) {
                if (need.what == ServiceNeed::What::room) rooms += need.count;
                if (need.what != ServiceNeed::What::role) continue;
                for (int i = 0; i < need.count; ++i) {
                    if (!is_used && who->has_role(need.kind)) {
                        is_used = true;
                    } else {
                        roles.push_back(need.kind);
                    }
                }
            }
        }
        return rooms <= static_cast<int>(setup.rooms.size()) && can_staff(roles, free);
    }
    [[nodiscard]] bool fits(const Placement& wanted) const {
        const Practitioner& who = *setup.find_practitioner(wanted.practitioner);
        if (!setup.find_service(wanted.service)->may_be_given_by(who)) return false;
        std::vector<Placement> all = taken;
        all.push_back(wanted);
        const std::int64_t start = wanted.start.ms / minute_ms;
        for (std::int64_t minute = start; minute < start + wanted.minutes; ++minute) {
            if (!is_in(setup.hours[3], minute) || !fits_at(all, minute)) return false;
        }
        return true;
    }
};

}  // namespace

TEST_CASE("whatever is accepted fits minute by minute, and whatever fits is accepted") {
    SeededRandom random{71};
    const Zone zone = *Zone::named("UTC");
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < 120; ++round) {
        const Setup setup = random_clinic(random);
        std::vector<Placement> taken;
        for (int i = 0; i < 60; ++i) {
            const Placement wanted{{static_cast<std::int64_t>(50 + random.below(350)) * minute_ms},
                                   static_cast<std::int32_t>(1 + random.below(60)),
                                   "p" + std::to_string(random.below(4)),
                                   "s" + std::to_string(random.below(4))};
            const bool fits = NaiveClinic{setup, taken}.fits(wanted);
            const auto checked = check_placement(setup, zone, taken, wanted, Timestamp{0});
            REQUIRE(checked.has_value() == fits);
            ++(fits ? accepted : refused);
            if (fits) taken.push_back(wanted);
        }
    }
    CHECK(accepted > 500);
    CHECK(refused > 500);
}
