// storage/trust/proposal.hpp: what an invited clinic's box asks the region's authority to sign
// (formats.md beside this file, "Proposal").
//
// The box works by it from its first minute: its spaces and keys are drawn, so that what it writes
// before it ever met the hub stays valid. It holds keys only as they are sealed to their members.
#pragma once

#include "storage/trust/invitation.hpp"

namespace wayside::trust {

/// A space with the first generation of its key, for the box itself and for the hub.
struct ProposedSpace {
    SpaceId space;
    crypto::Hash32 key_id{};
    BoxedKey to_box{};
    BoxedKey to_hub{};
    friend bool operator==(const ProposedSpace&, const ProposedSpace&) = default;
};

struct Proposal {
    Bytes invitation_bytes;  ///< as signed
    Invitation invitation;   ///< the same, decoded
    DeviceAdded box;         ///< the new device; its role is box
    ProposedSpace clinic;
    ProposedSpace audit;
    friend bool operator==(const Proposal&, const Proposal&) = default;
};

/// Longer than any proposal.
constexpr std::size_t most_proposal_bytes = 2048;

/// Signs "wayside proposal 1" || region || all before the signature, with the new device's key.
Bytes sign_proposal(const crypto::Signer& box, const Proposal& proposal);

/// Refuses `malformed`, `too_large`, `unsupported`, what `decode_invitation` refuses, and
/// `damaged`, rule `proposal_signature`, unless the device that it adds signed it.
Result<Proposal> decode_proposal(ByteView bytes);

/// Whether these bytes begin as a proposal and not as a register record: both lie in one table.
bool is_proposal(ByteView bytes);

/// The new device's id.
DeviceId box_of(const Proposal& proposal);

/// The register bodies that it stands for, in order: DeviceAdded, then for the clinic's and the
/// audit space SpaceOpened, GenerationOpened and KeySealed to the box and to the hub, then
/// ClinicEnrolled. The hub is in the register before them.
std::vector<Body> bodies_of(const Proposal& proposal);

}  // namespace wayside::trust
