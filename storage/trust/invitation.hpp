// storage/trust/invitation.hpp: by what a clinic that has no network yet comes to belong to a
// region (formats.md beside this file, "Invitation").
//
// It holds no key: whoever reads one learns ids and public keys, and can do no more than enrol a
// box of theirs for that clinic, once, until it expires. That it works once is a fact of the
// register.
#pragma once

#include "storage/trust/register_record.hpp"

namespace wayside::trust {

struct Invitation {
    InvitationId id;     ///< drawn at random; the register knows which were used
    std::string clinic;  ///< the clinic's ID in the region (`check_clinic_id`)
    Timestamp expires;
    Bytes founding;   ///< the register's first record, as signed; the rest comes from the hub
    DeviceAdded hub;  ///< who is to be a member of the clinic; its role is hub

    friend bool operator==(const Invitation&, const Invitation&) = default;
};

constexpr std::int64_t invitation_lasts_ms = std::int64_t{7} * 24 * 60 * 60 * 1000;
/// No invitation is longer, nor its text.
constexpr std::size_t most_invitation_bytes = 1024;
constexpr std::size_t most_invitation_text = 4096;

/// Signs "wayside invitation 1" || region || all before the signature. `founding` is the founding
/// record that this authority signed, `clinic` passes `check_clinic_id` (promises of ours).
Bytes sign_invitation(const crypto::Signer& authority, const Invitation& invitation);

/// Refuses `malformed`, `too_large`, `unsupported`; `damaged`, rule `invitation_signature`, unless
/// its founding record and the whole were signed by one authority. Whether it has expired is
/// another question (`check_not_expired`).
Result<Invitation> decode_invitation(ByteView bytes);

/// Refuses `forbidden`, rule `invitation_expired`, from the moment on at which it expires.
Result<void> check_not_expired(const Invitation& invitation, Timestamp now);

/// What the founding record says; `invitation` was decoded or signed (a promise).
RegionFounded founded_by(const Invitation& invitation);
RegionId region_of(const Invitation& invitation);
/// The hub's id.
DeviceId hub_of(const Invitation& invitation);

/// As a person copies it: a line that says what it is, then base32 in lines of 64.
std::string invitation_text(ByteView bytes);
/// Reads what a phone, a mail or a hand made of it: blanks, empty lines, carriage returns and upper
/// case are no harm. Refuses `malformed` or `too_large`; nothing is believed yet.
Result<Bytes> invitation_bytes(std::string_view text);

}  // namespace wayside::trust
