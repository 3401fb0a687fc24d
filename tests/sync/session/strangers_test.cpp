// Peers that have not proved who they are, and those that nobody waits for.
#include <doctest/doctest.h>

#include "tests/sync/session/impostor.hpp"

namespace wayside::sync::test {

TEST_CASE("a device of another region is refused by name and given nothing") {
    Town town;
    Town elsewhere(99);
    Impostor stranger(*elsewhere.north, *town.hub);

    stranger.say_hello();

    CHECK(stranger.session.ended());
    CHECK(stranger.session.why()->rule == "other_region");
    CHECK(stranger.frames().size() == 1);
    CHECK(stranger.bye() == "other_region");
}

TEST_CASE("a device that is not in the register is refused by name and given nothing") {
    Town town;
    Member stranger(town.region, trust::DeviceRole::box);
    Impostor peer(stranger, *town.hub);

    peer.say_hello();

    CHECK(peer.bye() == "unknown_device");
    CHECK(peer.frames().size() == 1);
}

TEST_CASE("a revoked device is refused by name and given nothing") {
    Town town;
    town.region.revoke(*town.north);
    town.region.tell(*town.hub);
    Impostor peer(*town.north, *town.hub);

    peer.say_hello();

    CHECK(peer.bye() == "revoked");
    CHECK(peer.frames().size() == 1);
}

TEST_CASE("who uses another's name hears no more than a stranger") {
    Town town;
    Member stranger(town.region, trust::DeviceRole::box);
    Impostor peer(stranger, *town.hub);
    Hello hello = peer.hello();
    hello.device = town.north->device;

    peer.say_hello(hello);

    CHECK(peer.session.why()->rule == "not_proved");
    CHECK(peer.bye() == "unknown_device");
    CHECK(peer.frames().size() == 1);
}

TEST_CASE("a probe that asks to be enrolled must know the hub's id") {
    Town town;
    Member stranger(town.region, trust::DeviceRole::box);
    Impostor peer(stranger, *town.hub);
    Hello hello = peer.hello();
    hello.enrols = true;

    peer.say_hello(hello);

    CHECK(peer.bye() == "unknown_device");
    CHECK(peer.frames().size() == 1);
}

TEST_CASE("a proof made for another connection is worth nothing") {
    Town town;
    LinkKind between;
    between.acceptor_binding.fill(9);
    Meeting meeting(*town.north, *town.hub, between);

    meeting.run(100'000);

    CHECK(meeting.acceptor.why()->rule == "not_proved");
    CHECK(meeting.down.bytes < 30);
    CHECK(meeting.initiator.was_told());
}

TEST_CASE("the initiator gives nothing but its hello to whom it did not call") {
    Town town;
    Options options;
    options.to = town.south->device;
    Meeting meeting(*town.north, *town.hub, {}, options);

    meeting.run(100'000);

    CHECK(meeting.initiator.ended());
    CHECK(meeting.acceptor.why()->rule == "wrong_peer");
    CHECK(meeting.up.bytes < 140);
}

TEST_CASE("who says nothing is not kept for long") {
    Town town;
    MemberStore store(*town.hub);
    Session session(town.hub->identity(), store, {}, {}, Side::acceptor, {0});

    CHECK(session.deadline().ms == 60'000);
    session.received(Bytes{1}, {59'000});
    session.tick({60'000});

    CHECK(session.why()->rule == "late_hello");
}

TEST_CASE("an unproved peer makes us keep no more than a hello") {
    Town town;
    for (const FrameKind kind : {FrameKind::enrol, FrameKind::records, FrameKind::part}) {
        MemberStore store(*town.hub);
        Session session(town.hub->identity(), store, {}, {}, Side::acceptor, {0});
        session.received(Bytes{static_cast<std::uint8_t>(kind), 100, 0, 0, 0}, {0});
        CHECK(session.why()->rule == "frame_order");
    }
    MemberStore store(*town.hub);
    Session session(town.hub->identity(), store, {}, {}, Side::acceptor, {0});
    session.received(Bytes{1, 0, 0, 0, 1}, {0});
    CHECK(session.why()->rule == "frame_size");
}

}  // namespace wayside::sync::test
