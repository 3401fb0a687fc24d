// tests/node/day/acts_clinic.hpp: a small clinic with a day in progress, for the tests of acts and
// views.
#pragma once

#include "node/booking/visits.hpp"
#include "tests/node/day/booking_setup.hpp"
#include "tests/node/support/clinic_box.hpp"

namespace wayside::testing {

inline const Json amina{{"id", "pt-1"},    {"name", "Amina Kabafeno"}, {"birth_date", "1966-05-02"},
                        {"sex", "female"}, {"phone", "+255762431953"}, {"language", "sw"}};
inline const Json brook{{"id", "pt-2"}, {"name", "Brook"}, {"birth_date", "1990"}};

/// Monday 2 March 2026, before opening; every act REQUIREs what it takes for granted.
struct ActsClinic : ClinicBox {
    explicit ActsClinic(std::uint8_t number = 1) : ClinicBox(number) {
        set_up(small_clinic);
        clock("2026-03-01T18:00");
    }
    void clock(const std::string& local) { now = at((local + ":00+03:00").c_str()); }

    std::string booked(const Json& who, const std::string& start, const char* with = "amani",
                       const char* service = "consult") {
        const Json body{{"patient", who},
                        {"service", service},
                        {"practitioner", with},
                        {"start", start + ":00+03:00"},
                        {"reason", "Malaria test"}};
        return done("book", "", body)["id"];
    }
    std::string walked_in(const Json& who, const char* service = "consult") {
        return done("walk-in", "", {{"patient", who}, {"service", service}})["id"];
    }
    /// A walk-in with its ticket.
    std::string waiting(const Json& who, const char* with = "", const char* service = "consult") {
        const std::string visit = walked_in(who, service);
        done("check-in", visit, {{"practitioner", with}});
        return visit;
    }
    Json done(const char* act, const std::string& subject, const Json& body = Json::object()) {
        const auto answer = give(act, subject, body);
        REQUIRE_MESSAGE(answer.has_value(), act << ": " << answer.refusal().rule_name() << ", "
                                                << answer.refusal().detail);
        return *answer;
    }
    /// The rule that refuses it.
    std::string refused(const char* act, const std::string& subject,
                        const Json& body = Json::object()) {
        const auto answer = give(act, subject, body);
        return answer ? "(done)" : answer.refusal().rule_name();
    }
    Json seen(const char* view, const std::string& subject = "",
              const desk::Parameters& parameters = {}) {
        const auto answer = ask(view, subject, parameters);
        REQUIRE_MESSAGE(answer.has_value(), view << ": " << answer.refusal().detail);
        return *answer;
    }
    Json visit(const std::string& id) { return seen("visit", id); }
    /// Who works at the screen of this name.
    void at_screen(const char* screen, const char* role) { asker = {screen, "", role}; }
};

}  // namespace wayside::testing
