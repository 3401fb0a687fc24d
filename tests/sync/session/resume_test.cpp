#include <doctest/doctest.h>

#include "sync/package.hpp"
#include "tests/sync/session/town.hpp"

namespace wayside::sync::test {

namespace {

/// Text that does not shrink.
std::string noise(Random& random, std::size_t bytes) {
    std::string out(bytes, ' ');
    Bytes drawn(bytes);
    random.fill(drawn);
    for (std::size_t i = 0; i < bytes; ++i) out[i] = static_cast<char>('!' + drawn[i] % 90);
    return out;
}

/// Both ways: 20 entries up, 10 down.
void write_a_day(Town& town) {
    for (int i = 0; i < 20; ++i) town.north->write(town.clinic, noise(town.region.random, 150));
    for (int i = 0; i < 10; ++i) town.hub->write(town.clinic, noise(town.region.random, 150));
}

}  // namespace

TEST_CASE("cut at every byte, two more meetings end with all on both sides") {
    std::uint64_t whole = 0;
    {
        Town town;
        write_a_day(town);
        Meeting meeting(*town.north, *town.hub);
        meeting.run();
        whole = meeting.up.bytes + meeting.down.bytes;
    }
    // Every byte of the meeting and its frames' edges; parcels are noise, a prime steps over them.
    for (std::uint64_t cut = 0; cut < whole; cut += cut < 900 ? 1 : 13) {
        CAPTURE(cut);
        Town town;
        write_a_day(town);
        LinkKind link;
        link.cut_after = cut;
        link.chunk = 64;
        Meeting(*town.north, *town.hub, link).run();
        Meeting second(*town.north, *town.hub);
        second.run();

        REQUIRE(second.is_settled());
        REQUIRE(town.north->entries(town.clinic) == 30);
        REQUIRE(town.north->digest(town.clinic) == town.hub->digest(town.clinic));
        // What had arrived of a parcel did not cross again.
        REQUIRE(second.initiator.tally().dropped_bytes == 0);
        REQUIRE(second.acceptor.tally().dropped_bytes == 0);
        REQUIRE(town.hub->doubled + town.north->doubled == 0);
    }
}

TEST_CASE("on a link that is cut again and again a large parcel still arrives") {
    Town town;
    for (int i = 0; i < 400; ++i) town.north->write(town.clinic, noise(town.region.random, 150));
    std::uint64_t crossed = 0;
    std::uint64_t parcels = 0;
    int meetings = 0;
    while (town.hub->entries(town.clinic) < 400 && meetings < 100) {
        LinkKind link;
        link.cut_after = 6'000;
        link.chunk = 500;
        Meeting meeting(*town.north, *town.hub, link);
        meeting.run();
        crossed += meeting.up.bytes + meeting.down.bytes;
        parcels += meeting.acceptor.tally().parcel_bytes_in;
        ++meetings;
    }

    CHECK(town.hub->digest(town.clinic) == town.north->digest(town.clinic));
    MESSAGE(meetings, " meetings, ", crossed, " bytes, of parcels ", parcels);
    CHECK(meetings > 5);
    CHECK(crossed < 60'000 * 3 / 2);
}

TEST_CASE("a day crosses the reference link that is cut every twenty seconds") {
    Town town;
    for (int i = 0; i < 60; ++i) town.north->write(town.clinic, noise(town.region.random, 330));
    SeededRandom cuts(7);
    std::uint64_t parcels = 0;
    std::int64_t took_ms = 0;
    int meetings = 0;
    while (town.hub->entries(town.clinic) < 60 && meetings < 100) {
        LinkKind link;
        link.one_way_ms = 300;
        link.bytes_a_second = 1'200;
        link.chunk = 200;
        Options thin;
        thin.most_opened_bytes = thin_opened_bytes;
        Meeting meeting(*town.north, *town.hub, link, thin, thin);
        const std::int64_t lasts = 2'000 + static_cast<std::int64_t>(cuts.below(36'000));
        meeting.run(lasts);
        took_ms += meeting.now.ms - 1'000;
        parcels += meeting.acceptor.tally().parcel_bytes_in;
        ++meetings;
    }

    CHECK(town.hub->digest(town.clinic) == town.north->digest(town.clinic));
    MESSAGE(meetings, " meetings, ", took_ms, " ms, bytes of parcels ", parcels);
    CHECK(parcels < 24'000);
}

TEST_CASE("no timer ends a slow meeting that moves") {
    Town town;
    for (int i = 0; i < 200; ++i) town.north->write(town.clinic, noise(town.region.random, 2'000));
    LinkKind link;
    link.one_way_ms = 300;
    link.bytes_a_second = 400;
    link.chunk = 100;
    Meeting meeting(*town.north, *town.hub, link);

    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(meeting.now.ms > 600'000);
    CHECK(town.hub->digest(town.clinic) == town.north->digest(town.clinic));
}

TEST_CASE("a link that is silent both ways ends, and not before both said that they were there") {
    Town town;
    Meeting meeting(*town.north, *town.hub);
    meeting.run();
    REQUIRE(meeting.is_settled());
    const Timestamp quiet = meeting.now;

    // Both alive, an hour without a word to say: life keeps it up.
    meeting.stays_open = true;
    meeting.run(3'600'000);
    CHECK(meeting.now.ms >= quiet.ms + 3'600'000);
    CHECK(meeting.is_settled());
    CHECK(meeting.up.bytes < 1'500);

    // The other one is gone without a word.
    Timestamp now = meeting.now;
    while (!meeting.initiator.ended() && now.ms < quiet.ms + 10'000'000) {
        now = meeting.initiator.deadline();
        meeting.initiator.tick(now);
        meeting.initiator.wrote(meeting.initiator.output().size(), now);
    }
    CHECK(meeting.initiator.why()->rule == "silent");
}

TEST_CASE("a new session of a device takes the place of one that hangs") {
    Town town;
    town.north->write_many(town.clinic, 5, "act ");
    Meeting hangs(*town.north, *town.hub);
    hangs.run();
    Meeting fresh(*town.north, *town.hub);
    fresh.run();
    REQUIRE(fresh.is_settled());

    town.north->write(town.clinic, "one more");
    hangs.changed();
    hangs.run();
    fresh.changed();
    fresh.run();

    CHECK(hangs.acceptor.ended());
    CHECK(hangs.acceptor.why()->rule == "superseded");
    CHECK(hangs.initiator.ended());
    CHECK(fresh.is_settled());
    CHECK(town.hub->entries(town.clinic) == 6);
}

TEST_CASE("a machine that breaks ends its own session, to be tried again") {
    Town town;
    town.north->write_many(town.clinic, 5, "act ");
    town.hub->on_take = [] { throw MachineError("the disk is full"); };
    Meeting meeting(*town.north, *town.hub);

    meeting.run(100'000);
    CHECK(meeting.acceptor.why()->rule_name() == "unavailable");
    CHECK(meeting.initiator.was_told());
    town.hub->on_take = {};
    Meeting again(*town.north, *town.hub);
    again.run();

    CHECK(again.is_settled());
    CHECK(again.acceptor.tally().parcel_bytes_in == 0);
    CHECK(town.hub->entries(town.clinic) == 5);
}

}  // namespace wayside::sync::test
