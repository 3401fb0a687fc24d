#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "node/rota/projection.hpp"
#include "tests/node/support/replica.hpp"
#include "tests/node/support/table_text.hpp"

using namespace wayside;

namespace {

constexpr const char* night_clinic = R"({
  "clinic": "nile", "name": "عيادة النيل", "time_zone": "Africa/Cairo", "languages": ["ar", "en"],
  "day_begins": "05:00",
  "hours": {"mon": [["08:00", "12:00"], ["13:00", "17:00"]], "fri": [["20:00", "06:00"]]},
  "practitioners": [
    {"id": "mona", "name": "Mona", "roles": ["clinician", "midwife"], "shifts": [
      {"days": ["mon", "fri"], "from": "20:00", "to": "06:00", "break": [["01:00", "01:30"]]},
      {"days": ["tue"], "from": "08:00", "to": "12:00"}]},
    {"id": "nurse two", "role": "nurse", "shifts": []}],
  "rooms": [{"id": "r2", "kind": "consulting"}, {"id": "r1", "kind": "consulting", "name": "One"}],
  "equipment": [{"id": "us", "kind": "ultrasound"}],
  "services": [
    {"id": "scan", "name": "Scan", "minutes": 30, "needs": [
      {"role": "midwife", "count": 1}, {"room": "consulting", "count": 2},
      {"equipment": "ultrasound", "count": 1}]},
    {"id": "care", "name": "Care", "minutes": 15, "needs": [{"role": "nurse", "count": 1}]}]
})";

care::Setup decoded(const std::string& json) {
    auto setup = care::decode_setup(json);
    REQUIRE_MESSAGE(setup.has_value(), setup.refusal().detail << " " << setup.refusal().field);
    return *setup;
}

struct Box {
    explicit Box(std::uint8_t number) : replica(number), ids(replica.log()) { replica.add(rota); }
    void write_setup(const care::Setup& setup, std::int64_t at_ms) {
        const auto edits = rota::setup_edits(setup, ids);
        REQUIRE(replica.write(rota::setup_document(), edits, {at_ms}));
    }
    void write_state(const char* who, const char* state, std::int64_t at_ms) {
        const auto edits = rota::state_edits(ids.next<RecordId>(), who, state);
        REQUIRE(replica.write({document::Kind::day, "2026-03-02"}, edits, {at_ms}));
    }

    sqlite::Database model = sqlite::Database::in_memory();
    rota::Projection rota{model};
    testing::Replica replica;
    crypto::IdSource ids;
};

}  // namespace

TEST_CASE("a set-up written into its document and read back is the same set-up") {
    const care::Setup setup = decoded(night_clinic);
    Box box(1);
    REQUIRE_FALSE(box.rota.is_set_up());

    box.write_setup(setup, 1'000);

    REQUIRE(box.rota.is_set_up());
    CHECK(box.rota.setup() == setup);
    CHECK(box.rota.zone().name() == "Africa/Cairo");
}

TEST_CASE("the clinic-day set-up survives its document too") {
    const char* shared = std::getenv("WAYSIDE_SHARED");
    std::ifstream file(std::string(shared == nullptr ? "" : shared) +
                       "/benchmarks/clinic-day/clinic.json");
    if (!file) {
        MESSAGE("skipped: no clinic-day data under WAYSIDE_SHARED");
        return;
    }
    std::stringstream text;
    text << file.rdbuf();
    const care::Setup setup = decoded(text.str());
    Box box(1);

    box.write_setup(setup, 1'000);

    CHECK(box.rota.setup() == setup);
}

TEST_CASE("a new set-up takes the place of the old one whole, and nothing of the old one stays") {
    care::Setup setup = decoded(night_clinic);
    Box box(1);
    box.write_setup(setup, 1'000);
    setup.rooms.pop_back();
    setup.services.erase(setup.services.begin());
    setup.name = "Nile";

    box.write_setup(setup, 2'000);

    CHECK(box.rota.setup() == setup);
}

TEST_CASE("two set-ups written apart come to one of them, whole, on both boxes") {
    const care::Setup first = decoded(night_clinic);
    care::Setup second = first;
    second.practitioners.pop_back();
    second.services.pop_back();
    Box north(1);
    Box south(2);
    north.write_setup(first, 1'000);
    south.write_setup(second, 1'000);

    north.replica.take_from(south.replica);
    south.replica.take_from(north.replica);

    REQUIRE(north.rota.is_set_up());
    REQUIRE(south.rota.is_set_up());
    CHECK(north.rota.setup() == south.rota.setup());
    CHECK((north.rota.setup() == first || north.rota.setup() == second));
}

TEST_CASE("a set-up is dropped with its document and comes back with it") {
    Box box(1);
    box.write_setup(decoded(night_clinic), 1'000);

    box.rota.forget(rota::setup_document());
    CHECK_FALSE(box.rota.is_set_up());
    box.replica.project_all();

    CHECK(box.rota.setup() == decoded(night_clinic));
}

TEST_CASE("a set-up that lacks a field is no set-up, and no crash") {
    Box box(1);
    const auto whole = rota::setup_edits(decoded(night_clinic), box.ids);
    for (std::size_t missing = 0; missing < whole.size(); missing += 3) {
        Box other(2);
        auto edits = whole;
        edits.erase(edits.begin() + static_cast<std::ptrdiff_t>(missing));

        REQUIRE(other.replica.write(rota::setup_document(), edits, {1'000}));
    }
}

TEST_CASE("the latest word of a practitioner counts, whichever way it comes") {
    Box north(1);
    Box south(2);
    north.write_state("mona", "in", 1'000);
    south.write_state("mona", "break", 3'000);
    south.write_state("nurse two", "out", 1'500);
    north.write_state("mona", "out", 2'000);

    north.replica.take_from(south.replica);
    south.replica.take_from(north.replica);

    const std::string sql = "SELECT * FROM practitioner_state ORDER BY practitioner";
    CHECK(testing::rows_of(north.model, sql) ==
          "mona | 2026-03-02 | break | 3000\nnurse two | 2026-03-02 | out | 1500\n");
    CHECK(testing::rows_of(south.model, sql) == testing::rows_of(north.model, sql));
    CHECK(rota::state_of(north.model, "mona", "2026-03-02") == "break");
    CHECK(rota::state_of(north.model, "mona", "2026-03-03").empty());
}
