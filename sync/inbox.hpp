// sync/inbox.hpp: parcels of one peer that are on their way in, kept from session to session so
// that a cut costs nothing but the bytes that were in the air.
//
// A parcel is what crosses for one package: the patients' key rows that it needs, and the package.
// Kept in memory; used by the thread of its peer's sessions.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/id.hpp"

namespace wayside::sync {

/// The first bytes of what a parcel's bytes hash to.
using ParcelHash = std::array<std::uint8_t, 16>;
/// H(16, "wayside parcel", "", bytes).
ParcelHash parcel_hash(ByteView bytes);

/// Which parcel: equal names have equal bytes.
struct ParcelName {
    SpaceId space;
    LogId log;
    std::uint64_t first = 1;
    std::uint64_t last = 1;
    std::uint32_t size = 0;
    ParcelHash hash{};
    friend bool operator==(const ParcelName&, const ParcelName&) = default;
};

/// How much of it is here.
struct HeldParcel {
    ParcelName name;
    std::uint32_t offset = 0;
    friend bool operator==(const HeldParcel&, const HeldParcel&) = default;
};

inline constexpr std::size_t max_inbox_parcels = 64;
/// Of all its parcels together; an honest peer stops long before (`Options::window_bytes`).
inline constexpr std::size_t max_inbox_bytes = 4 * 1024 * 1024;

/// Whoever claims an inbox last owns it; what an older session still puts in is refused.
struct InboxClaim {
    std::uint64_t number = 0;
};

class Inbox {
  public:
    /// For a new session of this peer: it replaces every earlier one.
    InboxClaim claim();
    [[nodiscard]] bool is_current(const InboxClaim& claim) const { return claim.number == claims_; }

    /// What is here, in the order in which it came: what the peer is told when we meet.
    [[nodiscard]] std::vector<HeldParcel> held() const;

    /// The peer begins, or goes on with, a parcel at `offset`. What is here of the same range under
    /// another hash, and of the same parcel beyond `offset`, is dropped and counted. Refuses
    /// `invalid`, rule `parcel_offset`, where less than `offset` is here; `too_many`, rule
    /// `parcels`, where the inbox is full.
    Result<void> begin(const ParcelName& name, std::uint32_t offset);
    /// The next bytes of the parcel begun last. Refuses `invalid`, rule `parcel_part`, for more
    /// than its size or where none is open, and `too_many`, rule `parcels`.
    Result<void> add(ByteView bytes);
    /// The parcel begun last, once it is whole; it stays here until `done`. Refuses `damaged`, rule
    /// `parcel_hash`, where it is not what its name says: then it is dropped. Empty while it is not
    /// whole.
    Result<std::optional<ParcelName>> whole();
    /// Its bytes, borrowed until the inbox changes; empty where it is not here.
    [[nodiscard]] ByteView bytes_of(const ParcelName& name) const;
    /// The store has answered for it.
    void done(const ParcelName& name);
    /// Drops what ends at or before the mark of its log: it came another way.
    void drop_through(const SpaceId& space, const LogId& log, std::uint64_t sequence);

    /// Bytes that came and were dropped unused: what crossed twice, or will.
    [[nodiscard]] std::uint64_t dropped_bytes() const { return dropped_bytes_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

  private:
    struct Parcel {
        ParcelName name;
        Bytes bytes;
    };
    void drop(std::deque<Parcel>::iterator parcel);

    std::deque<Parcel> parcels_;
    std::optional<ParcelName> open_;
    std::uint64_t claims_ = 0;
    std::uint64_t dropped_bytes_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace wayside::sync
