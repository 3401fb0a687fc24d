#include <doctest/doctest.h>

#include "node/booking/visits.hpp"
#include "node/patients/search.hpp"
#include "tests/node/day/booking_setup.hpp"
#include "tests/node/support/clinic_box.hpp"
#include "tests/node/support/table_text.hpp"

using namespace wayside;
using testing::at;
using testing::ClinicBox;
using testing::Json;

namespace {

const Json amina{{"id", "pt-1"},    {"name", "Amina Kabafeno"}, {"birth_date", "1966-05-02"},
                 {"sex", "female"}, {"phone", "+255762431953"}, {"language", "sw"}};
const Json brook{{"id", "pt-2"}, {"name", "Brook"}, {"birth_date", "1990"}};

Json wish(const Json& patient, const char* service, const char* who, const char* time) {
    Json out{{"patient", patient}, {"service", service}, {"reason", "Malaria test"}};
    if (*who != '\0') out["practitioner"] = who;
    out["start"] = std::string("2026-03-02T") + time + ":00+03:00";
    return out;
}

struct Clinic : ClinicBox {
    explicit Clinic(std::uint8_t number = 1) : ClinicBox(number) {
        set_up(testing::small_clinic);
        now = at("2026-03-01T18:00:00+03:00");
    }
    std::string booked(const Json& body) {
        const auto answer = give("book", "", body);
        REQUIRE_MESSAGE(answer.has_value(), answer.refusal().rule_name()
                                                << ": " << answer.refusal().detail);
        return (*answer)["id"];
    }
    std::string refused(const Json& body) {
        const auto answer = give("book", "", body);
        return answer ? "(booked)" : answer.refusal().rule_name();
    }
    Json shown(const std::string& visit) {
        const auto found = booking::visit_named(model(), visit);
        REQUIRE(found.has_value());
        const auto patient = ask("patient", found->patient->text(), {});
        REQUIRE(patient.has_value());
        for (const auto& each : (*patient)["visits"]) {
            if (each["id"] == visit) return each;
        }
        return nullptr;
    }
};

}  // namespace

TEST_CASE("a booking is answered with the visit and without the patient's words") {
    Clinic clinic;
    Json body = wish(amina, "consult", "amani", "08:20");
    body["identifier"] = "a-1";

    const auto answer = clinic.give("book", "", body);

    REQUIRE(answer.has_value());
    CHECK((*answer)["status"] == "booked");
    CHECK((*answer)["start"] == "2026-03-02T08:20:00+03:00");
    CHECK((*answer)["minutes"] == 20);
    CHECK((*answer)["practitioner"] == "amani");
    CHECK((*answer)["identifier"] == "a-1");
    CHECK((*answer)["code"].get<std::string>().size() == 8);
    CHECK((*answer)["patient"].size() == 1);
    CHECK(clinic.last().created);
    CHECK(clinic.last().makes_record);
    const std::string said = answer->dump() + clinic.last().events.at(0).data.dump();
    for (const char* word : {"Amina", "1966", "762431953", "Malaria"}) {
        CHECK(said.find(word) == std::string::npos);
    }
}

TEST_CASE("no word of a patient stands in a document, and staff read them in views") {
    Clinic clinic;

    const std::string visit = clinic.booked(wish(amina, "consult", "amani", "08:20"));

    for (const auto& each : clinic.last().edits) {
        for (const auto& edit : each.edits) {
            const auto* text = std::get_if<std::string>(&edit.value);
            CHECK((text == nullptr || text->find("Amina") == std::string::npos));
            if (each.document.kind == document::Kind::patient) {
                CHECK(std::holds_alternative<Bytes>(edit.value));
            }
        }
    }
    const Json shown = clinic.shown(visit);
    CHECK(shown["patient"]["name"] == "Amina Kabafeno");
    CHECK(shown["reason"] == "Malaria test");
    clinic.asker.role = "display";
    CHECK_FALSE(clinic.shown(visit).contains("patient"));
    CHECK_FALSE(clinic.shown(visit).contains("reason"));
    CHECK_FALSE(clinic.shown(visit).contains("code"));
}

