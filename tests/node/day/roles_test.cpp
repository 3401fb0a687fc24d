// tests/node/day/roles_test.cpp: who may do and see what, walked over the whole tables.

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "tests/node/day/acts_clinic.hpp"

using namespace wayside;
using testing::ActsClinic;
using testing::amina;
using testing::Json;

namespace {

using Roles = std::set<std::string>;
const Roles staff{"receptionist", "nurse", "clinician"};
const Roles staff_and_kiosk{"receptionist", "nurse", "clinician", "kiosk"};

/// A day on which Amina's words stand everywhere that words can stand.
struct Wordy : ActsClinic {
    Wordy() {
        waiting_visit = booked(amina, "2026-03-02T08:20");
        called_visit = booked(amina, "2026-03-02T09:00");
        gone_visit = booked(amina, "2026-03-02T10:00");
        clock("2026-03-02T08:00");
        done("check-in", waiting_visit);
        done("check-in", called_visit);
        done("call", called_visit);
        done("note", waiting_visit, {{"text", "Comes back on Friday"}});
        done("cancel", gone_visit, {{"reason", "travelling"}});
        const Json shown = visit(waiting_visit);
        patient = shown["patient"]["id"];
        code = shown["code"];
    }
    desk::Parameters parameters() const {
        return {{"search", "amina"},      {"identifier", "a-1"}, {"service", "consult"},
                {"from", "2026-03-02"},   {"to", "2026-03-03"},  {"visit", waiting_visit},
                {"before", waiting_visit}};
    }
    std::string subject_of(const std::string& view) const {
        if (view == "patient") return patient;
        return view == "visit" ? waiting_visit : "2026-03-02";
    }
    std::string waiting_visit, called_visit, gone_visit, patient, code;
};

bool holds(const std::string& text, const std::string& word) {
    return text.find(word) != std::string::npos;
}

}  // namespace

TEST_CASE("the role matrix: each command is for those who do it, and for nobody else") {
    ActsClinic clinic;
    const std::map<std::string, Roles> matrix{
        {"book", staff},
        {"reschedule", staff},
        {"cancel", staff},
        {"no-show", staff},
        {"walk-in", staff_and_kiosk},
        {"check-in", staff_and_kiosk},
        {"leave", staff},
        {"arrive", {"receptionist", "kiosk"}},
        {"triage", staff},
        {"call", staff},
        {"start", staff},
        {"finish", staff},
        {"note", staff},
        {"state", staff},
        {"absence", staff},
        {"undo-absence", staff},
    };
    CHECK(clinic.commands().size() == matrix.size());
    for (const desk::Command& command : clinic.commands()) {
        CAPTURE(command.name);
        REQUIRE(matrix.contains(command.name));
        CHECK(command.roles == matrix.at(command.name));
        CHECK_FALSE(command.roles.contains("display"));
    }
}

TEST_CASE("each view is for the screens that show it: a kiosk may ask for the set-up alone") {
    ActsClinic clinic;
    const std::map<std::string, Roles> matrix{
        {"setup", {}},          {"board", {"receptionist", "nurse", "clinician", "display"}},
        {"day", staff},         {"totals", staff},
        {"visit", staff},       {"visits", staff},
        {"patient", staff},     {"patients", staff},
        {"queue", staff},       {"why", staff},
        {"slots", staff},       {"absence-proposals", staff},
        {"overbooking", staff}, {"absence", staff},
    };
    CHECK(clinic.views().size() == matrix.size());
    for (const desk::View& view : clinic.views()) {
        CAPTURE(view.name);
        REQUIRE(matrix.contains(view.name));
        CHECK(view.roles == matrix.at(view.name));
    }
}

TEST_CASE("no view shows a kiosk or a display who a patient is, or any word of theirs") {
    Wordy clinic;
    for (const desk::View& view : clinic.views()) {
        CAPTURE(view.name);
        for (const char* role : {"kiosk", "display", "", "manager"}) {
            if (!view.roles.empty() && !view.roles.contains(role)) continue;
            clinic.at_screen("kiosk", role);
            const std::string text =
                clinic.seen(view.name.c_str(), clinic.subject_of(view.name), clinic.parameters())
                    .dump();
            for (const std::string& word :
                 {std::string("Amina"), std::string("Kabafeno"), std::string("1966"),
                  std::string("431953"), std::string("Malaria"), std::string("Friday"),
                  std::string("travelling"), std::string("patient"), std::string("reason"),
                  std::string("notes"), std::string("\"code\""), clinic.patient, clinic.code}) {
                CAPTURE(word);
                CHECK_FALSE(holds(text, word));
            }
        }
    }
}

TEST_CASE("staff see words where they work with them") {
    Wordy clinic;
    for (const std::string& role : staff) {
        clinic.at_screen("desk", role.c_str());
        for (const char* view : {"day", "visit", "patient", "patients", "queue"}) {
            CAPTURE(view);
            const auto text =
                clinic.seen(view, clinic.subject_of(view), clinic.parameters()).dump();
            CHECK(holds(text, "Amina Kabafeno"));
        }
    }
}

TEST_CASE("the board shows numbers and where to go; never a name, whoever asks") {
    Wordy clinic;
    for (const char* role : {"display", "receptionist", "clinician"}) {
        clinic.at_screen("board", role);
        const Json board = clinic.seen("board");
        CHECK(board["called"] == Json::parse(R"([{"number": "D-002", "room": "c1",
                               "since": "2026-03-02T08:00:00+03:00"}])"));
        CHECK(board["waiting"] == Json::parse(R"([{"number": "D-001"}])"));
        CHECK(board["waiting_count"] == 1);
        CHECK_FALSE(holds(board.dump(), clinic.patient));
    }
}

TEST_CASE("a kiosk's own acts are answered without a patient or a code") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    clinic.at_screen("kiosk", "kiosk");

    const Json came = clinic.done("walk-in", "", {{"patient", amina}, {"service", "consult"}});
    const Json here = clinic.done("check-in", came["id"]);

    for (const Json& answer : {came, here}) {
        for (const char* field : {"patient", "code", "reason", "notes"}) {
            CHECK_FALSE(answer.contains(field));
        }
    }
}

TEST_CASE("no event and no refusal holds a patient's word or id") {
    Wordy clinic;
    std::string told;
    const auto hear = [&](const char* act, const std::string& visit, const Json& body) {
        const auto answer = clinic.give(act, visit, body);
        if (!answer) told += answer.refusal().detail + answer.refusal().field;
        for (const auto& event : clinic.last().events) told += event.data.dump();
    };
    hear("book", "",
         {{"patient", amina},
          {"service", "consult"},
          {"start", "2026-03-02T08:20:00+03:00"},
          {"practitioner", "amani"}});
    hear("book", "",
         {{"patient", amina},
          {"service", "consult"},
          {"reason", "Malaria test"},
          {"start", "2026-03-02T14:00:00+03:00"}});
    hear("arrive", "", {{"name", "Amina Kabafeno"}, {"birth_date", "1966-05-02"}});
    hear("note", clinic.waiting_visit, {{"text", "Friday"}});
    for (const char* act : {"call", "start", "finish", "leave", "cancel", "check-in"}) {
        hear(act, clinic.waiting_visit, Json::object());
        hear(act, clinic.gone_visit, Json::object());
    }

    REQUIRE_FALSE(told.empty());
    for (const std::string& word :
         {std::string("Amina"), std::string("1966"), std::string("431953"), std::string("Malaria"),
          std::string("Friday"), clinic.patient, clinic.code}) {
        CAPTURE(word);
        CHECK_FALSE(holds(told, word));
    }
}
