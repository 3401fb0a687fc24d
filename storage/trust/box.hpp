// storage/trust/box.hpp: how a box or hub comes to be somebody: it founds a region (or joins one:
// enrolment.hpp), and opens itself at every start.
#pragma once

#include <optional>
#include <vector>

#include "storage/trust/device_secrets.hpp"
#include "storage/trust/keyring.hpp"

namespace wayside::trust {

/// A clinic's two spaces: its work, and its readings.
struct ClinicSpaces {
    SpaceId clinic;
    SpaceId audit;
    std::string enrolled_as{};  ///< its ID in the region; empty where it founded its own
    friend bool operator==(const ClinicSpaces&, const ClinicSpaces&) = default;
};

/// A region and the device that founded it: what the database stores, and the secrets to wrap.
struct Founding {
    SecretsOwner owner;        ///< region and device
    Register region_register;  ///< `region_register.records()` is what is stored
    DeviceSecrets secrets;     ///< for `wrap_secrets`, with `region_register.suite()`
};

/// Draws the authority's and the device's keys and writes the register's first records: the region
/// and the device, which keeps the authority. What is in the region comes next: `open_region_space`
/// for a hub, `open_clinic` for a box that stands alone.
Founding found_region(DeviceRole role, Random& random, const Clock& clock,
                      crypto::Suite suite = crypto::Suite::blake2b_xchacha20);

/// Opens the region's own space for the device that founded it: it may invite from now on.
SpaceId open_region_space(Founding& founding, Random& random, const Clock& clock);

/// Opens a clinic in a region, whose only member is the device that founded it: a clinic's box that
/// stands alone. A hub may be joined to it later.
ClinicSpaces open_clinic(Founding& founding, Random& random, const Clock& clock);

/// What became of records that came from somewhere.
struct Taken {
    /// Those that are news, in order, a fork's second record too: to be stored after what was
    /// stored before. All of them in one commit.
    std::vector<Bytes> to_store;
    std::optional<Refusal> refusal;  ///< why the first of the rest was not taken
};

/// Everything that a node needs to write and read as itself. Move-only. Used by one thread but for
/// what says otherwise.
struct Box {
    RegionId region;
    DeviceId device;
    Register region_register;
    crypto::Signer signer;
    crypto::BoxPair pair;
    std::optional<crypto::Signer> authority;  ///< only where this box keeps it
    Keyring keyring;                          ///< read by any thread while `accept` adds to it
    std::vector<UnopenedKey> unopened;
    /// The clinics that this device is a member of, in the order of the register: one for a
    /// clinic's box, each enrolled one for a hub.
    std::vector<ClinicSpaces> clinics;

    /// The only clinic. Refuses `not_found` where there is none, `invalid` where there are several.
    [[nodiscard]] Result<ClinicSpaces> clinic() const;

    /// Takes the next records of the register, as `Register::accept` does, up to the first that is
    /// refused; opens the keys that are new and finds the clinics anew. Records that are here are
    /// no harm.
    Taken accept(const std::vector<Bytes>& records);
};

/// From what the database stored (records, and the proposal of a box that waits to be enrolled) and
/// the key file's key. Refuses what `Register::load` and
/// `open_secrets` refuse, and `damaged`, rule `other_device`, where register and secrets are not of
/// one device.
Result<Box> open_box(const std::vector<Bytes>& records, ByteView wrapped_secrets,
                     const crypto::Key& unlocking);

}  // namespace wayside::trust
