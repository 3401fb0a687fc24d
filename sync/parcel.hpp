// sync/parcel.hpp: a package on its way through a session, without what both ends know.
//
// A package that is given (package.hpp) names region, space, devices, keys, coding and the chain
// before it; in a session all of that follows from who speaks, which log it is, and what stands
// here. Left out, a package of one act is a third of itself. The receiver puts it back, and whoever
// put back something else finds that the body's seal does not agree. One string of bytes, so that
// both go on at an offset after a cut. Bytes: FRAMES.md, "Parcel".
#pragma once

#include "storage/ledger/frontier.hpp"
#include "sync/package.hpp"

namespace wayside::sync {

inline constexpr std::size_t max_parcel_bytes = max_package_bytes + 1024 * 1024;

/// Whether the chain hash before the first entry crosses: its first bytes only, where the receiver
/// stands exactly there.
enum class Before : std::uint8_t { checked, stated };

/// Of a package of form `given`; refuses `malformed` for anything else, and `too_large`.
Result<Bytes> encode_parcel(ByteView package, const trust::Register& region_register,
                            Before before);

/// What a receiver puts back.
struct ParcelPlace {
    const trust::Register& region_register;
    DeviceId packer;  ///< who hands it over
    std::uint8_t coding = 0;
    std::uint8_t dictionary = 0;
    SpaceId space;
    LogId log;
    std::uint64_t first = 1;
    std::uint64_t last = 1;
    ledger::LogMark ours;  ///< what stands here of its log
};

/// The package, as its packer made it. Refuses `malformed` and `too_large`; `unavailable`, rule
/// `chain_before`, where the chain hash before it was left out and another one stands here: the
/// sender then sends the same with it; `forbidden`, rule `no_key`, for a key that the register does
/// not have.
Result<Bytes> decode_parcel(ByteView bytes, const ParcelPlace& place);

}  // namespace wayside::sync
