#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "node/care/setup.hpp"
#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::care;
using Json = nlohmann::json;

namespace {

/// A small hospital that is open all night and names everything that can be named.
Json night_clinic() {
    return Json::parse(R"({
      "clinic": "nile", "name": "Nile Night Clinic", "time_zone": "Africa/Cairo",
      "languages": ["ar", "en"], "day_begins": "05:30", "colour": "ignored",
      "hours": {"mon": ["00:00", "24:00"], "tue": [["08:00", "12:00"], ["20:00", "02:00"]]},
      "practitioners": [
        {"id": "amal", "roles": ["midwife", "nurse"], "name": "Amal", "shifts": [
          {"days": ["tue", "mon"], "from": "20:00", "to": "04:00",
           "break": [["00:30", "01:00"], ["22:00", "22:15"], ["12:00", "12:30"]]}]},
        {"id": "badr", "role": "nurse", "shifts": []}],
      "rooms": [{"id": "r1", "kind": "ward", "name": "East"}],
      "services": [{"id": "birth", "name": "Birth", "minutes": 240, "needs": [
          {"role": "midwife"}, {"role": "nurse", "count": 2}, {"room": "ward", "count": 1}]}],
      "triage": {"classes": [{"name": "now", "target_minutes": 0, "emergency": true},
                             {"name": "soon", "target_minutes": 30}], "untriaged": "soon"},
      "tickets": {"kiosk": "A", "gate": "B", "other": "C"}})");
}

std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("a clinic that is open all night is read as its people wrote it") {
    const auto setup = decode_setup(night_clinic().dump());

    REQUIRE_MESSAGE(setup, (setup ? "" : setup.refusal().detail));
    CHECK(setup->hours[0] == std::vector<WallSpan>{{0, 1440}});
    CHECK(setup->hours[1] == std::vector<WallSpan>{{480, 720}, {1200, 1560}});
    CHECK(setup->hours[2].empty());
    CHECK(setup->day_begins.minutes == 330);
    const Practitioner& amal = *setup->find_practitioner("amal");
    CHECK(amal.roles == std::vector<std::string>{"midwife", "nurse"});
    CHECK(amal.shifts[0].days == std::vector{Weekday::mon, Weekday::tue});
    CHECK(amal.shifts[0].span == WallSpan{1200, 1680});
    CHECK(amal.shifts[0].breaks == std::vector<WallSpan>{{1320, 1335}, {1470, 1500}});
    CHECK(setup->find_practitioner("badr")->shown_name() == "badr");
    CHECK(setup->count_of(ServiceNeed::What::role, "nurse") == 2);
    CHECK(setup->find_service("birth")->count_of(ServiceNeed::What::role, "midwife") == 1);
    CHECK(setup->triage.untriaged == "soon");
    CHECK(setup->ticket_letter("kiosk") == 'A');
    CHECK(setup->ticket_letter("desk") == 'C');
    CHECK(setup->find_service("nothing") == nullptr);
}

TEST_CASE("a set-up that names no classes has those of the South African scale") {
    Json json = night_clinic();
    json.erase("triage");

    const Setup setup = *decode_setup(json.dump());

    CHECK(setup.triage.find("orange")->target_minutes == 10);
    CHECK(setup.triage.find("yellow")->target_minutes == 60);
    CHECK(setup.triage.find("green")->target_minutes == 240);
    CHECK(setup.triage.find("red")->is_emergency);
    CHECK(setup.triage.effective("").name == "green");
    CHECK(setup.triage.effective("pink").name == "green");
}

TEST_CASE("a set-up that was written out reads back as the same") {
    const Setup setup = *decode_setup(night_clinic().dump());

    const auto again = decode_setup(encode_setup(setup));

    REQUIRE_MESSAGE(again, (again ? "" : again.refusal().detail));
    CHECK(*again == setup);
    CHECK(encode_setup(*again) == encode_setup(setup));
}