TEST_CASE("every rule of capacity refuses by its name") {
    Clinic clinic;
    clinic.booked(wish(amina, "consult", "amani", "09:00"));
    clinic.booked(wish(brook, "procedure", "baraka", "10:00"));
    clinic.booked(wish(amina, "scan", "dalila", "11:00"));

    CHECK(clinic.refused(wish(brook, "surgery", "amani", "14:00")) == "unknown_service");
    CHECK(clinic.refused(wish(brook, "consult", "zuberi", "14:00")) == "unknown_practitioner");
    CHECK(clinic.refused(wish(brook, "consult", "dalila", "14:00")) == "wrong_role");
    CHECK(clinic.refused(wish(brook, "scan", "dalila", "07:00")) == "outside_hours");
    CHECK(clinic.refused(wish(brook, "consult", "amani", "15:50")) == "outside_shift");
    CHECK(clinic.refused(wish(brook, "consult", "amani", "12:30")) == "on_break");
    CHECK(clinic.refused(wish(brook, "consult", "amani", "09:10")) == "practitioner_taken");
    CHECK(clinic.refused(wish(brook, "consult", "amani", "10:20")) == "pool_full");
    CHECK(clinic.refused(wish(brook, "scan", "eshe", "11:10")) == "equipment_taken");
    clinic.now = at("2026-03-02T14:00:00+03:00");
    CHECK(clinic.refused(wish(brook, "consult", "amani", "13:40")) == "in_the_past");
}

TEST_CASE("a refused booking writes nothing and offers up to three times that are free") {
    Clinic clinic;
    clinic.booked(wish(amina, "consult", "amani", "09:00"));
    const std::string sql = "SELECT * FROM visit_placed ORDER BY id";
    const std::string before = testing::rows_of(clinic.model(), sql);
    for (const auto& [service, who, time] :
         {std::tuple{"consult", "amani", "09:10"}, std::tuple{"consult", "dalila", "14:00"},
          std::tuple{"scan", "dalila", "07:00"}, std::tuple{"consult", "amani", "12:30"}}) {
        const Json body = wish(brook, service, who, time);
        REQUIRE(clinic.refused(body) != "(booked)");
        CHECK(testing::rows_of(clinic.model(), sql) == before);

        const Json advice = clinic.alternatives("book", "", body);
        const Json& offers = advice.at("alternatives");

        REQUIRE(offers.size() == 3);
        for (const Json& offer : offers) {
            Clinic other;
            other.booked(wish(amina, "consult", "amani", "09:00"));
            Json again = body;
            again["start"] = offer["start"];
            again["practitioner"] = offer["practitioner"];
            CHECK_MESSAGE(other.refused(again) == "(booked)", offer.dump());
        }
    }
}

TEST_CASE("a service that nobody knows has no other times") {
    Clinic clinic;

    CHECK(clinic.alternatives("book", "", wish(brook, "surgery", "", "14:00")) ==
          Json{{"alternatives", Json::array()}});
}

TEST_CASE("a refusal says what is missing and from when on it is not") {
    Clinic clinic;
    clinic.booked(wish(amina, "consult", "amani", "09:00"));
    clinic.booked(wish(brook, "procedure", "baraka", "10:00"));
    const auto missing = [&](const char* service, const char* who, const char* time) {
        return clinic.alternatives("book", "", wish(brook, service, who, time)).at("bottleneck");
    };

    const Json person = missing("consult", "amani", "09:10");
    const Json room = missing("consult", "amani", "10:20");
    const Json hours = missing("scan", "dalila", "07:00");

    CHECK(person == Json{{"what", "practitioner"},
                         {"name", "amani"},
                         {"alone", true},
                         {"frees", "2026-03-02T09:20:00+03:00"}});
    CHECK(room["what"] == "room");
    CHECK(room["name"] == "consulting");
    CHECK(room["frees"] > "2026-03-02T10:20:00+03:00");
    CHECK(clinic.refused(wish(brook, "consult", "amani", "10:20")) == "pool_full");
    CHECK(hours["what"] == "hours");
    CHECK(hours["frees"] == "2026-03-02T08:00:00+03:00");
}

