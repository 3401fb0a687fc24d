// storage/trust/enrolment.hpp: how a clinic comes into a region: the hub invites, the clinic's box
// proposes itself and works at once, the hub enrols it when they first meet.
#pragma once

#include "storage/trust/box.hpp"
#include "storage/trust/proposal.hpp"

namespace wayside::trust {

/// An invitation's bytes, for seven days from `now`. Reads only, so it works beside the hub's
/// `serve`. Refuses `forbidden`, rule `not_authority`, where this device does not keep the region's
/// authority or its region has no space of its own; `invalid`, rule `clinic_id`; `conflict`, rule
/// `clinic_enrolled`; `conflict`, rule `register_stopped`, while the register is.
Result<Bytes> invite(const Box& hub, std::string_view clinic, Timestamp now, Random& random);

/// A new box of an invited clinic.
struct Joining {
    SecretsOwner owner;
    ClinicSpaces spaces;
    DeviceSecrets secrets;
    /// What the database stores as its register: the founding record and the proposal. `open_box`
    /// opens with them, and the clinic works.
    std::vector<Bytes> stored;
    crypto::Suite suite = crypto::Suite::blake2b_xchacha20;  ///< for `wrap_secrets`
};

/// Draws the device's, the clinic's and the audit space's keys. Needs no network. Refuses what
/// `decode_invitation` and `check_not_expired` refuse, and `invalid` for a hub's key of low order.
Result<Joining> join_region(ByteView invitation, Timestamp now, Random& random);

/// A box that works already, and the ID that its clinic is to have in the region: empty for the one
/// that it was invited as before, or, if it never was, whichever the invitation names.
struct Joiner {
    const Box& box;
    DeviceSecrets secrets;  ///< the box's
    std::string clinic{};
};

/// The same for a box whose register no authority but its own has signed yet: one that was invited
/// to this region before and not enrolled, or one that began alone. Its device's keys, its spaces
/// and their keys stay, so that what is sealed with them stays readable. Where it began alone, the
/// region and the device's id are others afterwards, and the authority's seed is not kept.
///
/// Refuses what `join_region` refuses, and with these rules, the details saying what to do next:
///   `not_a_clinic` (invalid)      a hub, or a box with several clinics
///   `clinic_enrolled` (conflict)  the region has enrolled it
///   `other_region` (conflict)     it was invited to another region
///   `other_clinic` (conflict)     the invitation is for another clinic than `Joiner::clinic` says
///   `same_invitation` (conflict)  this is the one that it has
///   `other_suite` (conflict)      the region seals with another suite than what is stored here
///   `space_key` (damaged)         the box does not hold its own space's first key
Result<Joining> join_again(Joiner joiner, ByteView invitation, Timestamp now, Random& random);

/// At the hub: the records that enrol a proposal's clinic, signed, ClinicEnrolled last. Changes
/// nothing: the caller stores them in one commit and then gives them to `Box::accept`. Empty where
/// this box and its clinic were enrolled before (the answer was lost), by this invitation or by
/// another: the register has what they need.
///
/// Refuses what `decode_proposal` refuses, and with these rules:
///   `not_authority` (forbidden)        this device does not keep the region's authority
///   `other_region` (forbidden)         an invitation of another region, or to another hub
///   `invitation_used` (conflict)       another box was enrolled by it
///   `clinic_enrolled` (conflict)       the clinic was, by another invitation
///   `invitation_expired` (forbidden)
///   `proposal_keys` (invalid)          what is sealed to this hub does not open, or is another key
///   `register_stopped` (conflict)      a fork stands; `register_record` (invalid) makes no sense
Result<std::vector<Bytes>> enrol(const Box& hub, ByteView proposal, Timestamp now);

}  // namespace wayside::trust
