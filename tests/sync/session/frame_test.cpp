#include <doctest/doctest.h>

#include "sync/session_hello.hpp"
#include "tests/sync/session/frames.hpp"
#include "tests/sync/session/town.hpp"

namespace wayside::sync::test {

using Marks = std::vector<ledger::LogMark>;

TEST_CASE("every frame comes back as it was") {
    for (const FrameBody& body : every_body()) {
        const Bytes bytes = encode_body(body);
        const auto again = decode_body(kind_of(body), bytes);

        REQUIRE(again.has_value());
        CHECK(*again == body);
        CHECK(bytes.size() <= most_payload_bytes(kind_of(body)));
    }
}

TEST_CASE("a frame that is longer, shorter or of another kind is refused or is another") {
    for (const FrameBody& body : every_body()) {
        Bytes bytes = encode_body(body);
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            const auto cut = decode_body(kind_of(body), ByteView(bytes).first(length));
            if (cut)
                CHECK(encode_body(*cut) ==
                      Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)));
        }
        bytes.push_back(0);
        const auto longer = decode_body(kind_of(body), bytes);
        if (longer) CHECK(encode_body(*longer) == bytes);
    }
}

TEST_CASE("a mutated frame is refused or written the same") {
    SeededRandom random(3);
    for (int round = 0; round < 20'000; ++round) {
        const auto bodies = every_body();
        const FrameBody& body = bodies[random.below(bodies.size())];
        Bytes bytes = encode_body(body);
        if (bytes.empty()) continue;
        const std::uint64_t changes = 1 + random.below(3);
        for (std::uint64_t i = 0; i < changes; ++i) {
            bytes[random.below(bytes.size())] = static_cast<std::uint8_t>(random.next());
        }
        const auto read = decode_body(kind_of(body), bytes);
        if (read) REQUIRE(encode_body(*read) == bytes);
    }
}

TEST_CASE("a stream is cut into the same frames wherever its bytes are cut") {
    Bytes stream;
    std::size_t count = 0;
    for (const FrameBody& body : every_body()) {
        write_frame(stream, kind_of(body), encode_body(body));
        ++count;
    }
    for (std::size_t chunk = 1; chunk < 40; ++chunk) {
        FrameReader reader;
        reader.allow_all();
        Bytes again;
        std::size_t frames = 0;
        ByteView rest = stream;
        while (!rest.empty()) {
            ByteView piece = rest.first(std::min(chunk, rest.size()));
            rest = rest.subspan(piece.size());
            for (auto frame = reader.next(piece); frame && *frame; frame = reader.next(piece)) {
                write_frame(again, (*frame)->kind, (*frame)->payload);
                ++frames;
            }
        }
        CHECK(frames == count);
        CHECK(again == stream);
    }
}

TEST_CASE("a rule is a name and nothing else") {
    for (const char* rule : {"", "Wrong", "a b", "<b>", "ü"}) {
        ByteWriter bytes;
        bytes.text(rule);
        CHECK_FALSE(decode_body(FrameKind::bye, bytes.bytes()));
    }
}

TEST_CASE("a hello comes back, and a later version's fields are passed over") {
    Town town;
    const ProofPlace place{Side::initiator, {}, {}};
    Hello hello;
    hello.newest = 7;
    hello.enrols = true;
    hello.region = town.region.id();
    hello.device = town.north->device;
    hello.role = trust::DeviceRole::hub;
    hello.to = town.hub->device;
    hello.codings = {{1, 1}, {2, 3}};
    const Bytes payload = encode_hello(hello, place, town.north->signer);

    const auto again = decode_hello(payload);
    REQUIRE(again.has_value());
    CHECK(*again == hello);
    CHECK(is_proved(payload, place, town.north->signer.public_key()));
    CHECK_FALSE(is_proved(payload, {Side::acceptor, {}, {}}, town.north->signer.public_key()));
    CHECK_FALSE(is_proved(payload, {Side::initiator, {}, {1}}, town.north->signer.public_key()));

    Bytes longer(payload.begin(), payload.end() - 64);
    longer.insert(longer.end(), 20, 9);
    longer.insert(longer.end(), payload.end() - 64, payload.end());
    CHECK(*decode_hello(longer) == hello);
}

TEST_CASE("a mutated hello is never proved") {
    Town town;
    SeededRandom random(4);
    const ProofPlace place{Side::initiator, {}, {}};
    Hello hello;
    hello.region = town.region.id();
    hello.device = town.north->device;
    hello.codings = readable_codings();
    const Bytes payload = encode_hello(hello, place, town.north->signer);
    for (int i = 0; i < 2'000; ++i) {
        Bytes other = payload;
        other[random.below(other.size())] ^= static_cast<std::uint8_t>(1 + random.below(255));
        static_cast<void>(decode_hello(other).has_value());
        REQUIRE_FALSE(is_proved(other, place, town.north->signer.public_key()));
    }
}

