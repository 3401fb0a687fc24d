#include <doctest/doctest.h>

#include "tests/sync/session/town.hpp"

namespace wayside::sync::test {

TEST_CASE("a hub that never heard of a day has all of it after one meeting") {
    Town town;
    town.north->write_many(town.clinic, 40, "an act ");
    town.north->write_many(town.readings, 5, "a reading ");
    Meeting meeting(*town.north, *town.hub);

    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.hub->digest(town.clinic) == town.north->digest(town.clinic));
    CHECK(town.hub->digest(town.readings) == town.north->digest(town.readings));
    CHECK(town.hub->entries(town.clinic) == 40);
    CHECK(town.hub->doubled == 0);
}

TEST_CASE("both sides give at once what the other lacks") {
    Town town;
    town.north->write_many(town.clinic, 30, "north ");
    town.hub->write_many(town.clinic, 20, "hub ");
    Meeting meeting(*town.north, *town.hub);

    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.north->entries(town.clinic) == 50);
    CHECK(town.hub->digest(town.clinic) == town.north->digest(town.clinic));
}

TEST_CASE("two members that have the same exchange their words and no parcel") {
    Town town;
    town.north->write_many(town.clinic, 30, "north ");
    Meeting(*town.north, *town.hub).run();
    Meeting again(*town.north, *town.hub);

    again.run();

    CHECK(again.is_settled());
    CHECK(again.initiator.tally().parcels_out == 0);
    CHECK(again.acceptor.tally().parcels_out == 0);
    MESSAGE("bytes up ", again.up.bytes, ", down ", again.down.bytes);
    CHECK(again.up.bytes < 500);
    CHECK(again.down.bytes < 700);
}

TEST_CASE("the last byte arrives within two round trips") {
    Town town;
    town.north->write_many(town.clinic, 300, "north ");
    town.hub->write_many(town.clinic, 200, "hub ");
    LinkKind slow;
    slow.one_way_ms = 300;
    Meeting meeting(*town.north, *town.hub, slow);
    const Timestamp began = meeting.now;
    Timestamp hub_has;
    Timestamp north_has;
    meeting.after_each = [&] {
        const bool hub_knows = town.hub->entries(town.clinic) == 500;
        const bool north_knows = town.north->entries(town.clinic) == 500;
        if (hub_knows && hub_has.ms == 0) hub_has = meeting.now;
        if (north_knows && north_has.ms == 0) north_has = meeting.now;
    };

    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(hub_has.ms - began.ms <= 2 * 600);
    CHECK(north_has.ms - began.ms <= 2 * 600);
}

TEST_CASE("what happens while connected is at the other side after one trip") {
    Town town;
    LinkKind good;
    good.one_way_ms = 20;
    Meeting meeting(*town.north, *town.hub, good);
    meeting.run();
    const Timestamp before = meeting.now;
    Timestamp arrived;
    meeting.after_each = [&] {
        if (town.hub->entries(town.clinic) == 1 && arrived.ms == 0) arrived = meeting.now;
    };

    town.north->write(town.clinic, "called");
    meeting.changed();
    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(arrived.ms - before.ms <= Options{}.gather_ms + 20);
    CHECK(meeting.acceptor.tally().parcels_out == 0);  // nobody is given back what was theirs
    CHECK(town.north->receipts.at(town.clinic).marks.size() == 1);
}

TEST_CASE("acts that come while a parcel is unanswered gather into one") {
    Town town;
    LinkKind slow;
    slow.one_way_ms = 300;
    Options at_once;
    at_once.gather_ms = 0;
    Meeting meeting(*town.north, *town.hub, slow, at_once);
    meeting.run();
    const std::uint64_t before = meeting.initiator.tally().parcels_out;
    for (int i = 0; i < 10; ++i) {
        town.north->write(town.clinic, "act " + std::to_string(i));
        meeting.changed();
        meeting.run(10);
    }

    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.hub->entries(town.clinic) == 10);
    CHECK(meeting.initiator.tally().parcels_out - before == 2);
}

