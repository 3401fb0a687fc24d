// Whatever bytes arrive, the stream is cut into frames or refused, and what a decoder reads it
// would write the same; a session that is given them ends or goes on, and nothing else.
#include <cstddef>
#include <cstdint>

#include "sync/parcel.hpp"
#include "sync/session_hello.hpp"
#include "tests/sync/session/town.hpp"

using namespace wayside;
using namespace wayside::sync;
using namespace wayside::sync::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
    static Town town;
    const ByteView input{bytes, count};

    FrameReader reader;
    reader.allow_all();
    ByteView rest = input;
    Bytes hello_frame;
    for (auto frame = reader.next(rest); frame && *frame; frame = reader.next(rest)) {
        const RawFrame& raw = **frame;
        const auto body = decode_body(raw.kind, raw.payload);
        if (body) require(encode_body(*body) == raw.payload, "what is read is written the same");
        static_cast<void>(decode_hello(raw.payload).has_value());
        const ParcelPlace place{.region_register = *town.hub->book,
                                .packer = town.north->device,
                                .coding = 1,
                                .dictionary = 1,
                                .space = town.clinic,
                                .log = town.north->start,
                                .first = 1,
                                .last = 1,
                                .ours = {}};
        static_cast<void>(decode_parcel(raw.payload, place).has_value());
    }
    const WordParties parties{town.region.id(), town.north->device, town.hub->device};
    static_cast<void>(open_words(parties, town.north->signer.public_key(), input).has_value());

    // Once proved, anything may follow.
    MemberStore store(*town.hub);
    const Timestamp now{1'000};
    Session session(town.hub->identity(), store, {}, {}, Side::acceptor, now);
    Hello hello;
    hello.region = town.region.id();
    hello.device = town.north->device;
    hello.codings = readable_codings();
    write_frame(hello_frame, FrameKind::hello,
                encode_hello(hello, {Side::initiator, {}, {}}, town.north->signer));
    session.received(hello_frame, now);
    session.received(input, now);
    for (int i = 0; i < 1'000 && store.answer_one(session, now); ++i) {
        session.wrote(session.output().size(), now);
    }
    return 0;
}