TEST_CASE("words come back as they were signed, and mutated ones are refused") {
    Town town;
    SeededRandom random(6);
    const WordParties parties{town.region.id(), town.north->device, town.hub->device};
    const auto words = some_words();
    const Bytes bytes = sign_words(parties, town.north->signer, words);
    const auto key = town.north->signer.public_key();

    const auto again = open_words(parties, key, bytes);
    REQUIRE(again.has_value());
    CHECK(*again == words);
    CHECK_FALSE(open_words({parties.region, parties.by, parties.by}, key, bytes));
    for (int i = 0; i < 5'000; ++i) {
        Bytes other = bytes;
        other[random.below(other.size())] ^= static_cast<std::uint8_t>(1 + random.below(255));
        REQUIRE_FALSE(open_words(parties, key, other));
    }
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        REQUIRE_FALSE(open_words(parties, key, ByteView(bytes).first(length)));
    }
}

TEST_CASE("what changed between two lists of marks turns one into the other") {
    SeededRandom random(8);
    for (int round = 0; round < 500; ++round) {
        const auto draw = [&random] {
            Marks out;
            for (std::uint8_t log = 0; log < 12; ++log) {
                if (random.below(2) == 0) continue;
                ledger::LogMark mark;
                mark.log.bytes[0] = log;
                mark.sequence = 1 + random.below(3);
                mark.chain[0] = static_cast<std::uint8_t>(random.below(2));
                out.push_back(mark);
            }
            return out;
        };
        const Marks theirs = draw();
        const Marks ours = draw();

        CHECK(overlay(theirs, changes_between(theirs, ours)) == ours);
        CHECK(changes_between(ours, ours).empty());
    }
}

TEST_CASE("a compact word stands for all marks where ours give its hash, and for none else") {
    const auto mark = [](std::uint8_t log, std::uint64_t sequence) {
        ledger::LogMark out;
        out.log.bytes[0] = log;
        out.sequence = sequence;
        return out;
    };
    const auto log = [](std::uint8_t byte) {
        LogId out;
        out.bytes[0] = byte;
        return out;
    };
    // The second follows the first, the third the second; a fourth of another device.
    const Holding ours{
        {mark(1, 10), {}}, {mark(2, 20), log(1)}, {mark(3, 30), log(2)}, {mark(4, 40), {}}};
    SpaceWord word;

    word.marks = {mark(3, 25), mark(4, 40)};
    word.ended = ledger::hash_of_ended({mark(1, 10), mark(2, 20)});
    CHECK(expand(word, ours) == Marks{mark(1, 10), mark(2, 20), mark(3, 25), mark(4, 40)});
    // They have not heard of our latest starts.
    word.marks = {mark(2, 15)};
    word.ended = ledger::hash_of_ended({mark(1, 10)});
    CHECK(expand(word, ours) == Marks{mark(1, 10), mark(2, 15)});
    // Our live ones have ended there.
    word.marks = {mark(5, 1)};
    word.ended = ledger::hash_of_ended({mark(1, 10), mark(2, 20), mark(3, 30), mark(4, 40)});
    CHECK(expand(word, ours) ==
          Marks{mark(1, 10), mark(2, 20), mark(3, 30), mark(4, 40), mark(5, 1)});
    word.ended = ledger::hash_of_ended({mark(1, 11)});
    CHECK_FALSE(expand(word, ours));
}

TEST_CASE("an inbox goes on where a parcel was cut off, and keeps nothing of one packed anew") {
    const Bytes bytes(100, 4);
    const ParcelName name{{}, {}, 1, 5, 100, parcel_hash(bytes)};
    Inbox inbox;
    static_cast<void>(inbox.claim());

    REQUIRE(inbox.begin(name, 0));
    REQUIRE(inbox.add(ByteView(bytes).first(60)));
    CHECK(inbox.held() == std::vector<HeldParcel>{{name, 60}});
    CHECK_FALSE(inbox.begin(name, 61));
    REQUIRE(inbox.begin(name, 50));
    CHECK(inbox.dropped_bytes() == 10);
    REQUIRE(inbox.add(ByteView(bytes).first(50)));
    CHECK(*inbox.whole() == name);
    CHECK(inbox.bytes_of(name).size() == 100);
    CHECK_FALSE(inbox.add(ByteView(bytes).first(1)));

    ParcelName anew = name;
    anew.hash[0] ^= 1;
    REQUIRE(inbox.begin(anew, 0));
    CHECK(inbox.bytes() == 0);
    CHECK(inbox.dropped_bytes() == 110);
    REQUIRE(inbox.add(bytes));
    CHECK_FALSE(inbox.whole());
    CHECK(inbox.held().empty());
}

}  // namespace wayside::sync::test