TEST_CASE("a receipt is the peer's signed word, and whoever holds it can show it") {
    Town town;
    town.north->write_many(town.clinic, 3, "act ");
    Meeting(*town.north, *town.hub).run();

    const Receipt& receipt = town.north->receipts.at(town.clinic);

    REQUIRE(receipt.marks.size() == 1);
    CHECK(receipt.marks[0].sequence == 3);
    CHECK(receipt.by == town.hub->device);
    const WordParties parties{town.region.id(), town.hub->device, town.north->device};
    CHECK(open_words(parties, town.hub->signer.public_key(), receipt.signed_bytes).has_value());
    CHECK_FALSE(open_words(parties, town.north->signer.public_key(), receipt.signed_bytes));
}

TEST_CASE("a hub restored from an older copy withdraws its receipt and gets back what it lost") {
    Town town;
    town.north->write_many(town.clinic, 10, "act ");
    Meeting(*town.north, *town.hub).run();
    const Disk copy = town.hub->disk;
    town.north->write_many(town.clinic, 10, "later act ");
    Meeting(*town.north, *town.hub).run();
    CHECK(town.north->receipts.at(town.clinic).marks.at(0).sequence == 20);
    town.hub->disk = copy;
    town.hub->restart();

    Meeting meeting(*town.north, *town.hub);
    std::uint64_t least = 20;
    meeting.after_each = [&] {
        const auto& marks = town.north->receipts.at(town.clinic).marks;
        least = std::min(least, marks.empty() ? 0 : marks[0].sequence);
    };
    meeting.run();

    CHECK(least == 10);
    CHECK(town.hub->digest(town.clinic) == town.north->digest(town.clinic));
    CHECK(town.north->receipts.at(town.clinic).marks.at(0).sequence == 20);
}

TEST_CASE("a box restored from an older copy gets back its own older log") {
    Town town;
    town.north->write_many(town.clinic, 10, "act ");
    Meeting(*town.north, *town.hub).run();
    const Disk copy = town.north->disk;
    town.north->write_many(town.clinic, 10, "lost act ");
    Meeting(*town.north, *town.hub).run();
    town.north->disk = copy;
    town.north->restart();
    town.north->write_many(town.clinic, 5, "after the restore ");

    Meeting meeting(*town.north, *town.hub);
    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.north->entries(town.clinic) == 25);
    CHECK(town.hub->digest(town.clinic) == town.north->digest(town.clinic));
}

TEST_CASE("many starts cost no more words once both know them") {
    Town town;
    for (int i = 0; i < 50; ++i) {
        town.north->write_many(town.clinic, 2, "start " + std::to_string(i) + " ");
        town.north->restart();
    }
    Meeting(*town.north, *town.hub).run();
    town.north->write_many(town.clinic, 2, "one more ");
    town.north->restart();
    town.north->write_many(town.clinic, 2, "and one ");

    Meeting meeting(*town.north, *town.hub);
    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.hub->digest(town.clinic) == town.north->digest(town.clinic));
    const std::uint64_t parcels = meeting.initiator.tally().parcel_bytes_out;
    MESSAGE("words up ", meeting.up.bytes - parcels, ", down ", meeting.down.bytes);
    CHECK(meeting.up.bytes - parcels < 1'000);
    CHECK(meeting.down.bytes < 1'000);
}

TEST_CASE("where hashes do not tell what the other has, the whole word does") {
    Town town;
    for (int i = 0; i < 4; ++i) {
        town.north->write_many(town.clinic, 3, "start " + std::to_string(i) + " ");
        town.hub->write_many(town.clinic, 3, "hub start " + std::to_string(i) + " ");
        if (i == 1) Meeting(*town.north, *town.hub).run();
        town.north->restart();
        town.hub->restart();
    }

    Meeting meeting(*town.north, *town.hub);
    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.hub->entries(town.clinic) == 24);
    CHECK(town.hub->digest(town.clinic) == town.north->digest(town.clinic));
    CHECK(town.hub->doubled + town.north->doubled == 0);
}

