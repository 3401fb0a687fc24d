// storage/trust/register_record.hpp: one record of a region's register, and its bytes (formats.md
// beside this file).
//
// Ids and keys only: no name, no patient. Signed by the region's authority, sealed by nobody.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "storage/base/clock.hpp"
#include "storage/crypto/seal.hpp"
#include "storage/crypto/sign.hpp"

namespace wayside::trust {

/// The first record, and never another. The region's id is `region_id(authority)`.
struct RegionFounded {
    crypto::PublicKey authority{};
    crypto::Suite suite = crypto::Suite::blake2b_xchacha20;  ///< what new seals are made with here
    friend bool operator==(const RegionFounded&, const RegionFounded&) = default;
};

/// What a device is to the region; what it may read is said by the keys that are sealed to it.
enum class DeviceRole : std::uint8_t { box = 1, hub = 2 };

/// A device's id is `device_id(region, signing, sealing)`.
struct DeviceAdded {
    crypto::PublicKey signing{};  ///< Ed25519: its heads and packages
    crypto::PublicKey sealing{};  ///< X25519: what is sealed to it alone
    DeviceRole role = DeviceRole::box;
    friend bool operator==(const DeviceAdded&, const DeviceAdded&) = default;
};

enum class SpaceKind : std::uint8_t { clinic = 1, audit = 2, region = 3, channel = 4 };

/// A space's id is drawn at random: a number in the chain would be given twice where a register
/// forked.
struct SpaceOpened {
    SpaceId space;
    SpaceKind kind = SpaceKind::clinic;
    SpaceId of;    ///< the clinic that an audit space or a channel belongs to; else zeros
    SpaceId with;  ///< the other clinic of a channel between clinics; zeros: the hub, or no channel
    friend bool operator==(const SpaceOpened&, const SpaceOpened&) = default;
};

/// Only this opens a generation of a space's key; they count from 1 without a gap.
struct GenerationOpened {
    SpaceId space;
    std::uint32_t generation = 1;
    crypto::Hash32 key_id{};
    friend bool operator==(const GenerationOpened&, const GenerationOpened&) = default;
};

/// A sealed box of a 32-byte key.
using BoxedKey = std::array<std::uint8_t, 80>;

/// A generation's key, sealed to one device: that makes the device a member of the space.
struct KeySealed {
    SpaceId space;
    std::uint32_t generation = 1;
    DeviceId device;
    BoxedKey boxed{};
    friend bool operator==(const KeySealed&, const KeySealed&) = default;
};

using InvitationId = Id<struct InvitationTag>;

/// A clinic came into the region by an invitation, which is used up by this.
struct ClinicEnrolled {
    InvitationId invitation;
    std::string clinic;  ///< its ID in the region (`check_clinic_id`)
    SpaceId space;       ///< the clinic's
    DeviceId device;     ///< its first box
    friend bool operator==(const ClinicEnrolled&, const ClinicEnrolled&) = default;
};

/// How far a log of a device that was cut off is believed: up to this entry, and so all logs that
/// it follows.
struct CutOffMark {
    SpaceId space;
    LogId log;
    std::uint64_t sequence = 0;
    crypto::Hash32 chain{};
    friend bool operator==(const CutOffMark&, const CutOffMark&) = default;
};
constexpr std::size_t most_cut_off_marks = 48;

/// A device is no longer of the region: nothing is sealed to it any more, and what it wrote counts
/// up to the marks. In rising order of (space, log), each once; a log that no mark reaches counts
/// for nothing.
struct DeviceCutOff {
    DeviceId device;
    std::vector<CutOffMark> marks;
    friend bool operator==(const DeviceCutOff&, const DeviceCutOff&) = default;
};

/// The authority says which of two records of one sequence counts. Hashes are `record_hash`es.
struct ForkSettled {
    std::uint64_t sequence = 0;
    crypto::Hash32 kept{};
    crypto::Hash32 other{};
    friend bool operator==(const ForkSettled&, const ForkSettled&) = default;
};

/// In the order of their kind bytes, from 1. Later kinds are added at the end.
using Body = std::variant<RegionFounded, DeviceAdded, SpaceOpened, GenerationOpened, KeySealed,
                          ClinicEnrolled, DeviceCutOff, ForkSettled>;

struct Record {
    std::uint64_t sequence = 0;  ///< from 0, without a gap
    crypto::Hash32 previous{};   ///< `record_hash` of the one before; zeros for the first
    Timestamp at;                ///< by the authority's clock; for people, it decides nothing
    Body body;
    friend bool operator==(const Record&, const Record&) = default;
};

constexpr std::size_t most_clinic_id_bytes = 64;
/// Refuses `invalid`, rule `clinic_id`, unless it is 1 to 64 bytes of UTF-8 that a line can hold:
/// no control characters, no blank at either end.
Result<void> check_clinic_id(std::string_view clinic);

/// No record is longer.
constexpr std::size_t most_record_bytes = 4096;

/// Encodes and signs. The signature covers the region, so that no record counts in another one.
Bytes sign_record(const crypto::Signer& authority, const RegionId& region, const Record& record);

/// Reads the fields and believes nothing yet: chain, signature and sense are the register's to
/// check. Refuses `malformed`, `too_large`, and `unsupported` for a version or kind that this
/// software does not know.
Result<Record> decode_record(ByteView bytes);

/// Whether the signature at the end of these bytes is the authority's, for this region.
bool is_signed_by(const crypto::PublicKey& authority, const RegionId& region, ByteView bytes);

/// H(32, "wayside record", "", all bytes, signature included).
crypto::Hash32 record_hash(ByteView bytes);

/// H(16, "wayside region", "", authority): whoever knows a region's id knows its authority's key.
RegionId region_id(const crypto::PublicKey& authority);

/// H(16, "wayside device", "", region || signing || sealing): an id cannot be given other keys.
DeviceId device_id(const RegionId& region, const crypto::PublicKey& signing,
                   const crypto::PublicKey& sealing);

}  // namespace wayside::trust
