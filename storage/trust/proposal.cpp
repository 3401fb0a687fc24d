#include "storage/trust/proposal.hpp"

namespace wayside::trust {

namespace {

/// Version 1. The high bit tells it from the first byte of a register record.
constexpr std::uint8_t proposal_version = 0x81;
constexpr std::size_t signature_bytes = std::tuple_size_v<crypto::Signature>;

Bytes signed_message(const RegionId& region, ByteView before_signature) {
    ByteWriter writer;
    writer.raw(view_of("wayside proposal 1"));
    writer.raw(region.view());
    writer.raw(before_signature);
    return writer.take();
}

void write_space(ByteWriter& writer, const ProposedSpace& space) {
    writer.raw(space.space.view());
    writer.raw(space.key_id);
    writer.raw(space.to_box);
    writer.raw(space.to_hub);
}

ProposedSpace read_space(ByteReader& reader) {
    ProposedSpace out;
    out.space = SpaceId{reader.array<16>()};
    out.key_id = reader.array<32>();
    out.to_box = reader.array<80>();
    out.to_hub = reader.array<80>();
    return out;
}

}  // namespace

Bytes sign_proposal(const crypto::Signer& box, const Proposal& proposal) {
    ByteWriter writer;
    writer.u8(proposal_version);
    writer.sized(proposal.invitation_bytes);
    writer.raw(proposal.box.signing);
    writer.raw(proposal.box.sealing);
    write_space(writer, proposal.clinic);
    write_space(writer, proposal.audit);
    const crypto::Signature signature =
        box.sign(signed_message(region_of(proposal.invitation), writer.bytes()));
    writer.raw(signature);
    return writer.take();
}

bool is_proposal(ByteView bytes) {
    return !bytes.empty() && bytes[0] >= 0x80;
}

Result<Proposal> decode_proposal(ByteView bytes) {
    if (bytes.size() > most_proposal_bytes) {
        return Refusal{Why::too_large, "longer than any proposal"};
    }
    ByteReader reader(bytes);
    const std::uint8_t version = reader.u8();
    if (reader.failed()) return Refusal{Why::malformed, "a proposal of no bytes"};
    if (version != proposal_version) {
        return Refusal{Why::unsupported, "a version of proposal that is not known here"};
    }
    Proposal out;
    const ByteView invitation = reader.sized(most_invitation_bytes);
    out.box.signing = reader.array<32>();
    out.box.sealing = reader.array<32>();
    out.box.role = DeviceRole::box;
    out.clinic = read_space(reader);
    out.audit = read_space(reader);
    const auto signature = reader.array<signature_bytes>();
    if (!reader.done()) return Refusal{Why::malformed, "not the bytes of a proposal"};

    auto decoded = decode_invitation(invitation);
    if (!decoded) return decoded.refusal();
    out.invitation = *std::move(decoded);
    out.invitation_bytes.assign(invitation.begin(), invitation.end());
    const ByteView before = bytes.first(bytes.size() - signature_bytes);
    if (!crypto::verify(out.box.signing, signed_message(region_of(out.invitation), before),
                        signature)) {
        return Refusal{Why::damaged, "a proposal that its own device did not sign",
                       "proposal_signature"};
    }
    return out;
}

DeviceId box_of(const Proposal& proposal) {
    return device_id(region_of(proposal.invitation), proposal.box.signing, proposal.box.sealing);
}

std::vector<Body> bodies_of(const Proposal& proposal) {
    const DeviceId box = box_of(proposal);
    const DeviceId hub = hub_of(proposal.invitation);
    std::vector<Body> out{proposal.box};
    const auto open = [&](const ProposedSpace& space, SpaceKind kind, const SpaceId& of) {
        out.emplace_back(SpaceOpened{space.space, kind, of, {}});
        out.emplace_back(GenerationOpened{space.space, 1, space.key_id});
        out.emplace_back(KeySealed{space.space, 1, box, space.to_box});
        out.emplace_back(KeySealed{space.space, 1, hub, space.to_hub});
    };
    open(proposal.clinic, SpaceKind::clinic, {});
    open(proposal.audit, SpaceKind::audit, proposal.clinic.space);
    out.emplace_back(ClinicEnrolled{proposal.invitation.id, proposal.invitation.clinic,
                                    proposal.clinic.space, box});
    return out;
}

}  // namespace wayside::trust
