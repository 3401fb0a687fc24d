#include "storage/trust/register_record.hpp"

#include <algorithm>

namespace wayside::trust {

namespace {

constexpr std::uint8_t record_version = 1;
constexpr std::size_t signature_bytes = std::tuple_size_v<crypto::Signature>;

template <class AnId>
AnId read_id(ByteReader& reader) {
    return AnId{reader.array<16>()};
}

struct WriteBody {
    ByteWriter& writer;

    void operator()(const RegionFounded& body) const {
        writer.raw(body.authority);
        writer.u8(static_cast<std::uint8_t>(body.suite));
    }
    void operator()(const DeviceAdded& body) const {
        writer.raw(body.signing);
        writer.raw(body.sealing);
        writer.u8(static_cast<std::uint8_t>(body.role));
    }
    void operator()(const SpaceOpened& body) const {
        writer.raw(body.space.view());
        writer.u8(static_cast<std::uint8_t>(body.kind));
        writer.raw(body.of.view());
        writer.raw(body.with.view());
    }
    void operator()(const GenerationOpened& body) const {
        writer.raw(body.space.view());
        writer.u32(body.generation);
        writer.raw(body.key_id);
    }
    void operator()(const KeySealed& body) const {
        writer.raw(body.space.view());
        writer.u32(body.generation);
        writer.raw(body.device.view());
        writer.raw(body.boxed);
    }
    void operator()(const ClinicEnrolled& body) const {
        writer.raw(body.invitation.view());
        writer.text(body.clinic);
        writer.raw(body.space.view());
        writer.raw(body.device.view());
    }
    void operator()(const DeviceCutOff& body) const {
        writer.raw(body.device.view());
        writer.u32(static_cast<std::uint32_t>(body.marks.size()));
        for (const CutOffMark& mark : body.marks) {
            writer.raw(mark.space.view());
            writer.raw(mark.log.view());
            writer.u64(mark.sequence);
            writer.raw(mark.chain);
        }
    }
    void operator()(const ForkSettled& body) const {
        writer.u64(body.sequence);
        writer.raw(body.kept);
        writer.raw(body.other);
    }
};

Result<Body> read_founding(ByteReader& reader) {
    RegionFounded body;
    body.authority = reader.array<32>();
    const auto suite = crypto::suite_of(reader.u8());
    if (!suite) return suite.refusal();
    body.suite = *suite;
    return Body{body};
}

Result<Body> read_device(ByteReader& reader) {
    DeviceAdded body;
    body.signing = reader.array<32>();
    body.sealing = reader.array<32>();
    const std::uint8_t role = reader.u8();
    if (role < 1 || role > static_cast<std::uint8_t>(DeviceRole::hub)) {
        return Refusal{Why::unsupported, "a device role that this software does not know"};
    }
    body.role = static_cast<DeviceRole>(role);
    return Body{body};
}

Result<Body> read_space(ByteReader& reader) {
    SpaceOpened body;
    body.space = read_id<SpaceId>(reader);
    const std::uint8_t kind = reader.u8();
    if (kind < 1 || kind > static_cast<std::uint8_t>(SpaceKind::channel)) {
        return Refusal{Why::unsupported, "a kind of space that this software does not know"};
    }
    body.kind = static_cast<SpaceKind>(kind);
    body.of = read_id<SpaceId>(reader);
    body.with = read_id<SpaceId>(reader);
    return Body{body};
}

Result<Body> read_generation(ByteReader& reader) {
    GenerationOpened body;
    body.space = read_id<SpaceId>(reader);
    body.generation = reader.u32();
    body.key_id = reader.array<32>();
    return Body{body};
}

Result<Body> read_sealed_key(ByteReader& reader) {
    KeySealed body;
    body.space = read_id<SpaceId>(reader);
    body.generation = reader.u32();
    body.device = read_id<DeviceId>(reader);
    body.boxed = reader.array<80>();
    return Body{body};
}

Result<Body> read_enrolment(ByteReader& reader) {
    ClinicEnrolled body;
    body.invitation = read_id<InvitationId>(reader);
    body.clinic = reader.text(most_clinic_id_bytes);
    body.space = read_id<SpaceId>(reader);
    body.device = read_id<DeviceId>(reader);
    return Body{std::move(body)};
}

Result<Body> read_cut_off(ByteReader& reader) {
    DeviceCutOff body;
    body.device = read_id<DeviceId>(reader);
    const std::uint32_t count = reader.u32();
    if (count > most_cut_off_marks) {
        return Refusal{Why::too_large, "a cut-off of more marks than a record holds"};
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        CutOffMark& mark = body.marks.emplace_back();
        mark.space = read_id<SpaceId>(reader);
        mark.log = read_id<LogId>(reader);
        mark.sequence = reader.u64();
        mark.chain = reader.array<32>();
    }
    return Body{std::move(body)};
}

Result<Body> read_settlement(ByteReader& reader) {
    ForkSettled body;
    body.sequence = reader.u64();
    body.kept = reader.array<32>();
    body.other = reader.array<32>();
    return Body{body};
}

Result<Body> read_body(std::uint8_t kind, ByteReader& reader) {
    switch (kind) {
        case 1:
            return read_founding(reader);
        case 2:
            return read_device(reader);
        case 3:
            return read_space(reader);
        case 4:
            return read_generation(reader);
        case 5:
            return read_sealed_key(reader);
        case 6:
            return read_enrolment(reader);
        case 7:
            return read_cut_off(reader);
        case 8:
            return read_settlement(reader);
        default:
            return Refusal{Why::unsupported,
                           "a kind of register record that this software does not know"};
    }
}

/// What is signed: a label, the region, and everything before the signature.
Bytes signed_message(const RegionId& region, ByteView before_signature) {
    ByteWriter writer;
    writer.raw(view_of("wayside register 1"));
    writer.raw(region.view());
    writer.raw(before_signature);
    return writer.take();
}

/// Whether a line of text, shown to a person, is what it looks like.
bool is_plain_line(std::string_view text) {
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    };
    if (std::any_of(text.begin(), text.end(), is_control)) return false;
    return text.front() != ' ' && text.back() != ' ';
}

}  // namespace