TEST_CASE("the given clinic is read whole") {
    const char* shared = std::getenv("WAYSIDE_SHARED");
    const std::string text =
        read_file(std::string(shared ? shared : "") + "/benchmarks/clinic-day/clinic.json");
    if (text.empty()) {
        MESSAGE("skipped: the shared data are not here");
        return;
    }

    const auto setup = decode_setup(text);

    REQUIRE_MESSAGE(setup, (setup ? "" : setup.refusal().detail));
    CHECK(setup->clinic == "kilima");
    CHECK(setup->practitioners.size() == 6);
    CHECK(setup->practitioners[0].shifts[0].breaks == std::vector<WallSpan>{{760, 800}});
    CHECK(setup->count_of(ServiceNeed::What::room, "consulting") == 4);
    CHECK(setup->hours[5].empty());
    CHECK(*decode_setup(encode_setup(*setup)) == *setup);
}

TEST_CASE("the page about the format shows what the software reads and writes, byte for byte") {
    const std::string page = read_file(WAYSIDE_SETUP_PAGE);
    const auto block_after = [&](std::size_t from) {
        const std::size_t begin = page.find("```json\n", from) + 8;
        return std::pair{page.substr(begin, page.find("\n```", begin) - begin), begin};
    };
    const auto [read, read_at] = block_after(0);
    const auto [written, written_at] = block_after(read_at);
    REQUIRE(written_at > read_at);

    const auto setup = decode_setup(read);

    REQUIRE_MESSAGE(setup, (setup ? "" : setup.refusal().detail));
    CHECK(encode_setup(*setup) == written);
}

TEST_CASE("each bad field is refused and named by its path") {
    const auto refused = [](const char* pointer, const Json& value) {
        Json json = night_clinic();
        json[Json::json_pointer(pointer)] = value;
        const auto setup = decode_setup(json.dump());
        return setup ? std::string("accepted") : setup.refusal().field;
    };

    CHECK(refused("/clinic", 5) == "clinic");
    CHECK(refused("/clinic", "") == "clinic");
    CHECK(refused("/name", "a\nb") == "name");
    CHECK(refused("/time_zone", "Mars/Olympus") == "time_zone");
    CHECK(refused("/hours", Json::array()) == "hours");
    CHECK(refused("/hours/monday", {"08:00", "17:00"}) == "hours.monday");
    CHECK(refused("/hours/mon", {"08:00"}) == "hours.mon");
    CHECK(refused("/hours/mon/0", "8:00") == "hours.mon[0]");
    CHECK(refused("/hours/mon/0", "24:00") == "hours.mon[0]");
    CHECK(refused("/hours/tue/1/1", "25:00") == "hours.tue[1][1]");
    CHECK(refused("/day_begins", "24:00") == "day_begins");
    CHECK(refused("/practitioners", nullptr) == "practitioners");
    CHECK(refused("/practitioners/1/id", "amal") == "practitioners[1].id");
    CHECK(refused("/practitioners/1/role", nullptr) == "practitioners[1].role");
    CHECK(refused("/practitioners/0/roles", Json::array()) == "practitioners[0].roles");
    CHECK(refused("/practitioners/0/roles/1", "midwife") == "practitioners[0].roles[1]");
    CHECK(refused("/practitioners/0/shifts/0/days/0", "mon") ==
          "practitioners[0].shifts[0].days[1]");
    CHECK(refused("/practitioners/0/shifts/0/days/0", "day") ==
          "practitioners[0].shifts[0].days[0]");
    CHECK(refused("/practitioners/0/shifts/0/from", true) == "practitioners[0].shifts[0].from");
    CHECK(refused("/practitioners/0/shifts/0/break/1/0", "x") ==
          "practitioners[0].shifts[0].break[1][0]");
    CHECK(refused("/rooms/0/kind", nullptr) == "rooms[0].kind");
    CHECK(refused("/services/0/minutes", 0) == "services[0].minutes");
    CHECK(refused("/services/0/minutes", 10.5) == "services[0].minutes");
    CHECK(refused("/services/0/minutes", 18446744073709551615ULL) == "services[0].minutes");
    CHECK(refused("/services/0/needs/0/role", "surgeon") == "services[0].needs[0].role");
    CHECK(refused("/services/0/needs/1/count", 3) == "services[0].needs[1].role");
    CHECK(refused("/services/0/needs/2/room", "cellar") == "services[0].needs[2].room");
    CHECK(refused("/services/0/needs/2/equipment", "mri") == "services[0].needs[2]");
    CHECK(refused("/services/0/needs/1/role", "midwife") == "services[0].needs[1].role");
    CHECK(refused("/triage/untriaged", "blue") == "triage.untriaged");
    CHECK(refused("/triage/classes/1/name", "now") == "triage.classes[1]");
    CHECK(refused("/triage/classes/0/target_minutes", -1) == "triage.classes[0].target_minutes");
    CHECK(refused("/tickets/gate", "b") == "tickets.gate");
    CHECK(refused("/tickets/gate", "BB") == "tickets.gate");
    CHECK(refused("/new_field", {{"anything", 1}}) == "accepted");
}

