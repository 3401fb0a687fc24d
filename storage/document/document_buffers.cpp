#include "storage/document/document_buffers.hpp"

#include <limits>

namespace wayside::document {
namespace {

constexpr std::size_t any_size = std::numeric_limits<std::size_t>::max();

/// The tags of a scalar, in the order of the variant's alternatives.
enum class Tag : std::uint8_t { none = 0, boolean = 1, integer = 2, text = 3, bytes = 4 };

struct WriteScalar {
    ByteWriter& out;
    void tag(Tag tag) const { out.u8(static_cast<std::uint8_t>(tag)); }
    void operator()(std::monostate) const { tag(Tag::none); }
    void operator()(bool value) const { tag(Tag::boolean), out.u8(value ? 1 : 0); }
    void operator()(std::int64_t value) const { tag(Tag::integer), out.i64(value); }
    void operator()(const std::string& value) const { tag(Tag::text), out.text(value); }
    void operator()(const Bytes& value) const { tag(Tag::bytes), out.sized(value); }
};

Scalar read_scalar(ByteReader& in) {
    switch (static_cast<Tag>(in.u8())) {
        case Tag::none:
            return std::monostate{};
        case Tag::boolean:
            return in.u8() != 0;
        case Tag::integer:
            return in.i64();
        case Tag::text:
            return in.text(any_size);
        case Tag::bytes: {
            const ByteView bytes = in.sized(any_size);
            return Bytes{bytes.begin(), bytes.end()};
        }
    }
    in.fail();
    return std::monostate{};
}

/// An item takes at least a byte, so a count above the rest fails before anybody makes room for it.
std::uint32_t read_count(ByteReader& in) {
    const std::uint32_t count = in.u32();
    if (count > in.left()) in.fail();
    return in.failed() ? 0 : count;
}

Field read_field(ByteReader& in) {
    Field out;
    out.name = in.text(any_size);
    const std::uint32_t count = read_count(in);
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
        Value value;
        value.scalar = read_scalar(in);
        value.actor.bytes = in.array<16>();
        value.op = in.u64();
        out.values.push_back(std::move(value));
    }
    return out;
}

std::vector<Record> read_records(ByteReader& in) {
    std::vector<Record> out;
    const std::uint32_t count = read_count(in);
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
        Record record;
        record.map = in.text(any_size);
        record.key = in.text(any_size);
        const std::uint32_t fields = read_count(in);
        for (std::uint32_t j = 0; j < fields && !in.failed(); ++j) {
            record.fields.push_back(read_field(in));
        }
        out.push_back(std::move(record));
    }
    return out;
}

template <class T>
Result<T> if_done(const ByteReader& in, T value) {
    if (!in.done()) return Refusal{Why::damaged, "Automerge's answer cannot be read"};
    return value;
}

}  // namespace

Bytes encode_edits(const std::vector<Edit>& edits, std::int64_t time_ms) {
    ByteWriter out;
    out.i64(time_ms);
    out.u32(static_cast<std::uint32_t>(edits.size()));
    for (const Edit& edit : edits) {
        out.text(edit.map);
        out.text(edit.record);
        out.text(edit.field);
        std::visit(WriteScalar{out}, edit.value);
    }
    return out.take();
}

Bytes encode_changes(const std::vector<Bytes>& changes) {
    ByteWriter out;
    out.u32(static_cast<std::uint32_t>(changes.size()));
    for (const Bytes& change : changes) out.sized(change);
    return out.take();
}

Bytes encode_hashes(const std::vector<ChangeHash>& hashes) {
    ByteWriter out;
    out.u32(static_cast<std::uint32_t>(hashes.size()));
    for (const ChangeHash& hash : hashes) out.raw(hash);
    return out.take();
}

Result<std::vector<Record>> decode_records(ByteView buffer) {
    ByteReader in{buffer};
    auto records = read_records(in);
    return if_done(in, std::move(records));
}

Result<Committed> decode_committed(ByteView buffer) {
    ByteReader in{buffer};
    Committed out;
    const ByteView change = in.sized(any_size);
    out.change.assign(change.begin(), change.end());
    out.hash = in.array<32>();
    out.touched = read_records(in);
    return if_done(in, std::move(out));
}

Result<std::vector<ChangeHash>> decode_hashes(ByteView buffer) {
    ByteReader in{buffer};
    std::vector<ChangeHash> out;
    const std::uint32_t count = read_count(in);
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i) out.push_back(in.array<32>());
    return if_done(in, std::move(out));
}

Result<std::vector<Bytes>> decode_changes(ByteView buffer) {
    ByteReader in{buffer};
    std::vector<Bytes> out;
    const std::uint32_t count = read_count(in);
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
        const ByteView change = in.sized(any_size);
        out.emplace_back(change.begin(), change.end());
    }
    return if_done(in, std::move(out));
}

Result<std::vector<Recovered>> decode_recovered(ByteView buffer) {
    ByteReader in{buffer};
    std::vector<Recovered> out;
    const std::uint32_t count = read_count(in);
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
        Recovered change;
        change.untold = in.u32();
        const std::uint32_t edits = read_count(in);
        for (std::uint32_t j = 0; j < edits && !in.failed(); ++j) {
            Edit edit;
            edit.map = in.text(any_size);
            edit.record = in.text(any_size);
            edit.field = in.text(any_size);
            edit.value = read_scalar(in);
            change.edits.push_back(std::move(edit));
        }
        out.push_back(std::move(change));
    }
    return if_done(in, std::move(out));
}

Result<Statistics> decode_statistics(ByteView buffer) {
    ByteReader in{buffer};
    Statistics out;
    out.changes = in.u64();
    out.operations = in.u64();
    out.saved_bytes = in.u64();
    return if_done(in, out);
}

Result<std::vector<TopMap>> decode_maps(ByteView buffer) {
    ByteReader in{buffer};
    std::vector<TopMap> out;
    const std::uint32_t count = read_count(in);
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
        TopMap map;
        map.name = in.text(any_size);
        map.holds = in.u8() == 1 ? Holds::values : Holds::records;
        out.push_back(std::move(map));
    }
    return if_done(in, std::move(out));
}

}  // namespace wayside::document
