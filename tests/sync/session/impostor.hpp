// tests/sync/session/impostor.hpp: a peer that speaks the frames and means no good.
#pragma once

#include <algorithm>

#include "sync/parcel.hpp"
#include "sync/session_hello.hpp"
#include "tests/sync/session/town.hpp"

namespace wayside::sync::test {

/// A peer that says what a test makes it say, properly signed.
class Impostor {
  public:
    Impostor(Member& as, Member& victim)
        : self(as), store(victim), session(victim.identity(), store, {}, {}, Side::acceptor, now) {}

    [[nodiscard]] Hello hello() const {
        Hello out;
        out.region = self.region;
        out.device = self.device;
        out.role = self.role;
        out.codings = readable_codings();
        return out;
    }
    void say_hello() { say_hello(hello()); }
    void say_hello(const Hello& hello) {
        Bytes frame;
        write_frame(frame, FrameKind::hello,
                    encode_hello(hello, {Side::initiator, {}, {}}, self.signer));
        give(frame);
    }
    void say(const FrameBody& body) {
        Bytes frame;
        write_frame(frame, kind_of(body), encode_body(body));
        give(frame);
    }
    void say_words(const std::vector<SpaceWord>& words, const Member& to) {
        const WordParties parties{self.region, self.device, to.device};
        say(FrontierBody{sign_words(parties, self.signer, words)});
    }
    void say_parcel(const ParcelName& name, ByteView bytes) {
        say(ParcelBody{name, 0});
        while (!bytes.empty() && !session.ended()) {
            const std::size_t count = std::min(bytes.size(), max_part_bytes);
            say(PartBody{Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count))});
            bytes = bytes.subspan(count);
        }
    }
    void give(ByteView bytes) {
        session.received(bytes, now);
        settle();
    }
    void settle() {
        bool moved = true;
        while (moved) {
            moved = store.answer_one(session, now);
            const ByteView out = session.output();
            heard.insert(heard.end(), out.begin(), out.end());
            moved = moved || !out.empty();
            session.wrote(out.size(), now);
        }
    }
    /// The frames that the victim has said.
    [[nodiscard]] std::vector<RawFrame> frames() const {
        FrameReader reader;
        reader.allow_all();
        ByteView rest = heard;
        std::vector<RawFrame> out;
        for (auto next = reader.next(rest); next && *next; next = reader.next(rest)) {
            out.push_back(std::move(**next));
        }
        return out;
    }
    [[nodiscard]] std::string bye() const {
        const auto all = frames();
        if (all.empty() || all.back().kind != FrameKind::bye) return "none";
        const auto body = decode_body(FrameKind::bye, all.back().payload);
        return std::get<ByeBody>(*body).rule;
    }

    Member& self;
    Timestamp now{1'000};
    MemberStore store;
    Session session;
    Bytes heard;
};

/// How a parcel with these bytes is announced.
ParcelName name_of(const Packed& packed, const SpaceId& space, const LogId& log, ByteView parcel);
/// What `member` would send of its own log.
std::pair<ParcelName, Bytes> parcel_of(Member& member, const SpaceId& space, std::uint64_t first);

}  // namespace wayside::sync::test