TEST_CASE("without a practitioner the first free one gives it; without a free one, the rule") {
    Clinic clinic;
    Json body = wish(amina, "consult", "", "08:20");

    CHECK(clinic.give("book", "", body)->at("practitioner") == "amani");
    CHECK(clinic.give("book", "", body)->at("practitioner") == "baraka");
    CHECK(clinic.refused(body) == "practitioner_taken");
}

TEST_CASE("an identifier of a visit that has not ended is taken; after its end it is free") {
    Clinic clinic;
    Json body = wish(amina, "consult", "amani", "08:20");
    body["identifier"] = "a-1";
    const std::string visit = clinic.booked(body);
    body["start"] = "2026-03-02T09:00:00+03:00";

    CHECK(clinic.refused(body) == "identifier_taken");
    REQUIRE(clinic.give("cancel", visit, Json::object()));
    CHECK(clinic.refused(body) == "(booked)");
}

TEST_CASE("the same outside id is the same person, whose changed words are written") {
    Clinic clinic;
    const auto first = clinic.give("book", "", wish(amina, "consult", "amani", "08:20"));
    Json changed = amina;
    changed["phone"] = "+255700000000";
    changed.erase("sex");

    const auto second = clinic.give("book", "", wish(changed, "consult", "amani", "09:00"));

    CHECK((*first)["patient"]["id"] == (*second)["patient"]["id"]);
    const auto shown = clinic.ask("patient", (*second)["patient"]["id"], {});
    CHECK((*shown)["phone"] == "+255700000000");
    CHECK((*shown)["sex"] == "female");
    CHECK((*shown)["visits"].size() == 2);
    Json own{{"id", (*first)["patient"]["id"]}};
    const auto third = clinic.give("book", "", wish(own, "consult", "amani", "10:00"));
    CHECK((*third)["patient"]["id"] == (*first)["patient"]["id"]);
}

TEST_CASE("without an id a person is known by exactly equal name, birth date and phone") {
    Clinic clinic;
    Json person = amina;
    person.erase("id");
    const auto book = [&](const char* time) {
        return clinic.give("book", "", wish(person, "consult", "baraka", time))
            ->at("patient")
            .at("id")
            .get<std::string>();
    };

    const std::string first = book("08:20");
    CHECK(book("09:00") == first);
    person["phone"] = "+255700000000";
    const std::string other_phone = book("09:20");
    CHECK(other_phone != first);
    person.erase("birth_date");
    CHECK(book("09:40") != other_phone);
}

TEST_CASE("bodies that make no sense are refused by field") {
    Clinic clinic;
    const Json good = wish(amina, "consult", "amani", "08:20");
    const auto field_of = [&](const char* field, const Json& value) {
        Json body = good;
        body[field] = value;
        const auto answer = clinic.give("book", "", body);
        REQUIRE_FALSE(answer.has_value());
        const Why why = answer.refusal().why;
        CHECK((why == Why::invalid || why == Why::malformed));
        return answer.refusal().field;
    };

    CHECK(field_of("patient", nullptr) == "patient");
    CHECK(field_of("patient", 5) == "patient");
    CHECK(field_of("patient", {{"name", 5}}) == "patient.name");
    CHECK(field_of("patient", {{"name", std::string(201, 'x')}}) == "patient.name");
    CHECK(field_of("patient", {{"birth_date", "1966-02-30"}}) == "patient.birth_date");
    CHECK(field_of("service", "") == "service");
    CHECK(field_of("start", "tomorrow") == "start");
    CHECK(field_of("start", "2026-03-02T08:20:00+02:00") == "start");
    CHECK(field_of("minutes", 0) == "minutes");
    CHECK(field_of("minutes", 1.5) == "minutes");
    CHECK(field_of("minutes", UINT64_MAX) == "minutes");
    CHECK(field_of("channel", "street") == "channel");
    CHECK(field_of("reason", std::string(1, '\x01')) == "reason");
    CHECK(clinic.give("book", "", Json::array()).refusal().why == Why::invalid);
    CHECK(clinic.give("book", "", "text").refusal().why == Why::invalid);
}

