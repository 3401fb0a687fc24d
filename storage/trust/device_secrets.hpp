// storage/trust/device_secrets.hpp: the secrets of a device, and how they lie in its database:
// wrapped by an unlock slot.
#pragma once

#include <optional>

#include "storage/crypto/seal.hpp"

namespace wayside::trust {

struct DeviceSecrets {
    crypto::Secret<32> signing_seed;  ///< Ed25519
    crypto::Secret<32> sealing_seed;  ///< X25519
    /// Ed25519 of the region's authority; only where this device founded its region and the
    /// authority was not taken elsewhere since.
    std::optional<crypto::Secret<32>> authority_seed;
};

/// How the wrapping key is had. Written into the bytes; later slots are added at the end.
enum class UnlockSlot : std::uint8_t { key_file = 1 };

/// Whose secrets they are: it stands before the seal, readable, and is part of its context.
struct SecretsOwner {
    RegionId region;
    DeviceId device;
    friend bool operator==(const SecretsOwner&, const SecretsOwner&) = default;
};

struct OpenedSecrets {
    SecretsOwner owner;
    DeviceSecrets secrets;
};

/// The row that the database keeps (formats.md, "Device secrets"). Deterministic.
Bytes wrap_secrets(const DeviceSecrets& secrets, const SecretsOwner& owner, crypto::Suite suite,
                   const crypto::Key& unlocking);

/// Refuses `forbidden`, rule `wrong_key_file`, for another key than the one that wrapped them;
/// `damaged` where the seal does not agree; `malformed`; `unsupported` for a version, suite or slot
/// that is not known.
Result<OpenedSecrets> open_secrets(ByteView wrapped, const crypto::Key& unlocking);

}  // namespace wayside::trust
