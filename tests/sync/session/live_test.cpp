// What crosses while two are connected and little happens.
#include <doctest/doctest.h>

#include "sync/session_logs.hpp"
#include "tests/sync/session/town.hpp"

namespace wayside::sync::test {

namespace {

/// North and the hub, met and settled.
struct Connected {
    Connected() {
        town.north->write_many(town.clinic, 3, "before ");
        town.north->write(town.readings, "a reading");
        meeting.emplace(*town.north, *town.hub);
        meeting->run();
        REQUIRE(meeting->is_settled());
        up = meeting->up.bytes;
        down = meeting->down.bytes;
    }
    void act(const SpaceId& space) {
        town.north->write(space, "act");
        meeting->changed();
    }
    [[nodiscard]] std::uint64_t ours() const { return meeting->up.bytes - up; }
    [[nodiscard]] std::uint64_t theirs() const { return meeting->down.bytes - down; }

    Town town;
    std::optional<Meeting> meeting;
    std::uint64_t up = 0;
    std::uint64_t down = 0;
};

}  // namespace

TEST_CASE("an act that happens while connected crosses in one frame, and its receipt in one") {
    Connected at;

    at.act(at.town.clinic);
    at.meeting->run();

    REQUIRE(at.meeting->is_settled());
    CHECK(at.town.hub->entries(at.town.clinic) == 4);
    CHECK(at.town.north->receipts.at(at.town.clinic).marks.at(0).sequence == 4);
    MESSAGE("bytes up ", at.ours(), ", down ", at.theirs());
    // Head 64, the body's tag 24, its coded entry; signature 64.
    CHECK(at.ours() < 200);
    CHECK(at.theirs() == 5 + 1 + 64);
}

TEST_CASE("a receipt in one frame is the signed word that it stands for") {
    Connected at;
    at.act(at.town.clinic);
    at.meeting->run();

    const Receipt& receipt = at.town.north->receipts.at(at.town.clinic);
    const WordParties parties{at.town.region.id(), at.town.hub->device, at.town.north->device};
    const auto words = open_words(parties, at.town.hub->signer.public_key(), receipt.signed_bytes);

    REQUIRE(words);
    REQUIRE(words->size() == 1);
    CHECK(words->front().space == at.town.clinic);
    CHECK(words->front().marks == receipt.marks);
}

TEST_CASE("acts that come together share a package, and are at the peer within a second") {
    Connected at;
    const std::uint64_t taken = at.town.hub->taken;
    const Timestamp began = at.meeting->now;

    at.act(at.town.clinic);
    at.meeting->run(100);
    CHECK(at.town.hub->taken == taken);
    at.act(at.town.clinic);
    at.act(at.town.clinic);
    at.meeting->run();

    CHECK(at.town.hub->taken == taken + 1);
    CHECK(at.town.hub->entries(at.town.clinic) == 6);
    CHECK(at.meeting->now.ms - began.ms < 1'000);
}

TEST_CASE("acts in two spaces at once are receipted both") {
    Connected at;

    at.act(at.town.readings);
    at.act(at.town.clinic);
    at.meeting->run();
    at.act(at.town.readings);
    at.meeting->run();

    CHECK(at.meeting->is_settled());
    CHECK(at.town.north->receipts.at(at.town.clinic).marks.at(0).sequence == 4);
    CHECK(at.town.north->receipts.at(at.town.readings).marks.at(0).sequence == 3);
}

TEST_CASE("logs that were named are named by their place, the last one first") {
    NamedLogs logs;
    const SpaceId space{{1}};
    const auto name = [&space](std::uint8_t log) { return LogName{space, LogId{{log}}}; };
    const auto parcel = [&space](std::uint8_t log, std::uint64_t first, std::uint64_t last) {
        const Bytes bytes{log};
        return ParcelName{space, LogId{{log}}, first, last, 1, parcel_hash(bytes)};
    };

    for (const auto& [log, first, last] :
         std::vector<std::tuple<std::uint8_t, std::uint64_t, std::uint64_t>>{
             {1, 7, 9}, {2, 1, 1}, {1, 10, 10}, {1, 4, 20}}) {
        const ParcelName said = parcel(log, first, last);
        const auto heard = name_of(logs, brief_of(logs, said, Bytes{log}));
        REQUIRE(heard);
        CHECK(*heard == said);
        logs.note(said);
    }

    CHECK(logs.place_of(name(1)) == 1);
    CHECK(logs.place_of(name(2)) == 2);
    CHECK(logs.place_of(name(3)) == 0);
    CHECK(logs.next_of(name(1)) == 21);
    for (std::uint8_t log = 3; log < 40; ++log) logs.note(parcel(log, 1, 1));
    CHECK(logs.place_of(name(1)) == 0);
    BriefBody beyond;
    beyond.place = 17;
    beyond.parcel = {1};
    CHECK(name_of(logs, beyond).refusal().rule == "parcel_name");
}

}  // namespace wayside::sync::test