TEST_CASE("10,000 mutated bodies are decoded or refused, never anything else") {
    Clinic clinic;
    const std::string good = wish(amina, "consult", "amani", "08:20").dump();
    SeededRandom random(20260302);
    int read = 0;
    for (int i = 0; i < 10'000; ++i) {
        std::string text = good;
        for (std::uint64_t n = 1 + random.below(3); n > 0; --n) {
            text[random.below(text.size())] = static_cast<char>(random.below(256));
        }
        const Json body = Json::parse(text, nullptr, false);
        if (body.is_discarded()) continue;
        ++read;
        for (const auto& command : clinic.commands()) (void)command.decode(body);
    }
    CHECK(read > 1'000);
}

TEST_CASE("a reschedule within the day keeps the visit and frees its old time") {
    Clinic clinic;
    const std::string visit = clinic.booked(wish(amina, "consult", "amani", "08:20"));

    const auto answer = clinic.give("reschedule", visit, {{"start", "2026-03-02T08:30:00+03:00"}});

    REQUIRE(answer.has_value());
    CHECK((*answer)["id"] == visit);
    CHECK((*answer)["start"] == "2026-03-02T08:30:00+03:00");
    CHECK((*answer)["practitioner"] == "amani");
    CHECK(clinic.refused(wish(brook, "consult", "amani", "08:00")) == "(booked)");
    CHECK(clinic.refused(wish(brook, "consult", "amani", "08:20")) == "practitioner_taken");
}

TEST_CASE(
    "a move to another day ends the visit as moved; the new one names it and keeps its words") {
    Clinic clinic;
    Json body = wish(amina, "consult", "amani", "08:20");
    body["identifier"] = "a-1";
    const std::string old = clinic.booked(body);

    const auto answer = clinic.give(
        "reschedule", old, {{"start", "2026-03-03T09:00:00+03:00"}, {"practitioner", "baraka"}});

    REQUIRE(answer.has_value());
    const std::string made = (*answer)["id"];
    CHECK(made != old);
    CHECK((*answer)["origin"] == old);
    CHECK((*answer)["day"] == "2026-03-03");
    CHECK(clinic.shown(old)["status"] == "moved");
    CHECK(clinic.shown(old)["moved_to"] == made);
    CHECK(clinic.shown(made)["reason"] == "Malaria test");
    CHECK(clinic.shown(made)["code"] == clinic.shown(old)["code"]);
    CHECK(booking::find_live_visit(clinic.model(), "a-1")->id.text() == made);
    CHECK(clinic.give("reschedule", old, {{"start", "2026-03-03T10:00:00+03:00"}})
              .refusal()
              .rule_name() == "wrong_status");
}

TEST_CASE("a refused reschedule leaves the visit where it is and offers other times") {
    Clinic clinic;
    const std::string visit = clinic.booked(wish(amina, "consult", "amani", "08:20"));
    clinic.booked(wish(brook, "consult", "amani", "09:00"));
    const Json body{{"start", "2026-03-02T09:00:00+03:00"}};

    const auto answer = clinic.give("reschedule", visit, body);

    CHECK(answer.refusal().rule_name() == "practitioner_taken");
    CHECK(clinic.shown(visit)["start"] == "2026-03-02T08:20:00+03:00");
    const Json advice = clinic.alternatives("reschedule", visit, body);
    CHECK(advice.at("alternatives").size() == 3);
    CHECK(advice.at("bottleneck").at("name") == "amani");
}

TEST_CASE("cancel and no-show end a booking once, free its place, and are refused after") {
    Clinic clinic;
    const std::string first = clinic.booked(wish(amina, "consult", "amani", "08:20"));
    const std::string second = clinic.booked(wish(brook, "consult", "amani", "09:00"));

    CHECK(clinic.give("cancel", first, {{"reason", "travelling"}})->at("status") == "cancelled");
    CHECK(clinic.give("no-show", second, Json::object())->at("status") == "no-show");

    CHECK(clinic.shown(first)["cancel_reason"] == "travelling");
    CHECK(clinic.refused(wish(brook, "consult", "amani", "08:20")) == "(booked)");
    for (const char* act : {"cancel", "no-show"}) {
        CHECK(clinic.give(act, first, Json::object()).refusal().rule_name() == "wrong_status");
        CHECK(clinic.give(act, "nobody", Json::object()).refusal().why == Why::not_found);
    }
}

TEST_CASE("a patient's key that is missing takes the words from every view, and nothing else") {
    Clinic clinic;
    const std::string visit = clinic.booked(wish(amina, "consult", "amani", "08:20"));
    const std::string other = clinic.booked(wish(brook, "consult", "amani", "09:00"));
    REQUIRE(clinic.give("cancel", visit, {{"reason", "travelling"}}));
    const auto gone = *booking::visit_named(clinic.model(), visit)->patient;

    ClinicBox restarted(2);
    restarted.now = clinic.now;
    restarted.take_from(clinic, gone);

    const auto person = restarted.ask("patient", gone.text(), {});
    REQUIRE(person.has_value());
    const std::string all = person->dump();
    for (const char* word : {"Amina", "1966", "431953", "Malaria", "travelling"}) {
        CHECK(all.find(word) == std::string::npos);
    }
    CHECK((*person)["visits"][0]["status"] == "cancelled");
    CHECK((*person)["visits"][0]["start"] == "2026-03-02T08:20:00+03:00");
    CHECK((*restarted.ask("patients", "", {{"search", "amina"}}))["patients"].empty());
    CHECK((*restarted.ask("patients", "", {{"search", "bro"}}))["patients"].size() == 1);
    const std::string sql = "SELECT * FROM visit_placed ORDER BY id";
    CHECK(testing::rows_of(restarted.model(), sql) == testing::rows_of(clinic.model(), sql));
    CHECK(booking::visit_named(restarted.model(), other).has_value());
}

TEST_CASE("setup, slots and patients answer what screens ask for") {
    Clinic clinic;
    clinic.booked(wish(amina, "consult", "amani", "08:00"));

    const auto setup = clinic.ask("setup", "", {});
    CHECK((*setup)["today"] == "2026-03-01");
    CHECK((*setup)["now"] == "2026-03-01T18:00:00+03:00");
    CHECK((*setup)["hours"]["mon"] == Json::parse(R"([["08:00","17:00"]])"));
    const auto slots = clinic.ask("slots", "",
                                  {{"service", "consult"},
                                   {"from", "2026-03-02"},
                                   {"to", "2026-03-03"},
                                   {"practitioner", "amani"}});
    REQUIRE(slots.has_value());
    REQUIRE_FALSE((*slots)["slots"].empty());
    CHECK((*slots)["slots"][0]["start"] == "2026-03-02T08:20:00+03:00");
    for (const auto& slot : (*slots)["slots"]) CHECK(slot["practitioner"] == "amani");
    CHECK_FALSE(slots->contains("bottleneck"));
    const auto night = clinic.ask("slots", "",
                                  {{"service", "consult"},
                                   {"from", "2026-03-02T20:00:00+03:00"},
                                   {"to", "2026-03-02T22:00:00+03:00"}});
    CHECK((*night)["slots"].empty());
    CHECK((*night)["bottleneck"]["what"] == "hours");
    CHECK((*night)["bottleneck"]["frees"] == "2026-03-03T08:00:00+03:00");
    CHECK(clinic.ask("slots", "", {{"service", "x"}, {"from", "2026-03-02"}, {"to", "2026-03-03"}})
              .refusal()
              .rule_name() == "unknown_service");
    CHECK(clinic.ask("slots", "", {{"service", "consult"}, {"from", "x"}}).refusal().field ==
          "from");
    CHECK((*clinic.ask("patients", "", {{"search", "KABA 1966"}}))["patients"].size() == 1);
    CHECK(clinic.ask("patient", "nobody", {}).refusal().why == Why::not_found);
}

TEST_CASE("before its set-up has come a clinic answers that it is not open") {
    ClinicBox box(1);

    CHECK(box.give("book", "", wish(amina, "consult", "amani", "08:20")).refusal().why ==
          Why::unavailable);
    CHECK(box.alternatives("book", "", wish(amina, "consult", "amani", "08:20")).is_null());
    CHECK(box.ask("setup", "", {}).refusal().why == Why::unavailable);
}
