#include "storage/trust/enrolment.hpp"

#include <algorithm>
#include <array>

#include "storage/trust/new_space.hpp"

namespace wayside::trust {

namespace {

/// Whether this device decides who comes into the region: a box that stands alone keeps an
/// authority too, but its region has no space of its own.
Result<void> check_authority(const Box& hub) {
    const auto& spaces = hub.region_register.spaces();
    const bool is_region = std::any_of(spaces.begin(), spaces.end(), [&](const auto& space) {
        return space.kind == SpaceKind::region &&
               hub.region_register.is_member(space.space, hub.device);
    });
    if (hub.authority && is_region) return {};
    return Refusal{Why::forbidden, "only the hub that keeps the region's authority invites",
                   "not_authority"};
}

Refusal is_enrolled(const std::string& clinic) {
    return {Why::conflict, "the clinic '" + clinic + "' is enrolled in this region already",
            "clinic_enrolled"};
}

Result<void> check_running(const Register& region_register) {
    if (!region_register.fork()) return {};
    return Refusal{Why::conflict,
                   "the register stopped: its authority signed two records " +
                       std::to_string(region_register.fork()->sequence) +
                       " and has to settle which one counts",
                   "register_stopped"};
}

ProposedSpace proposed(const NewSpace& drawn) {
    return {drawn.space, drawn.key_id, drawn.boxed.at(0), drawn.boxed.at(1)};
}

/// As it was signed, and what it says.
struct Invited {
    ByteView bytes;
    Invitation invitation;
};

struct TwoSpaces {
    NewSpace clinic;
    NewSpace audit;
};

Joining proposing(Invited invited, const TwoSpaces& spaces, DeviceSecrets secrets) {
    const auto signer = crypto::Signer::from_seed(secrets.signing_seed);
    const auto pair = crypto::BoxPair::from_seed(secrets.sealing_seed);
    Proposal proposal;
    proposal.invitation_bytes.assign(invited.bytes.begin(), invited.bytes.end());
    proposal.invitation = std::move(invited.invitation);
    proposal.box = {signer.public_key(), pair.public_key(), DeviceRole::box};
    proposal.clinic = proposed(spaces.clinic);
    proposal.audit = proposed(spaces.audit);
    return {.owner = {region_of(proposal.invitation), box_of(proposal)},
            .spaces = {spaces.clinic.space, spaces.audit.space, proposal.invitation.clinic},
            .secrets = std::move(secrets),
            .stored = {proposal.invitation.founding, sign_proposal(signer, proposal)},
            .suite = founded_by(proposal.invitation).suite};
}

/// Under the key that all of it is sealed with: the first, since only a hub opens later ones.
Result<NewSpace> sealed_again(const Box& box, const SpaceId& space, const Invitation& invitation,
                              Random& random) {
    const SpaceKey* key = box.keyring.newest(space);
    if (key == nullptr || key->generation != 1) {
        return Refusal{Why::damaged, "the first key of the clinic's space is not held here",
                       "space_key"};
    }
    const std::array members{box.pair.public_key(), invitation.hub.sealing};
    return space_with(space, key->key, members, random);
}

/// What this box proposes still; none where it began alone.
Result<std::optional<Proposal>> pending(const Box& box) {
    const Bytes* bytes = box.region_register.proposal();
    if (bytes == nullptr) return std::optional<Proposal>{};
    auto decoded = decode_proposal(*bytes);
    if (!decoded) return decoded.refusal();
    return std::optional<Proposal>{*std::move(decoded)};
}

Result<void> check_clinic(const std::string& wanted, const Invitation& invitation) {
    if (wanted.empty() || wanted == invitation.clinic) return {};
    return Refusal{Why::conflict,
                   "this invitation is for the clinic '" + invitation.clinic +
                       "', and this box is of '" + wanted + "'; ask the hub for one for '" +
                       wanted + "', or say with --clinic that it is to be '" + invitation.clinic +
                       "'",
                   "other_clinic"};
}

/// Of a box that was invited before.
Result<void> check_again(const Proposal& before, const std::string& clinic, ByteView bytes,
                         const Invitation& invitation) {
    if (region_of(before.invitation) != region_of(invitation)) {
        return Refusal{Why::conflict,
                       "this box was invited to another region, and may be known there; ask that "
                       "region's hub for an invitation, or begin a new box with 'wayside init'",
                       "other_region"};
    }
    auto same = check_clinic(clinic.empty() ? before.invitation.clinic : clinic, invitation);
    if (!same) return same;
    if (!std::equal(bytes.begin(), bytes.end(), before.invitation_bytes.begin(),
                    before.invitation_bytes.end())) {
        return {};
    }
    return Refusal{Why::conflict,
                   "this is the invitation that the box has; ask the hub for another one "
                   "('wayside invite'), or let 'wayside serve' reach the hub with it",
                   "same_invitation"};
}

/// Of a box that is in no region but its own: nobody else ever saw what it wrote.
Result<void> check_began_alone(const Joiner& joiner, const Invitation& invitation) {
    const Register& own = joiner.box.region_register;
    if (!joiner.box.authority || own.devices().size() != 1 || !own.enrolments().empty()) {
        return Refusal{Why::conflict,
                       "this box is enrolled in its region, and belongs to it; there is nothing to "
                       "do ('wayside show sync' says how it stands)",
                       "clinic_enrolled"};
    }
    if (founded_by(invitation).suite != own.suite()) {
        return Refusal{Why::conflict,
                       "the region seals with another suite than what this box has sealed; begin a "
                       "new box with 'wayside init --invite'",
                       "other_suite"};
    }
    return check_clinic(joiner.clinic, invitation);
}

Result<ClinicSpaces> check_joins(const Joiner& joiner, ByteView bytes,
                                 const Invitation& invitation) {
    const Box& box = joiner.box;
    const DeviceAdded* device = box.region_register.device(box.device);
    auto spaces = box.clinic();
    if (!spaces || device == nullptr || device->role != DeviceRole::box) {
        return Refusal{Why::invalid,
                       "this is no clinic's box; what joins a region is a box that 'wayside init "
                       "--role clinic' made",
                       "not_a_clinic"};
    }
    const auto before = pending(box);
    if (!before) return before.refusal();
    const auto may = *before ? check_again(**before, joiner.clinic, bytes, invitation)
                             : check_began_alone(joiner, invitation);
    if (!may) return may.refusal();
    return spaces;
}

/// Whether what is sealed to the hub is the key that the proposal names.
Result<void> check_sealed(const ProposedSpace& space, const crypto::BoxPair& pair) {
    const Refusal wrong{Why::invalid, "a proposal whose keys do not open for the hub",
                        "proposal_keys"};
    auto opened = pair.open(space.to_hub);
    if (!opened) return wrong;
    const auto key = crypto::Key::from(*opened);
    crypto::wipe(*opened);
    if (!key || crypto::key_id(*key) != space.key_id) return wrong;
    return {};
}

/// Everything but whether the register still takes it.
Result<void> check_proposal(const Box& hub, const Proposal& proposal, Timestamp now) {
    if (const auto fresh = check_not_expired(proposal.invitation, now); !fresh) return fresh;
    for (const ClinicEnrolled& other : hub.region_register.enrolments()) {
        if (other.clinic == proposal.invitation.clinic) return is_enrolled(other.clinic);
    }
    for (const ProposedSpace* space : {&proposal.clinic, &proposal.audit}) {
        if (const auto opens = check_sealed(*space, hub.pair); !opens) return opens;
    }
    return check_running(hub.region_register);
}

}  // namespace

Result<Bytes> invite(const Box& hub, std::string_view clinic, Timestamp now, Random& random) {
    if (const auto may = check_authority(hub); !may) return may.refusal();
    if (const auto named = check_clinic_id(clinic); !named) return named.refusal();
    if (const auto running = check_running(hub.region_register); !running) {
        return running.refusal();
    }
    for (const ClinicEnrolled& other : hub.region_register.enrolments()) {
        if (other.clinic == clinic) return is_enrolled(other.clinic);
    }
    Invitation invitation;
    random.fill(invitation.id.bytes);
    invitation.clinic = clinic;
    invitation.expires = {now.ms + invitation_lasts_ms};
    invitation.founding = hub.region_register.records().front();
    invitation.hub = *hub.region_register.device(hub.device);
    return sign_invitation(*hub.authority, invitation);
}

Result<Joining> join_region(ByteView invitation, Timestamp now, Random& random) {
    auto invited = decode_invitation(invitation);
    if (!invited) return invited.refusal();
    if (const auto fresh = check_not_expired(*invited, now); !fresh) return fresh.refusal();

    DeviceSecrets secrets{crypto::Secret<32>::draw(random), crypto::Secret<32>::draw(random), {}};
    const std::array members{crypto::BoxPair::from_seed(secrets.sealing_seed).public_key(),
                             invited->hub.sealing};
    const auto clinic = draw_space(members, random);
    if (!clinic) return clinic.refusal();
    const auto audit = draw_space(members, random);
    if (!audit) return audit.refusal();
    return proposing({invitation, *std::move(invited)}, {*clinic, *audit}, std::move(secrets));
}

Result<Joining> join_again(Joiner joiner, ByteView invitation, Timestamp now, Random& random) {
    auto invited = decode_invitation(invitation);
    if (!invited) return invited.refusal();
    const auto spaces = check_joins(joiner, invitation, *invited);
    if (!spaces) return spaces.refusal();
    if (const auto fresh = check_not_expired(*invited, now); !fresh) return fresh.refusal();

    const auto clinic = sealed_again(joiner.box, spaces->clinic, *invited, random);
    if (!clinic) return clinic.refusal();
    const auto audit = sealed_again(joiner.box, spaces->audit, *invited, random);
    if (!audit) return audit.refusal();
    joiner.secrets.authority_seed.reset();
    return proposing({invitation, *std::move(invited)}, {*clinic, *audit},
                     std::move(joiner.secrets));
}

Result<std::vector<Bytes>> enrol(const Box& hub, ByteView proposal, Timestamp now) {
    const auto decoded = decode_proposal(proposal);
    if (!decoded) return decoded.refusal();
    if (const auto may = check_authority(hub); !may) return may.refusal();
    if (region_of(decoded->invitation) != hub.region || hub_of(decoded->invitation) != hub.device) {
        return Refusal{Why::forbidden, "an invitation of another region or another hub",
                       "other_region"};
    }
    const std::vector<Body> bodies = bodies_of(*decoded);
    for (const ClinicEnrolled& other : hub.region_register.enrolments()) {
        const bool is_this_box = other.device == box_of(*decoded);
        if (is_this_box && other.space == decoded->clinic.space) return std::vector<Bytes>{};
        if (other.invitation != decoded->invitation.id) continue;
        return Refusal{Why::conflict, "this invitation was used before; it works once",
                       "invitation_used"};
    }
    if (const auto sound = check_proposal(hub, *decoded, now); !sound) return sound.refusal();

    Register grown = hub.region_register;
    std::vector<Bytes> out;
    for (const Body& body : bodies) {
        auto record = grown.append(*hub.authority, now, body);
        if (!record) return record.refusal();
        out.push_back(*std::move(record));
    }
    return out;
}

}  // namespace wayside::trust