Result<void> check_clinic_id(std::string_view clinic) {
    const bool is_sound = !clinic.empty() && clinic.size() <= most_clinic_id_bytes &&
                          is_utf8(view_of(clinic)) && is_plain_line(clinic);
    if (is_sound) return {};
    return Refusal{Why::invalid,
                   "a clinic's ID is 1 to 64 bytes of text without control characters and with no "
                   "blank at either end",
                   "clinic_id"};
}

Bytes sign_record(const crypto::Signer& authority, const RegionId& region, const Record& record) {
    ByteWriter body;
    std::visit(WriteBody{body}, record.body);
    ByteWriter writer;
    writer.u8(record_version);
    writer.u64(record.sequence);
    writer.raw(record.previous);
    writer.i64(record.at.ms);
    writer.u8(static_cast<std::uint8_t>(record.body.index() + 1));
    writer.sized(body.bytes());
    const crypto::Signature signature = authority.sign(signed_message(region, writer.bytes()));
    writer.raw(signature);
    return writer.take();
}

Result<Record> decode_record(ByteView bytes) {
    if (bytes.size() > most_record_bytes) {
        return Refusal{Why::too_large, "longer than any register record"};
    }
    ByteReader reader(bytes);
    const std::uint8_t version = reader.u8();
    if (reader.failed()) return Refusal{Why::malformed, "a register record of no bytes"};
    if (version != record_version) {
        return Refusal{Why::unsupported, "a version of register record that is not known here"};
    }
    Record record;
    record.sequence = reader.u64();
    record.previous = reader.array<32>();
    record.at.ms = reader.i64();
    const std::uint8_t kind = reader.u8();
    const ByteView body_bytes = reader.sized(most_record_bytes);
    reader.raw(signature_bytes);
    if (!reader.done()) return Refusal{Why::malformed, "not the bytes of a register record"};

    ByteReader body_reader(body_bytes);
    auto body = read_body(kind, body_reader);
    // A short body reads as zeros, which may look like an unknown role: its shortness comes first.
    if (body_reader.failed()) return Refusal{Why::malformed, "the body is cut short"};
    if (!body) return body.refusal();
    if (!body_reader.done()) return Refusal{Why::malformed, "bytes after a record's body"};
    record.body = *std::move(body);
    return record;
}

bool is_signed_by(const crypto::PublicKey& authority, const RegionId& region, ByteView bytes) {
    if (bytes.size() <= signature_bytes) return false;
    const std::size_t before = bytes.size() - signature_bytes;
    ByteReader reader(bytes.subspan(before));
    const auto signature = reader.array<signature_bytes>();
    return crypto::verify(authority, signed_message(region, bytes.first(before)), signature);
}

crypto::Hash32 record_hash(ByteView bytes) {
    return crypto::hash<32>("wayside record", {}, {bytes});
}

RegionId region_id(const crypto::PublicKey& authority) {
    return RegionId{crypto::hash<16>("wayside region", {}, {authority})};
}

DeviceId device_id(const RegionId& region, const crypto::PublicKey& signing,
                   const crypto::PublicKey& sealing) {
    return DeviceId{crypto::hash<16>("wayside device", {}, {region.bytes, signing, sealing})};
}

}  // namespace wayside::trust