TEST_CASE("a member hands on what others wrote, each range to the head that its writer signed") {
    Town town;
    auto second = town.region.add_device(trust::DeviceRole::box);
    town.region.admit(town.clinic, *second);
    for (Member* member : {town.hub.get(), town.north.get(), second.get()}) {
        town.region.tell(*member);
    }
    town.north->write_many(town.clinic, 12, "north ");
    Meeting(*town.north, *town.hub).run();
    town.north->write_many(town.clinic, 12, "more ");
    Meeting(*town.north, *town.hub).run();

    Meeting meeting(*second, *town.hub);
    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(second->digest(town.clinic) == town.north->digest(town.clinic));
}

TEST_CASE("a clinic hears nothing of another one") {
    Town town;
    town.north->write_many(town.clinic, 3, "north ");
    town.south->write_many(town.other, 3, "south ");
    Meeting(*town.north, *town.hub).run();

    Meeting meeting(*town.south, *town.hub);
    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.south->entries(town.clinic) == 0);
    CHECK(town.south->receipts.count(town.clinic) == 0);
    CHECK(town.hub->entries(town.other) == 3);
}

TEST_CASE("records that one lacks cross first, and a space that they open follows") {
    Town town;
    const SpaceId fresh = town.region.open_space(trust::SpaceKind::clinic);
    town.region.admit(fresh, *town.hub);
    town.region.admit(fresh, *town.north);
    town.region.tell(*town.hub);
    town.hub->write_many(fresh, 5, "of a new space ");
    Meeting meeting(*town.north, *town.hub);

    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.north->book->records().size() == town.hub->book->records().size());
    CHECK(town.north->digest(fresh) == town.hub->digest(fresh));
}

TEST_CASE("a hub that lost the end of the register gets it from a clinic") {
    Town town;
    const SpaceId fresh = town.region.open_space(trust::SpaceKind::clinic);
    town.region.admit(fresh, *town.hub);
    town.region.admit(fresh, *town.north);
    town.region.tell(*town.north);
    town.north->write_many(fresh, 5, "of a new space ");
    Meeting meeting(*town.north, *town.hub);

    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.hub->book->records().size() == town.north->book->records().size());
    CHECK(town.hub->digest(fresh) == town.north->digest(fresh));
}

TEST_CASE("what a patient's forgetting says crosses both ways") {
    Town town;
    trust::PatientKeyRow row;
    row.space = town.clinic;
    row.patient.bytes[0] = 1;
    row.forgotten = trust::Forgetting{town.north->start, 1, {5}, true};
    town.north->disk.rows[town.clinic][row.patient] = row;
    trust::PatientKeyRow other = row;
    other.patient.bytes[0] = 2;
    town.hub->disk.rows[town.clinic][other.patient] = other;
    Meeting meeting(*town.north, *town.hub);

    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.north->disk.rows[town.clinic].size() == 2);
    CHECK(town.hub->disk.rows[town.clinic].size() == 2);
    Meeting again(*town.north, *town.hub);
    again.run();
    CHECK(again.is_settled());
}

TEST_CASE("a patient's key is stored with the package that needs it") {
    Town town;
    trust::PatientKeyRow row;
    row.space = town.clinic;
    row.patient.bytes[0] = 7;
    row.wrapped = Bytes(56, 3);
    town.north->disk.rows[town.clinic][row.patient] = row;
    town.north->write_many(town.clinic, 3, "act ");
    Meeting meeting(*town.north, *town.hub);

    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.hub->disk.rows[town.clinic].at(row.patient) == row);
}

}  // namespace wayside::sync::test
