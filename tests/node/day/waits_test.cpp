#include <doctest/doctest.h>

#include "tests/node/day/acts_clinic.hpp"

using namespace wayside;
using testing::ActsClinic;
using testing::amina;
using testing::brook;
using testing::Json;

namespace {

Json person(int number) {
    return {{"id", "pt-9" + std::to_string(number)},
            {"name", "Patient " + std::to_string(number)},
            {"birth_date", "1980"}};
}

/// Monday 09:00, so many walk-ins for a consultation, which amani and baraka give.
std::vector<std::string> with_line(ActsClinic& clinic, int count, const char* with = "") {
    clinic.clock("2026-03-02T09:00");
    std::vector<std::string> out;
    for (int i = 0; i < count; ++i) out.push_back(clinic.waiting(person(i), with));
    return out;
}

}  // namespace

TEST_CASE("each who waits is told a range, and whoever stands further back a later one") {
    ActsClinic clinic;
    with_line(clinic, 6);

    const Json waiting = clinic.seen("queue")["waiting"];

    // Two are free to call, so the first two need not wait.
    CHECK(waiting[0]["wait"] == Json{{"from", 0}, {"to", 0}});
    CHECK(waiting[1]["wait"] == Json{{"from", 0}, {"to", 0}});
    for (std::size_t i = 2; i < 6; ++i) {
        CAPTURE(i);
        CHECK(waiting[i]["wait"]["from"] < waiting[i]["wait"]["to"]);
        CHECK(waiting[i]["wait"]["to"] >= waiting[i - 1]["wait"]["to"]);
    }
    CHECK(waiting[5]["wait"]["from"] > 10);
    CHECK(waiting[5]["wait"]["to"] < 90);
}

TEST_CASE("who leaves, or has somebody in, makes the others wait longer") {
    ActsClinic clinic;
    const auto line = with_line(clinic, 5);
    const auto last = [&] { return clinic.seen("queue")["waiting"].back()["wait"]["to"]; };
    const Json free = last();

    clinic.done("state", "baraka", {{"state", "out"}});
    const Json alone = last();
    clinic.now.ms += 1'000;  // the later act counts
    clinic.done("state", "baraka", {{"state", "in"}});
    CHECK(last() == free);
    clinic.done("call", line[0], {{"practitioner", "amani"}});
    clinic.done("start", line[0]);

    CHECK(alone > free);
    CHECK(last() > 0);
    clinic.done("state", "amani", {{"state", "out"}});
    clinic.done("state", "baraka", {{"state", "out"}});
    CHECK_FALSE(clinic.seen("queue")["waiting"].back().contains("wait"));
}

TEST_CASE("bookings that are due before a walk-in are part of its wait") {
    ActsClinic clinic;
    with_line(clinic, 3, "amani");
    const Json calm = clinic.seen("queue")["waiting"].back()["wait"]["to"];

    for (const char* start : {"2026-03-02T09:20", "2026-03-02T09:40", "2026-03-02T10:00"}) {
        clinic.booked(start[14] == '2' ? amina : brook, start);
    }

    CHECK(clinic.seen("queue")["waiting"].back()["wait"]["to"] > calm);
}

TEST_CASE("each practitioner who is in is told whom they call next") {
    ActsClinic clinic;
    const auto line = with_line(clinic, 1, "baraka");
    const std::string anybody = clinic.waiting(brook);
    const std::string scan = clinic.waiting(amina, "", "scan");

    const Json next = clinic.seen("queue")["next"];

    CHECK(next["baraka"] == line[0]);
    CHECK(next["amani"] == anybody);
    CHECK(next["dalila"] == scan);
    clinic.done("state", "amani", {{"state", "out"}});
    CHECK_FALSE(clinic.seen("queue")["next"].contains("amani"));
}

TEST_CASE("why one goes before another is told as what their places are made of, both ways") {
    ActsClinic clinic;
    const std::string booked = clinic.booked(amina, "2026-03-02T10:00");
    clinic.clock("2026-03-02T09:00");
    const std::string walk_in = clinic.waiting(brook);
    clinic.done("check-in", booked);

    const Json why = clinic.seen("why", "", {{"visit", booked}, {"before", walk_in}});
    const Json other = clinic.seen("why", "", {{"visit", walk_in}, {"before", booked}});

    CHECK(why["before"] == true);
    CHECK(why["because"] == "due");
    CHECK(why["first"]["due_from"] == "slot");
    CHECK(why["first"]["due"] == "2026-03-02T10:00:00+03:00");
    CHECK(why["second"]["due_from"] == "target");
    CHECK(why["second"]["class"] == "green");
    CHECK(other["before"] == false);
    CHECK(other["because"] == "due");
    CHECK(other["first"] == why["second"]);
    CHECK(other["second"] == why["first"]);
}

TEST_CASE(
    "estimates are a function of what is stored: the same when asked again and at every box") {
    ActsClinic clinic;
    with_line(clinic, 8);
    clinic.booked(amina, "2026-03-02T11:00");
    const Json once = clinic.seen("queue");

    CHECK(clinic.seen("queue") == once);
    ActsClinic other(2);
    other.take_from(clinic);
    other.now = clinic.now;
    CHECK(other.seen("queue") == once);
    clinic.replica().project_anew();
    clinic.now.ms += 60'000;
    other.now = clinic.now;
    CHECK(other.seen("queue") == clinic.seen("queue"));
}
