#include "node/app/sync_report.hpp"

#include <doctest/doctest.h>

using namespace wayside;
using namespace wayside::app;
using nlohmann::json;

namespace {

struct Wall final : Clock {
    std::int64_t ms = 1'772'438'400'000;  // 2026-03-02T08:00Z
    [[nodiscard]] Timestamp now() const override { return {ms}; }
    [[nodiscard]] bool trusted() const override { return true; }
};

template <class AnId>
AnId id_of(std::uint8_t byte) {
    AnId out;
    out.bytes.fill(byte);
    return out;
}

ledger::HeldLog a_log(std::uint8_t number, std::uint64_t sequence, bool is_forked) {
    ledger::HeldLog out;
    out.space = id_of<SpaceId>(1);
    out.device = id_of<DeviceId>(9);
    out.mark = {id_of<LogId>(number), sequence, {}};
    out.is_forked = is_forked;
    return out;
}

/// A hub with one clinic, one of whose logs is forked after its entry 17.
struct ForkedRegion {
    ForkedRegion() { holdings.begin({a_log(2, 40, false), a_log(3, 17, true)}); }

    json troubles() {
        const trust::ClinicSpaces kilima{id_of<SpaceId>(1), id_of<SpaceId>(4), "kilima"};
        return report.hub_json("Kusini", {kilima}, {}, holdings)["clinics"][0]["troubles"];
    }

    Wall wall;
    ledger::Holdings holdings;
    SyncReport report{wall};
};

}  // namespace

TEST_CASE("a fork that was found before this start stands on the clinic's row, by log and entry") {
    ForkedRegion region;

    const json troubles = region.troubles();

    REQUIRE(troubles.size() == 1);
    CHECK(troubles[0]["rule"] == "fork");
    CHECK(troubles[0]["log"] == id_of<LogId>(3).text());
    CHECK(troubles[0]["device"] == id_of<DeviceId>(9).text());
    CHECK(troubles[0]["sequence"] == 17);
    CHECK(troubles[0]["at"].is_null());
}

TEST_CASE("a fork that a session met is named once, and since when is known") {
    ForkedRegion region;
    region.report.trouble({"fork", id_of<DeviceId>(9), id_of<LogId>(3), false, {}, {}});

    const json troubles = region.troubles();

    REQUIRE(troubles.size() == 1);
    CHECK(troubles[0]["at"].is_string());
    CHECK(troubles[0]["sequence"] == 17);
}

TEST_CASE("what lies behind a damaged entry waits, though all before it has a receipt") {
    Wall wall;
    SyncReport report(wall);
    ledger::Holdings holdings;
    ledger::HeldLog damaged = a_log(2, 40, false);
    damaged.last = 50;
    damaged.unreachable = 9;
    holdings.begin({damaged});
    const auto has = [&](std::uint64_t sequence) {
        report.receipt({id_of<DeviceId>(7),
                        id_of<SpaceId>(1),
                        {{id_of<LogId>(2), sequence, damaged.mark.chain}},
                        {}});
        return report.waiting(id_of<SpaceId>(1), holdings).entries;
    };

    CHECK(has(40) == 9);
    CHECK(has(50) == 0);
}

TEST_CASE("what was saved says when") {
    Wall wall;
    SyncReport before(wall);
    CHECK_FALSE(before.saved_at());
    const Bytes saved = before.saved();
    wall.ms += 60'000;

    SyncReport after(wall);
    after.restore(saved);

    REQUIRE(after.saved_at());
    CHECK(after.saved_at()->ms == wall.ms - 60'000);
}

TEST_CASE("what an earlier version saved is read, and nothing else is believed") {
    Wall wall;
    for (const std::string text : {R"({"version":1,"receipts":{},"heard":{}})", "", "[]", "{"}) {
        SyncReport report(wall);
        report.restore(view_of(text));
        CHECK_FALSE(report.saved_at());
    }
}
