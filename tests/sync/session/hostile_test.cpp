// Peers that have proved who they are, and lie.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/sync/session/impostor.hpp"

namespace wayside::sync::test {

TEST_CASE("a frame of an unknown kind, a second hello and a late proposal end the session") {
    Town town;
    const auto rule_after = [&town](ByteView bytes) {
        Impostor peer(*town.north, *town.hub);
        peer.say_hello();
        peer.give(bytes);
        return peer.session.ended() ? peer.session.why()->rule : "none";
    };

    CHECK(rule_after(Bytes{99, 0, 0, 0, 0}) == "frame");
    CHECK(rule_after(Bytes{1, 0, 0, 0, 0}) == "frame_order");
    CHECK(rule_after(Bytes{3, 1, 0, 0, 0, 7}) == "frame_order");
    CHECK(rule_after(Bytes{11, 1, 0, 0, 0, 7}) == "parcel_part");
    CHECK(rule_after(Bytes{14, 0, 0, 0, 0}) == "none");
}

TEST_CASE("a package of a space that is not for both is refused, and the rest goes on") {
    Town town;
    town.north->write(town.clinic, "good");
    town.south->write(town.other, "of another clinic");
    Impostor peer(*town.north, *town.hub);
    peer.say_hello();
    peer.say_words({}, *town.hub);

    const auto [foreign, foreign_bytes] = parcel_of(*town.south, town.other, 1);
    peer.say_parcel(foreign, foreign_bytes);
    const auto [good, good_bytes] = parcel_of(*town.north, town.clinic, 1);
    peer.say_parcel(good, good_bytes);

    CHECK_FALSE(peer.session.ended());
    CHECK(town.hub->entries(town.other) == 0);
    CHECK(town.hub->entries(town.clinic) == 1);
    CHECK(town.hub->refused == std::vector<std::string>{"we not_a_member"});
}

TEST_CASE("a package that is not what it was announced as is refused") {
    Town town;
    town.north->write(town.clinic, "one");
    town.north->write(town.readings, "two");
    Impostor peer(*town.north, *town.hub);
    peer.say_hello();
    peer.say_words({}, *town.hub);

    auto [name, bytes] = parcel_of(*town.north, town.readings, 1);
    name.space = town.clinic;
    peer.say_parcel(name, bytes);

    CHECK(town.hub->entries(town.clinic) + town.hub->entries(town.readings) == 0);
    CHECK(town.hub->refused == std::vector<std::string>{"we package_seal"});
}

TEST_CASE("a parcel whose bytes are not those of its name ends the session") {
    Town town;
    town.north->write(town.clinic, "one");
    Impostor peer(*town.north, *town.hub);
    peer.say_hello();
    peer.say_words({}, *town.hub);

    auto [name, bytes] = parcel_of(*town.north, town.clinic, 1);
    bytes.back() ^= 1;
    peer.say_parcel(name, bytes);

    CHECK(peer.bye() == "parcel_hash");
    CHECK(town.hub->inboxes[town.north->device].bytes() == 0);
}

TEST_CASE("forged, cut off and doubled packages harm their own log alone") {
    Town town;
    town.north->write_many(town.clinic, 3, "act ");
    town.north->write(town.readings, "reading");
    Impostor peer(*town.north, *town.hub);
    peer.say_hello();
    peer.say_words({}, *town.hub);
    const auto [reading, reading_bytes] = parcel_of(*town.north, town.readings, 1);
    peer.say_parcel(reading, reading_bytes);
    peer.say_parcel(reading, reading_bytes);

    auto [name, bytes] = parcel_of(*town.north, town.clinic, 1);
    bytes[bytes.size() - 70] ^= 1;
    name.hash = parcel_hash(bytes);
    peer.say_parcel(name, bytes);

    CHECK_FALSE(peer.session.ended());
    CHECK(town.hub->entries(town.readings) == 1);
    CHECK(town.hub->entries(town.clinic) == 0);
    REQUIRE(town.hub->refused.size() == 1);
    MESSAGE("a forged package: ", town.hub->refused[0]);
}

TEST_CASE("a fork is told apart, its heads cross, and the other logs go on") {
    Town town;
    town.north->write_many(town.clinic, 5, "act ");
    Meeting(*town.north, *town.hub).run();
    const Disk before = town.north->disk;
    town.north->write_many(town.clinic, 2, "one story ");
    town.north->write(town.readings, "a reading");
    Meeting(*town.north, *town.hub).run();
    // The image of a running machine was resumed: the same log is written twice.
    town.north->disk = before;
    town.north->write_many(town.clinic, 2, "another story ");
    town.north->write_many(town.readings, 1, "a reading");

    SUBCASE("of the same length") {}
    SUBCASE("longer") {
        town.north->write_many(town.clinic, 3, "more of it ");
    }
    Meeting meeting(*town.north, *town.hub);
    meeting.run();

    CHECK_FALSE(meeting.initiator.ended());
    CHECK(town.hub->entries(town.clinic) == 7);
    CHECK(std::ranges::count(town.hub->refused, "we fork") >= 1);
    CHECK_FALSE(town.north->heads_heard.empty());
    const std::uint64_t crossed = meeting.up.bytes;
    meeting.changed();
    meeting.run();
    CHECK(meeting.up.bytes - crossed < 600);
}

TEST_CASE("endless parcels that are never whole are bounded") {
    Town town;
    Impostor peer(*town.north, *town.hub);
    peer.say_hello();
    peer.say_words({}, *town.hub);
    const Inbox& inbox = town.hub->inboxes[town.north->device];
    ParcelName name{town.clinic, town.north->start, 1, 1, max_parcel_bytes, {}};
    std::size_t most = 0;
    for (std::uint64_t i = 1; i < 1'000 && !peer.session.ended(); ++i) {
        name.first = name.last = i;
        peer.say(ParcelBody{name, 0});
        for (int part = 0; part < 20; ++part) peer.say(PartBody{Bytes(max_part_bytes, 5)});
        most = std::max(most, inbox.bytes());
    }

    CHECK(peer.session.ended());
    CHECK(most <= max_inbox_bytes);
}

TEST_CASE("a peer that takes back again and again what it had is given up") {
    Town town;
    town.hub->write_many(town.clinic, 4, "act ");
    const Holding holding = town.hub->holding(town.clinic);
    Impostor peer(*town.north, *town.hub);
    peer.say_hello();
    SpaceWord word{town.clinic, Extent::whole, false, {}, {}};
    peer.say_words({word}, *town.hub);

    word.extent = Extent::some;
    int rounds = 0;
    while (!peer.session.ended() && rounds < 100) {
        word.marks = {holding[0].mark};
        peer.say_words({word}, *town.hub);
        word.marks = {{holding[0].mark.log, 0, {}}};
        peer.say_words({word}, *town.hub);
        ++rounds;
    }

    CHECK(peer.bye() == "contradicts");
    CHECK(rounds < 20);
}

TEST_CASE("a receipt that the peer did not sign for us ends the session") {
    Town town;
    Impostor peer(*town.north, *town.hub);
    peer.say_hello();

    peer.say_words({}, *town.south);

    CHECK(peer.bye() == "receipt_signature");
}

TEST_CASE(
    "a receipt in one frame that was not signed ends the session, of no parcel does nothing") {
    Town town;
    town.hub->write(town.clinic, "an act");
    Impostor peer(*town.north, *town.hub);
    peer.say_hello();
    peer.say_words({{town.clinic, Extent::whole, false, {}, {}}}, *town.hub);
    REQUIRE(peer.frames().back().kind == FrameKind::brief);

    peer.say(StoredBody{99, {}});
    CHECK_FALSE(peer.session.ended());
    peer.say(StoredBody{1, {}});

    CHECK(peer.bye() == "receipt_signature");
}

TEST_CASE("a small parcel of a log that was not named, or of no range, ends the session") {
    Town town;
    const auto rule_after = [&town](const BriefBody& body) {
        Impostor peer(*town.north, *town.hub);
        peer.say_hello();
        peer.say_words({}, *town.hub);
        peer.say(body);
        return peer.bye();
    };

    CHECK(rule_after({1, {}, {}, 0, 0, Bytes{1}}) == "parcel_name");
    CHECK(rule_after({0, town.clinic, LogId{{1}}, 1, 0, Bytes{1}}) == "parcel_name");
    CHECK(rule_after({0, town.clinic, LogId{{1}}, 3, 9, Bytes{1}}) == "parcel_name");
    CHECK(rule_after({0, town.clinic, LogId{{1}}, 0, 0, Bytes{1}}) == "none");
}

TEST_CASE("records of nobody's signing change nothing, and the session goes on") {
    Town town;
    Town elsewhere(99);
    const std::size_t before = town.hub->book->records().size();
    Impostor peer(*town.north, *town.hub);
    peer.say_hello();
    peer.say_words({}, *town.hub);

    peer.say(RecordsBody{elsewhere.region.book.records()});
    peer.say(RecordsBody{{Bytes(100, 3)}});

    CHECK(town.hub->book->records().size() == before);
    CHECK_FALSE(peer.session.ended());
}

TEST_CASE("bytes that change on the way harm no ledger, wherever they change") {
    SeededRandom random(5);
    for (int i = 0; i < 300; ++i) {
        Town town;
        town.north->write_many(town.clinic, 10, "north ");
        town.hub->write_many(town.clinic, 10, "hub ");
        Meeting meeting(*town.north, *town.hub);
        const std::uint64_t at = random.below(2'500);
        std::uint64_t passed = 0;
        meeting.tamper_up = [&](Bytes bytes) {
            if (at >= passed && at < passed + bytes.size()) {
                bytes[at - passed] ^= static_cast<std::uint8_t>(1 + random.below(255));
            }
            passed += bytes.size();
            return bytes;
        };
        meeting.run(400'000);

        const std::uint64_t there = town.hub->entries(town.clinic);
        CHECK((there == 10 || there == 20));
        CHECK(town.north->entries(town.clinic) <= 20);
        Meeting honest(*town.north, *town.hub);
        honest.run();
        CHECK(town.hub->digest(town.clinic) == town.north->digest(town.clinic));
    }
}

}  // namespace wayside::sync::test
