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

    Joining out;
    out.secrets = {crypto::Secret<32>::draw(random), crypto::Secret<32>::draw(random), {}};
    const auto signer = crypto::Signer::from_seed(out.secrets.signing_seed);
    const auto pair = crypto::BoxPair::from_seed(out.secrets.sealing_seed);
    const std::array members{pair.public_key(), invited->hub.sealing};
    const auto clinic = draw_space(members, random);
    if (!clinic) return clinic.refusal();
    const auto audit = draw_space(members, random);
    if (!audit) return audit.refusal();

    Proposal proposal;
    proposal.invitation_bytes.assign(invitation.begin(), invitation.end());
    proposal.invitation = *std::move(invited);
    proposal.box = {signer.public_key(), pair.public_key(), DeviceRole::box};
    proposal.clinic = proposed(*clinic);
    proposal.audit = proposed(*audit);
    out.owner = {region_of(proposal.invitation), box_of(proposal)};
    out.spaces = {clinic->space, audit->space, proposal.invitation.clinic};
    out.stored = {proposal.invitation.founding, sign_proposal(signer, proposal)};
    out.suite = founded_by(proposal.invitation).suite;
    return out;
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
        if (other.invitation != decoded->invitation.id) continue;
        if (Body{other} == bodies.back()) return std::vector<Bytes>{};
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
