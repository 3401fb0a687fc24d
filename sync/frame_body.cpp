// How the payloads of version 1 are written; FRAMES.md has them with an example.
#include <algorithm>

#include "sync/frame.hpp"
#include "sync/leb.hpp"
#include "sync/parcel.hpp"

namespace wayside::sync {

namespace {

constexpr std::size_t most_listed = 1'024;
constexpr std::size_t most_heads = 16;
constexpr std::size_t most_row_bytes = 512;

// The rule of a refusal is shown to people and kept in tables: a name, nothing else.
bool is_rule(std::string_view rule) {
    const auto is_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !rule.empty() && std::ranges::all_of(rule, is_name);
}

std::string read_rule(ByteReader& from) {
    std::string rule = from.text(max_rule_bytes);
    if (!is_rule(rule)) from.fail();
    return rule;
}

void write_name(ByteWriter& to, const ParcelName& name) {
    to.raw(name.space.view());
    to.raw(name.log.view());
    to.u64(name.first);
    to.u64(name.last);
    to.u32(name.size);
    to.raw(name.hash);
}

ParcelName read_name(ByteReader& from) {
    ParcelName name;
    name.space.bytes = from.array<16>();
    name.log.bytes = from.array<16>();
    name.first = from.u64();
    name.last = from.u64();
    name.size = from.u32();
    name.hash = from.array<16>();
    const bool is_range =
        name.first >= 1 && name.last >= name.first && name.last - name.first < max_package_entries;
    if (!is_range || name.size == 0 || name.size > max_parcel_bytes) from.fail();
    return name;
}

struct Encode {
    ByteWriter& to;

