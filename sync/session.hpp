// sync/session.hpp: two members of a region meet: each proves who it is, both learn what the other
// has, and give each other what it lacks (design 9).
//
// Bytes in, bytes out and a deadline: no socket, no clock, no thread in it, so a WebSocket over
// TLS, a pipe and the simulator carry it alike. The frames are in FRAMES.md.
//
//     initiator                                acceptor
//     hello, signed            ->              the register says who that is, else: bye, and no
//     word proved, too              <-              hello, register state, frontier, what it holds
//     of
//                                              parcels that were cut off
//     register state, records, ->
//     frontier, parcels ...                    stores each, durably
//                              <-              records, parcels, receipts
//
// Two round trips before the last byte; then it follows live: `changed` sends what is new as soon
// as nothing is unanswered. What the peer says is believed only as far as it is signed; a peer that
// breaks the protocol is refused by name and harms nobody else. Bytes that it can make us keep are
// bounded (`max_inbox_bytes` and a frame), and so are those that it can make us say.
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "storage/base/clock.hpp"
#include "storage/trust/register_record.hpp"
#include "sync/frame.hpp"
#include "sync/store.hpp"

namespace wayside::sync {

/// 32 bytes that only the two ends of this very connection know (TLS exporter, RFC 8446 7.5, label
/// "EXPORTER-wayside-sync-1"): a proof made for one connection is worth nothing in another.
using ChannelBinding = std::array<std::uint8_t, 32>;

enum class Side : std::uint8_t { initiator = 1, acceptor = 2 };

/// Who we are. The signer outlives the session.
struct Identity {
    RegionId region;
    DeviceId device;
    trust::DeviceRole role = trust::DeviceRole::box;
    const crypto::Signer& signer;
};

struct Options {
    /// How frames are written, oldest first; never empty. The newest that both know is used. Tests
    /// add a version of their own.
    std::vector<Dialect> dialects = known_dialects();
    /// Whom the initiator wants to meet; another one that answers is refused, rule `wrong_peer`. A
    /// hub enrols only who calls it by its id.
    std::optional<DeviceId> to;
    /// Of one package's entries together; on a thin link `thin_opened_bytes`.
    std::size_t most_opened_bytes = 256 * 1024;
    /// Of parcels that are sent and not answered yet. One more is begun while fewer are.
    std::size_t window_bytes = 1024 * 1024;
    /// Bytes that wait in `output` while more could be made: little, so that a receipt does not
    /// stand behind a minute of parcels.
    std::size_t output_bytes = 4 * 1024;
    /// So long what is new waits for more, while nothing is on its way: acts that come together
    /// share a package, and are at the peer within a second all the same.
    std::int64_t gather_ms = 200;
    /// So long after the last byte that we wrote we say that we are still here.
    std::int64_t quiet_ms = 60'000;
    /// So long without a byte from the peer, the time that our own unanswered bytes may take on
    /// the slowest link we serve (`slowest_bytes_a_second`) not counted, the peer is given up.
    std::int64_t silence_ms = 180'000;
    std::int64_t slowest_bytes_a_second = 300;
    /// For the proof of who the peer is: some hundred bytes.
    std::int64_t hello_ms = 60'000;
};

/// What crossed, for a person and for tests.
struct Tally {
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    std::uint64_t parcels_in = 0;
    std::uint64_t parcels_out = 0;
    std::uint64_t parcel_bytes_in = 0;
    std::uint64_t parcel_bytes_out = 0;
    /// Of parcels that began at an offset: what did not have to cross again.
    std::uint64_t resumed_bytes = 0;
    /// Came and was thrown away: it crossed in vain.
    std::uint64_t dropped_bytes = 0;
};

/// Used by one thread. All times are of one clock that never runs back (a steady one, not the
/// wall's). No call throws, but for a broken machine in the store, which ends the session with rule
/// `unavailable`.
class Session {
  public:
    /// An initiator has its hello in `output` at once. Whether it asks to be enrolled is said by
    /// the register (`trust::Register::proposal`). `store` outlives the session.
    Session(const Identity& identity, Store& store, Options options, const ChannelBinding& binding,
            Side side, Timestamp now);
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

    /// Bytes from the peer, cut anywhere. Takes them all; after the end it drops them.
    void received(ByteView bytes, Timestamp now);
    /// What is to be written next, borrowed until the next call of any kind; empty: nothing now.
    [[nodiscard]] ByteView output() const;
    /// So many of them are written. More may be in `output` then.
    void wrote(std::size_t bytes, Timestamp now);

    /// `tick` is due then, and after every other call this may be another time. Ended: never.
    [[nodiscard]] Timestamp deadline() const;
    void tick(Timestamp now);

    /// The node's holdings or its register grew, by itself or through another session. Cheap.
    void changed(Timestamp now);
    /// Answers of the store.
    void stored(Ticket ticket, const Result<void>& answer, Timestamp now);
    void packed(Ticket ticket, Result<Packed> answer, Timestamp now);
    /// We want to stop: says bye with this rule and ends.
    void close(const Refusal& why, Timestamp now);

    /// Nothing more is taken or made. What is in `output` is to be written, then the link closed.
    [[nodiscard]] bool ended() const;
    /// Why it ended, for a person; its rule is what the peer said, or what we said to it:
    ///   `other_region`, `unknown_device`, `revoked`, `not_proved`, `wrong_peer`,
    ///   `no_common_version` `silent`, `late_hello`                     nothing came in time
    ///   `frame`, `frame_size`, `frame_order`, `parcel_*`, `receipt_signature`, `too_many_refusals`
    ///                                              the peer broke the protocol
    ///   `superseded`                               the same device has begun another session
    ///   `unavailable`, `busy`                      not now: try again
    ///   and what `Store::enrol` refuses
    [[nodiscard]] const std::optional<Refusal>& why() const;
    /// It was the peer that said so.
    [[nodiscard]] bool was_told() const;

    /// Set once it has proved who it is.
    [[nodiscard]] std::optional<DeviceId> peer() const;
    /// Nothing is unanswered in either direction as far as we know, and we know what the peer has.
    [[nodiscard]] bool is_settled() const;
    [[nodiscard]] const Tally& tally() const;

  private:
    class Core;
    std::unique_ptr<Core> core_;
};

}  // namespace wayside::sync
