// tests/node/day/full_clinic.hpp: a clinic whose practitioner has a full day, and a record of who
// came before.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "node/day/overbooking.hpp"
#include "tests/node/day/acts_clinic.hpp"

namespace wayside::testing {

inline const std::string monday = "2026-03-02";

inline Json person(std::uint64_t number) {
    return {{"id", "pt-" + std::to_string(number)},
            {"name", "Person " + std::to_string(number)},
            {"birth_date", "1980"}};
}

inline std::string two_digits(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

/// Amani works from 08:00 to 12:40 (14 bookings of 20 minutes) and from 13:20 to 16:00 (8).
struct FullClinic : ActsClinic {
    explicit FullClinic(std::uint8_t number = 1) : ActsClinic(number) {}

    /// Bookings in the weeks before, of which every `each`-th was missed.
    void give_record(int bookings, int each, const char* who = "amani") {
        std::vector<document::Edit> edits;
        const auto start = clinic_time("2026-02-23T08:00:00+03:00");
        for (int i = 0; i < bookings; ++i) {
            const booking::Placement place{ids.next<PlacementId>(), who, start, 20};
            const booking::NewVisit visit{
                ids.next<VisitId>(), PatientId{{7}}, "consult", "desk", false, "", "C0DE", {}};
            for (auto& edit : booking::edits_of(visit, &place)) edits.push_back(edit);
            const auto status = i % each == 0 ? care::Status::no_show : care::Status::done;
            edits.push_back(booking::status_edit(visit.id, status));
            // An entry has a limit of its own.
            if (i % 100 == 99) write_record(std::exchange(edits, {}));
        }
        if (!edits.empty()) write_record(edits);
    }
    void write_record(const std::vector<document::Edit>& edits) {
        REQUIRE(replica().write(day::day_document("2026-02-23"), edits, now));
    }
    void fill_morning() {
        for (int i = 0; i < 14; ++i) booked(person(100 + static_cast<unsigned>(i)), morning(i));
    }
    static std::string morning(int slot) {
        const int minutes = 8 * 60 + 20 * slot;
        return monday + "T" + two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
    }
    static care::Told clinic_time(const char* text) {
        return *care::Zone::named("Africa/Dar_es_Salaam")->told(text);
    }
    Json advice(const desk::Parameters& more = {{"practitioner", "amani"}}) {
        desk::Parameters parameters{{"date", monday}};
        parameters.insert(more.begin(), more.end());
        return seen("overbooking", "", parameters);
    }
    Json session() { return advice()["sessions"].at(0); }
    static Json extra_body(const Json& who, const std::string& start, const char* why = "urgent") {
        return {{"patient", who},
                {"service", "consult"},
                {"practitioner", "amani"},
                {"start", start + ":00+03:00"},
                {"overbook", why}};
    }
    std::string extra(const Json& who, const std::string& start) {
        return done("book", "", extra_body(who, start))["id"];
    }
    std::string extra_refused(const std::string& start) {
        return refused("book", "", extra_body(person(900), start));
    }
    std::string asked_and_refused(const desk::Parameters& parameters) {
        const auto answer = ask("overbooking", "", parameters);
        return answer ? "(answered)" : answer.refusal().rule_name();
    }

    crypto::IdSource ids{LogId{{77}}};
};

}  // namespace wayside::testing