TEST_CASE("a service that needs one kind twice is told to raise the count") {
    Json json = night_clinic();
    json["services"][0]["needs"] = {{{"role", "nurse"}}, {{"role", "nurse"}}};

    CHECK(decode_setup(json.dump()).refusal().field == "services[0].needs[1]");
}

TEST_CASE("lists without end and texts without end are refused before anything is made of them") {
    Json json = night_clinic();
    json["rooms"] = Json::array();
    for (int i = 0; i < 501; ++i) {
        json["rooms"].push_back({{"id", std::to_string(i)}, {"kind", "ward"}});
    }
    CHECK(decode_setup(json.dump()).refusal().why == Why::too_large);
    CHECK(decode_setup(std::string(1'000'001, ' ')).refusal().why == Why::too_large);
    CHECK(decode_setup(std::string(900'000, '[')).refusal().why == Why::malformed);
    CHECK(decode_setup("[]").refusal().why == Why::invalid);
    CHECK(decode_setup("").refusal().why == Why::malformed);
}

TEST_CASE("a set-up with flipped bytes is read or refused, and what is read is written alike") {
    SeededRandom random{23};
    const std::string good = night_clinic().dump();
    int accepted = 0;
    for (int round = 0; round < 4'000; ++round) {
        std::string text = good;
        for (std::uint64_t i = 0; i <= random.below(2); ++i) {
            text[random.below(text.size())] = static_cast<char>(random.below(128));
        }
        const auto setup = decode_setup(text);
        if (!setup) continue;
        ++accepted;
        REQUIRE(*decode_setup(encode_setup(*setup)) == *setup);
    }
    CHECK(accepted > 0);
}

TEST_CASE("a set-up whose values were exchanged for others is read or refused") {
    SeededRandom random{29};
    const std::vector<Json> strange{
        nullptr,   true, -1, 1e300, "", "24:00", Json::array(), Json::object(), Json::array({1, 2}),
        "midwife", 9};
    const Json flat = night_clinic().flatten();
    for (int round = 0; round < 3'000; ++round) {
        auto it = flat.begin();
        std::advance(it, static_cast<std::ptrdiff_t>(random.below(flat.size())));
        Json::json_pointer at(it.key());
        for (std::uint64_t up = random.below(3); up > 0 && !at.parent_pointer().empty(); --up) {
            at = at.parent_pointer();
        }
        Json json = night_clinic();
        json[at] = strange[random.below(strange.size())];

        const auto setup = decode_setup(json.dump());

        if (setup) REQUIRE(*decode_setup(encode_setup(*setup)) == *setup);
    }
}