    void operator()(const ByeBody& body) const { to.text(body.rule); }
    void operator()(const EnrolBody& body) const { to.raw(body.proposal); }
    void operator()(const RegisterStateBody& body) const {
        to.u64(body.count);
        to.raw(body.last);
    }
    void operator()(const RecordsBody& body) const {
        to.u16(static_cast<std::uint16_t>(body.records.size()));
        for (const Bytes& record : body.records) to.sized(record);
    }
    void operator()(const ForgottenStateBody& body) const {
        to.raw(body.space.view());
        to.raw(body.hash);
    }
    void operator()(const ForgottenRowsBody& body) const {
        to.u16(static_cast<std::uint16_t>(body.rows.size()));
        for (const trust::PatientKeyRow& row : body.rows) to.sized(trust::encode_row(row));
    }
    void operator()(const FrontierBody& body) const { to.raw(body.words); }
    void operator()(const HeldBody& body) const {
        to.u16(static_cast<std::uint16_t>(body.parcels.size()));
        for (const HeldParcel& parcel : body.parcels) {
            write_name(to, parcel.name);
            to.u32(parcel.offset);
        }
    }
    void operator()(const ParcelBody& body) const {
        write_name(to, body.name);
        to.u32(body.offset);
    }
    void operator()(const PartBody& body) const { to.raw(body.bytes); }
    void operator()(const RefusedBody& body) const {
        to.raw(body.space.view());
        to.raw(body.log.view());
        to.text(body.rule);
    }
    void operator()(const HeadsBody& body) const {
        to.u16(static_cast<std::uint16_t>(body.heads.size()));
        for (const ledger::Head& head : body.heads) {
            to.raw(head.region.view());
            to.raw(head.space.view());
            to.raw(head.device.view());
            to.raw(head.entry.log.view());
            to.u64(head.entry.sequence);
            to.raw(head.chain);
            to.raw(head.signature);
        }
    }
    void operator()(const HereBody&) const {}
    void operator()(const BriefBody& body) const {
        write_leb(to, body.place);
        if (body.place == 0) to.raw(body.space.view());
        if (body.place == 0) to.raw(body.log.view());
        write_leb(to, body.step);
        write_leb(to, body.more);
        to.raw(body.parcel);
    }
    void operator()(const StoredBody& body) const {
        write_leb(to, body.parcel);
        to.raw(body.signature);
    }
};

Bytes rest_of(ByteReader& from) {
    const ByteView rest = from.raw(from.left());
    return {rest.begin(), rest.end()};
}

RecordsBody read_records(ByteReader& from) {
    RecordsBody out;
    const std::size_t count = from.u16();
    if (count > most_listed) from.fail();
    for (std::size_t i = 0; i < count && !from.failed(); ++i) {
        const ByteView record = from.sized(trust::most_record_bytes);
        out.records.emplace_back(record.begin(), record.end());
    }
    return out;
}

ForgottenRowsBody read_rows(ByteReader& from) {
    ForgottenRowsBody out;
    const std::size_t count = from.u16();
    if (count > most_listed) from.fail();
    for (std::size_t i = 0; i < count && !from.failed(); ++i) {
        auto row = trust::decode_row(from.sized(most_row_bytes));
        if (!row || !row->forgotten) {
            from.fail();
        } else {
            out.rows.push_back(std::move(*row));
        }
    }
    return out;
}

HeldBody read_held(ByteReader& from) {
    HeldBody out;
    const std::size_t count = from.u16();
    if (count > max_inbox_parcels) from.fail();
    for (std::size_t i = 0; i < count && !from.failed(); ++i) {
        HeldParcel parcel{read_name(from), 0};
        parcel.offset = from.u32();
        if (parcel.offset > parcel.name.size) from.fail();
        out.parcels.push_back(parcel);
    }
    return out;
}

ParcelBody read_parcel(ByteReader& from) {
    ParcelBody out{read_name(from), 0};
    out.offset = from.u32();
    if (out.offset > out.name.size) from.fail();
    return out;
}

PartBody read_part(ByteReader& from) {
    if (from.left() == 0) from.fail();
    return {rest_of(from)};
}

RefusedBody read_refused(ByteReader& from) {
    RefusedBody out;
    out.space.bytes = from.array<16>();
    out.log.bytes = from.array<16>();
    out.rule = read_rule(from);
    return out;
}

HeadsBody read_heads(ByteReader& from) {
    HeadsBody out;
    const std::size_t count = from.u16();
    if (count == 0 || count > most_heads) from.fail();
    for (std::size_t i = 0; i < count && !from.failed(); ++i) {
        ledger::Head head;
        head.region.bytes = from.array<16>();
        head.space.bytes = from.array<16>();
        head.device.bytes = from.array<16>();
        head.entry.log.bytes = from.array<16>();
        head.entry.sequence = from.u64();
        head.chain = from.array<32>();
        head.signature = from.array<64>();
        out.heads.push_back(head);
    }
    return out;
}

BriefBody read_brief(ByteReader& from) {
    BriefBody out;
    out.place = read_leb(from);
    if (out.place == 0) {
        out.space.bytes = from.array<16>();
        out.log.bytes = from.array<16>();
    }
    out.step = read_leb(from);
    const std::uint64_t more = read_leb(from);
    if (more >= max_package_entries || from.left() == 0 || from.left() > part_bytes) from.fail();
    out.more = static_cast<std::uint32_t>(more);
    out.parcel = rest_of(from);
    return out;
}

StoredBody read_stored(ByteReader& from) {
    StoredBody out;
    out.parcel = read_leb(from);
    if (out.parcel == 0) from.fail();
    out.signature = from.array<64>();
    return out;
}

FrameBody read_body(FrameKind kind, ByteReader& from) {
    switch (kind) {
        case FrameKind::bye:
            return ByeBody{read_rule(from)};
        case FrameKind::enrol:
            return EnrolBody{rest_of(from)};
        case FrameKind::register_state: {
            RegisterStateBody out;
            out.count = from.u64();
            out.last = from.array<32>();
            return out;
        }
        case FrameKind::records:
            return read_records(from);
        case FrameKind::forgotten_state: {
            ForgottenStateBody out;
            out.space.bytes = from.array<16>();
            out.hash = from.array<32>();
            return out;
        }
        case FrameKind::forgotten_rows:
            return read_rows(from);
        case FrameKind::frontier:
            return FrontierBody{rest_of(from)};
        case FrameKind::held:
            return read_held(from);
        case FrameKind::parcel:
            return read_parcel(from);
        case FrameKind::part:
            return read_part(from);
        case FrameKind::refused:
            return read_refused(from);
        case FrameKind::heads:
            return read_heads(from);
        case FrameKind::here:
            return HereBody{};
        case FrameKind::brief:
            return read_brief(from);
        case FrameKind::stored:
            return read_stored(from);
        case FrameKind::hello:
            break;  // once, before any dialect is agreed on
    }
    from.fail();
    return HereBody{};
}

}  // namespace

bool operator==(const HeadsBody& a, const HeadsBody& b) {
    return encode_body(a) == encode_body(b);
}

Bytes encode_body(const FrameBody& body) {
    ByteWriter out;
    std::visit(Encode{out}, body);
    return out.take();
}

Result<FrameBody> decode_body(FrameKind kind, ByteView payload) {
    if (payload.size() > most_payload_bytes(kind)) {
        return Refusal{Why::too_large, "a frame over the limit of its kind", "frame"};
    }
    ByteReader from(payload);
    FrameBody body = read_body(kind, from);
    if (!from.done()) {
        return Refusal{Why::malformed, "a frame that cannot be read", "frame"};
    }
    return body;
}

const std::vector<Dialect>& known_dialects() {
    static const std::vector<Dialect> all{{1, &encode_body, &decode_body}};
    return all;
}

}  // namespace wayside::sync
