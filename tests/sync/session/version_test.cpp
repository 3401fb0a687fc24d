#include <doctest/doctest.h>

#include "tests/sync/session/town.hpp"

namespace wayside::sync::test {

namespace {

// A version of this test alone: every payload is written inside out, so that whoever takes it for
// version 1 cannot read it.
Bytes turned(ByteView bytes) {
    Bytes out(bytes.begin(), bytes.end());
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(~byte);
    return out;
}
Bytes encode_turned(const FrameBody& body) {
    return turned(encode_body(body));
}
Result<FrameBody> decode_turned(FrameKind kind, ByteView payload) {
    return decode_body(kind, turned(payload));
}

Options newer() {
    Options out;
    out.dialects.push_back({2, &encode_turned, &decode_turned});
    return out;
}

Options newest_only() {
    Options out;
    out.dialects = {{2, &encode_turned, &decode_turned}};
    return out;
}

void check_meets(const Options& initiator, const Options& acceptor) {
    Town town;
    town.north->write_many(town.clinic, 10, "north ");
    town.hub->write_many(town.clinic, 10, "hub ");
    Meeting meeting(*town.north, *town.hub, {}, initiator, acceptor);

    meeting.run();

    CHECK(meeting.is_settled());
    CHECK(town.north->entries(town.clinic) == 20);
    CHECK(town.hub->digest(town.clinic) == town.north->digest(town.clinic));
}

}  // namespace

TEST_CASE("a peer that knows an older version is answered in it") {
    check_meets(newer(), {});
    check_meets({}, newer());
}

TEST_CASE("two that know a newer version speak it") {
    check_meets(newer(), newer());
    check_meets(newest_only(), newer());
}

TEST_CASE("two that have no version in common part by name") {
    Town town;
    Meeting meeting(*town.north, *town.hub, {}, newest_only(), {});

    meeting.run(200'000);

    CHECK(meeting.acceptor.why()->rule == "no_common_version");
    CHECK(meeting.initiator.was_told());
    CHECK(meeting.initiator.why()->rule == "no_common_version");
}

}  // namespace wayside::sync::test
