// A thousand seeded bookings, moves and cancellations against a checker that walks every minute.
#include <doctest/doctest.h>

#include <array>
#include <chrono>

#include "node/booking/visits.hpp"
#include "tests/node/day/booking_setup.hpp"
#include "tests/node/support/clinic_box.hpp"

using namespace wayside;
using testing::at;
using testing::ClinicBox;
using testing::Json;

namespace {

/// Minutes since Monday 2 March 2026, 00:00 in Dar es Salaam.
struct Taken {
    std::string visit;
    std::string service;
    std::string who;
    std::int64_t start = 0;
    std::int64_t minutes = 0;
};

bool is_clinician(const std::string& who) {
    return who == "amani" || who == "baraka";
}

int rooms_of(const std::string& service) {
    return service == "consult" ? 1 : service == "procedure" ? 2 : 0;
}

bool is_at_work(const std::string& who, std::int64_t minute) {
    const std::int64_t day = minute / 1440;
    const std::int64_t wall = minute % 1440;
    if (wall < 480 || wall >= 1020) return false;
    if (who == "amani") return day < 2 && wall < 960 && (wall < 760 || wall >= 800);
    if (who == "baraka") return day < 2 && (wall < 720 || wall >= 750);
    return day < 3;
}

/// The clinic of booking_setup.hpp, written down a second time and asked minute by minute.
bool fits(const std::vector<Taken>& taken, const Taken& wanted) {
    if (is_clinician(wanted.who) == (wanted.service == "scan")) return false;
    for (std::int64_t m = wanted.start; m < wanted.start + wanted.minutes; ++m) {
        if (!is_at_work(wanted.who, m)) return false;
        int rooms = rooms_of(wanted.service);
        int scans = wanted.service == "scan" ? 1 : 0;
        for (const Taken& each : taken) {
            if (m < each.start || m >= each.start + each.minutes) continue;
            if (each.visit == wanted.visit) continue;
            if (each.who == wanted.who) return false;
            rooms += rooms_of(each.service);
            scans += each.service == "scan" ? 1 : 0;
        }
        if (rooms > 2 || scans > 1) return false;
    }
    return true;
}

bool fits_anybody(const std::vector<Taken>& taken, Taken wanted) {
    for (const char* who : {"amani", "baraka", "dalila", "eshe"}) {
        wanted.who = who;
        if (fits(taken, wanted)) return true;
    }
    return false;
}

std::string start_text(std::int64_t minute) {
    const auto monday = care::LocalDate::parse("2026-03-02");
    const care::Told told{monday->plus_days(static_cast<std::int32_t>(minute / 1440)),
                          {static_cast<std::int32_t>(minute % 1440)},
                          180};
    return told.text();
}

Taken draw(SeededRandom& random) {
    static constexpr std::array services{"consult", "procedure", "scan"};
    static constexpr std::array people{"amani", "baraka", "dalila", "eshe", ""};
    Taken out;
    out.service = services[random.below(services.size())];
    out.who = people[random.below(people.size())];
    const auto grid = static_cast<std::int64_t>(random.below(4) == 0 ? 1 : 10);
    out.start = static_cast<std::int64_t>(random.below(3)) * 1440 +
                (450 + static_cast<std::int64_t>(random.below(600))) / grid * grid;
    out.minutes = 10 + static_cast<std::int64_t>(random.below(6)) * 7;
    return out;
}

}  // namespace

TEST_CASE("a thousand random bookings are taken exactly where a minute-by-minute checker agrees") {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        ClinicBox clinic(1);
        clinic.set_up(testing::small_clinic);
        clinic.now = at("2026-03-01T12:00:00+03:00");
        SeededRandom random(seed);
        std::vector<Taken> taken;
        int booked = 0;
        for (int i = 0; i < 1'000; ++i) {
            if (!taken.empty() && random.below(4) == 0) {
                const std::size_t gone = random.below(taken.size());
                REQUIRE(clinic.give("cancel", taken[gone].visit, Json::object()));
                taken.erase(taken.begin() + static_cast<std::ptrdiff_t>(gone));
            }
            Taken wanted = draw(random);
            Json body{{"patient", {{"id", "pt-" + std::to_string(random.below(50))}}},
                      {"service", wanted.service},
                      {"start", start_text(wanted.start)},
                      {"minutes", wanted.minutes}};
            if (!wanted.who.empty()) body["practitioner"] = wanted.who;

            const auto answer = clinic.give("book", "", body);

            const bool expected =
                wanted.who.empty() ? fits_anybody(taken, wanted) : fits(taken, wanted);
            REQUIRE_MESSAGE(answer.has_value() == expected,
                            "seed " << seed << ", booking " << i << ": " << body.dump());
            if (!answer) continue;
            ++booked;
            wanted.visit = (*answer)["id"];
            wanted.who = (*answer)["practitioner"];
            REQUIRE(fits(taken, wanted));
            taken.push_back(wanted);
        }
        CHECK(booked > 200);
    }
}

TEST_CASE("a book command costs well under a millisecond on a day that is nearly full") {
    ClinicBox clinic(1);
    clinic.set_up(testing::small_clinic);
    clinic.now = at("2026-03-01T12:00:00+03:00");
    SeededRandom random(7);
    const auto& command = clinic.commands().front();
    REQUIRE(command.name == "book");
    int asked = 0;
    const auto began = std::chrono::steady_clock::now();
    for (; asked < 1'000; ++asked) {
        const Taken wanted = draw(random);
        (void)clinic.give("book", "",
                          {{"patient", {{"id", "pt-" + std::to_string(asked % 50)}}},
                           {"service", wanted.service},
                           {"start", start_text(wanted.start)},
                           {"minutes", wanted.minutes}});
    }
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - began;
    MESSAGE("book: " << took.count() / asked << " us each, document and rows included");
}
