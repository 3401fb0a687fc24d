// Bookings over the nights on which the clocks of Cairo change, in a clinic that is open all night.
#include <doctest/doctest.h>

#include "tests/node/support/clinic_box.hpp"

using namespace wayside;
using testing::at;
using testing::ClinicBox;
using testing::Json;

namespace {

constexpr const char* night_clinic = R"({
  "clinic": "nile", "name": "Nile", "time_zone": "Africa/Cairo", "languages": ["ar"],
  "hours": {"mon": ["20:00", "06:00"], "tue": ["20:00", "06:00"], "wed": ["20:00", "06:00"],
            "thu": ["20:00", "06:00"], "fri": ["20:00", "06:00"]},
  "practitioners": [{"id": "mona", "role": "clinician", "shifts": [
    {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "20:00", "to": "06:00"}]}],
  "rooms": [{"id": "r1", "kind": "consulting"}],
  "equipment": [],
  "services": [{"id": "consult", "name": "Consultation", "minutes": 30, "needs": [
    {"role": "clinician", "count": 1}, {"room": "consulting", "count": 1}]}]
})";

struct NightClinic : ClinicBox {
    NightClinic() : ClinicBox(1) {
        set_up(night_clinic);
        now = at("2026-04-01T12:00:00Z");
    }
    Result<Json> book(const std::string& start) {
        return give("book", "",
                    {{"patient", {{"id", "pt-1"}, {"name", "Amina"}}},
                     {"service", "consult"},
                     {"practitioner", "mona"},
                     {"start", start}});
    }
};

}  // namespace

TEST_CASE("a weekly series keeps its wall time over the night in spring that loses an hour") {
    NightClinic clinic;

    // Fridays at 01:30, as the patient is told: Cairo's clocks go from 00:00 to 01:00 on 24 April.
    const auto before = clinic.book("2026-04-17T01:30:00");
    const auto after = clinic.book("2026-04-24T01:30:00");
    const auto later = clinic.book("2026-05-01T01:30:00");

    REQUIRE(before.has_value());
    REQUIRE(after.has_value());
    REQUIRE(later.has_value());
    CHECK((*before)["start"] == "2026-04-17T01:30:00+02:00");
    CHECK((*after)["start"] == "2026-04-24T01:30:00+03:00");
    CHECK((*later)["start"] == "2026-05-01T01:30:00+03:00");
    // Before 04:00 it is still Thursday's clinic day.
    CHECK((*after)["day"] == "2026-04-23");
}

TEST_CASE("an hour that the clocks jump over is refused by name; the times around it touch") {
    NightClinic clinic;

    const auto gap = clinic.book("2026-04-24T00:30:00");
    const auto last = clinic.book("2026-04-23T23:30:00");
    const auto first = clinic.book("2026-04-24T01:00:00");
    const auto overlapping = clinic.book("2026-04-24T01:10:00");

    CHECK(gap.refusal().rule_name() == "no_such_time");
    REQUIRE(last.has_value());
    REQUIRE(first.has_value());
    CHECK(at((*first)["start"].get<std::string>().c_str()).ms -
              at((*last)["start"].get<std::string>().c_str()).ms ==
          30 * 60'000);
    CHECK(overlapping.refusal().rule_name() == "practitioner_taken");
}

TEST_CASE("in autumn a time that comes twice says which, and both hours can be booked") {
    NightClinic clinic;
    clinic.now = at("2026-10-01T12:00:00Z");

    // Clocks go back from 24:00 to 23:00 at the end of 29 October.
    const auto series = clinic.book("2026-10-22T23:30:00");
    const auto which = clinic.book("2026-10-29T23:30:00");
    const auto summer = clinic.book("2026-10-29T23:30:00+03:00");
    const auto winter = clinic.book("2026-10-29T23:30:00+02:00");
    const auto again = clinic.book("2026-10-29T23:40:00+02:00");
    const auto next = clinic.book("2026-10-30T01:30:00");

    CHECK((*series)["start"] == "2026-10-22T23:30:00+03:00");
    CHECK(which.refusal().rule_name() == "ambiguous_time");
    REQUIRE(summer.has_value());
    REQUIRE(winter.has_value());
    CHECK((*summer)["start"] == "2026-10-29T23:30:00+03:00");
    CHECK((*winter)["start"] == "2026-10-29T23:30:00+02:00");
    CHECK(again.refusal().rule_name() == "practitioner_taken");
    CHECK((*next)["start"] == "2026-10-30T01:30:00+02:00");
    CHECK((*next)["day"] == "2026-10-29");
}

TEST_CASE("what a patient was told stands in rows and views whatever the night") {
    NightClinic clinic;
    const auto booked = clinic.book("2026-04-24T01:30:00");
    REQUIRE(booked.has_value());

    clinic.replica().project_anew();
    const auto person = clinic.ask("patient", (*booked)["patient"]["id"], {});

    CHECK((*person)["visits"][0]["start"] == "2026-04-24T01:30:00+03:00");
}
