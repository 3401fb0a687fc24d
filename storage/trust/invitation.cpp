#include "storage/trust/invitation.hpp"

#include <algorithm>

namespace wayside::trust {

namespace {

constexpr std::uint8_t invitation_version = 1;
constexpr std::size_t signature_bytes = std::tuple_size_v<crypto::Signature>;
constexpr std::string_view title = "wayside invitation 1";
constexpr std::size_t line_letters = 64;

Bytes signed_message(const RegionId& region, ByteView before_signature) {
    ByteWriter writer;
    writer.raw(view_of(title));
    writer.raw(region.view());
    writer.raw(before_signature);
    return writer.take();
}

Refusal not_signed() {
    return {Why::damaged,
            "this invitation is not as the region's authority signed it; copy it again",
            "invitation_signature"};
}

/// The founding record of the region, believed because it names who signed it.
Result<RegionFounded> read_founding(ByteView bytes) {
    const auto record = decode_record(bytes);
    if (!record) return record.refusal();
    const auto* founded = std::get_if<RegionFounded>(&record->body);
    if (founded == nullptr || record->sequence != 0 || record->previous != crypto::Hash32{}) {
        return Refusal{Why::malformed, "an invitation without the founding of its region"};
    }
    if (!is_signed_by(founded->authority, region_id(founded->authority), bytes)) {
        return not_signed();
    }
    return *founded;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Everything but blanks, in lower case.
std::string letters_of(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (!is_blank(c)) out.push_back(lower(c));
    }
    return out;
}

}  // namespace

Bytes sign_invitation(const crypto::Signer& authority, const Invitation& invitation) {
    require(check_clinic_id(invitation.clinic).has_value(), "an invitation names a clinic");
    ByteWriter writer;
    writer.u8(invitation_version);
    writer.raw(invitation.id.view());
    writer.text(invitation.clinic);
    writer.i64(invitation.expires.ms);
    writer.sized(invitation.founding);
    writer.raw(invitation.hub.signing);
    writer.raw(invitation.hub.sealing);
    const crypto::Signature signature =
        authority.sign(signed_message(region_id(authority.public_key()), writer.bytes()));
    writer.raw(signature);
    return writer.take();
}

Result<Invitation> decode_invitation(ByteView bytes) {
    if (bytes.size() > most_invitation_bytes) {
        return Refusal{Why::too_large, "longer than any invitation"};
    }
    ByteReader reader(bytes);
    const std::uint8_t version = reader.u8();
    if (reader.failed()) return Refusal{Why::malformed, "an invitation of no bytes"};
    if (version != invitation_version) {
        return Refusal{Why::unsupported, "a version of invitation that is not known here"};
    }
    Invitation out;
    out.id = InvitationId{reader.array<16>()};
    out.clinic = reader.text(most_clinic_id_bytes);
    out.expires.ms = reader.i64();
    const ByteView founding = reader.sized(most_invitation_bytes);
    out.hub.signing = reader.array<32>();
    out.hub.sealing = reader.array<32>();
    out.hub.role = DeviceRole::hub;
    const auto signature = reader.array<signature_bytes>();
    if (!reader.done()) return Refusal{Why::malformed, "not the bytes of an invitation"};

    const auto founded = read_founding(founding);
    if (!founded) return founded.refusal();
    const ByteView before = bytes.first(bytes.size() - signature_bytes);
    const RegionId region = region_id(founded->authority);
    if (!crypto::verify(founded->authority, signed_message(region, before), signature)) {
        return not_signed();
    }
    if (const auto named = check_clinic_id(out.clinic); !named) return named.refusal();
    out.founding.assign(founding.begin(), founding.end());
    return out;
}

Result<void> check_not_expired(const Invitation& invitation, Timestamp now) {
    if (now < invitation.expires) return {};
    return Refusal{Why::forbidden, "this invitation has expired; the hub makes another one",
                   "invitation_expired"};
}

RegionFounded founded_by(const Invitation& invitation) {
    const auto record = decode_record(invitation.founding);
    require(record && std::holds_alternative<RegionFounded>(record->body),
            "an invitation that was decoded holds the founding of its region");
    return std::get<RegionFounded>(record->body);
}

RegionId region_of(const Invitation& invitation) {
    return region_id(founded_by(invitation).authority);
}

DeviceId hub_of(const Invitation& invitation) {
    return device_id(region_of(invitation), invitation.hub.signing, invitation.hub.sealing);
}

std::string invitation_text(ByteView bytes) {
    const std::string letters = base32_of(bytes);
    std::string out = std::string(title) + "\n";
    for (std::size_t at = 0; at < letters.size(); at += line_letters) {
        out += letters.substr(at, line_letters) + "\n";
    }
    return out;
}

Result<Bytes> invitation_bytes(std::string_view text) {
    if (text.size() > most_invitation_text) {
        return Refusal{Why::too_large, "longer than the text of any invitation"};
    }
    const std::string letters = letters_of(text);
    const std::string heading = letters_of(title);
    if (!letters.starts_with(heading)) {
        return Refusal{Why::malformed, "not the text of an invitation: its first line is '" +
                                           std::string(title) + "'"};
    }
    auto bytes = bytes_of_base32(std::string_view(letters).substr(heading.size()));
    if (!bytes) {
        return Refusal{Why::malformed,
                       "the text of this invitation was cut or altered; copy it again"};
    }
    return bytes;
}

}  // namespace wayside::trust
