#include "storage/document/change.hpp"

#include <algorithm>

#include "storage/document/automerge/wayside_automerge.h"
#include "storage/document/change_columns.hpp"

namespace wayside::document {
namespace {

constexpr std::array<std::uint8_t, 4> magic{0x85, 0x6f, 0x4a, 0x83};
constexpr std::uint8_t change_chunk = 1;
constexpr std::size_t checksum_bytes = 4;
constexpr std::size_t id_bytes = 16;

Refusal malformed(const char* detail) {
    return Refusal{Why::malformed, detail};
}

void put_unsigned(Bytes& out, std::uint64_t value) {
    while (value >= 0x80) {
        out.push_back(static_cast<std::uint8_t>(value | 0x80U));
        value >>= 7U;
    }
    out.push_back(static_cast<std::uint8_t>(value));
}

void put_signed(Bytes& out, std::int64_t value) {
    while (value < -0x40 || value > 0x3f) {
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<std::uint8_t>(value & 0x7f));
}

void put_bytes(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

ChangeHash hash_of_contents(ByteView contents) {
    Bytes hashed{change_chunk};
    put_unsigned(hashed, contents.size());
    put_bytes(hashed, contents);
    ChangeHash out{};
    std::array<std::uint8_t, 32>& digest = out;
    std::uint8_t written[32] = {};
    wayside_sha256(WaysideView{hashed.data(), hashed.size()}, &written);
    std::copy(std::begin(written), std::end(written), digest.begin());
    return out;
}

struct Chunk {
    ByteView contents;
    ChangeHash hash{};
};

Result<Chunk> open_chunk(ByteView raw) {
    if (raw.size() > max_change_bytes) return Refusal{Why::too_large, "a change is too long"};
    LebReader reader{raw};
    const ByteView head = reader.raw(magic.size());
    const ByteView checksum = reader.raw(checksum_bytes);
    const ByteView type = reader.raw(1);
    const ByteView contents = reader.raw(reader.unsigned_number());
    if (reader.failed() || !reader.empty()) return malformed("bytes are no whole change");
    if (!std::equal(head.begin(), head.end(), magic.begin()) || type[0] != change_chunk) {
        return malformed("bytes are another thing than a raw change");
    }
    const ChangeHash hash = hash_of_contents(contents);
    if (!std::equal(checksum.begin(), checksum.end(), hash.begin())) {
        return malformed("a change's checksum does not agree");
    }
    return Chunk{contents, hash};
}

LogId read_actor(LebReader& reader) {
    LogId out;
    if (reader.unsigned_number() != id_bytes) reader.fail();
    const ByteView bytes = reader.raw(id_bytes);
    std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
    return out;
}

/// A count of things that take at least `each` bytes; one above the rest fails before anybody makes
/// room for it.
std::uint64_t read_count(LebReader& reader, std::size_t each) {
    const std::uint64_t count = reader.unsigned_number();
    if (count > reader.rest().size() / each) reader.fail();
    return reader.failed() ? 0 : count;
}

ChangeParts read_parts(LebReader& reader) {
    ChangeParts out;
    out.parents.resize(read_count(reader, sizeof(ChangeHash)));
    for (ChangeHash& parent : out.parents) {
        const ByteView bytes = reader.raw(parent.size());
        std::copy(bytes.begin(), bytes.end(), parent.begin());
    }
    out.actor = read_actor(reader);
    out.sequence = reader.unsigned_number();
    out.start_op = reader.unsigned_number();
    out.time_ms = reader.signed_number();
    if (reader.unsigned_number() != 0) reader.fail();  // a message
    out.others.resize(read_count(reader, id_bytes + 1));
    for (LogId& other : out.others) other = read_actor(reader);
    const ByteView body = reader.rest();
    out.body.assign(body.begin(), body.end());
    return out;
}

}  // namespace

Result<ChangeParts> split_change(ByteView raw) {
    const auto chunk = open_chunk(raw);
    if (!chunk) return chunk.refusal();
    LebReader reader{chunk->contents};
    ChangeParts parts = read_parts(reader);
    if (reader.failed()) return malformed("a change is cut, has a message or a foreign actor");
    if (!std::ranges::is_sorted(parts.parents, std::ranges::less_equal{})) {
        return malformed("a change's parents are out of order");
    }
    const auto operations = count_operations(parts.body, raw.size());
    if (!operations) return operations.refusal();
    parts.operations = *operations;
    // Numbers can be spelled longer than they need; what would not come back is not taken.
    if (!std::ranges::equal(join_change(parts), raw)) {
        return malformed("a change is not spelled as its writer must");
    }
    return parts;
}

Bytes join_change(const ChangeParts& parts) {
    Bytes contents;
    put_unsigned(contents, parts.parents.size());
    for (const ChangeHash& parent : parts.parents) put_bytes(contents, parent);
    put_unsigned(contents, id_bytes);
    put_bytes(contents, parts.actor.view());
    put_unsigned(contents, parts.sequence);
    put_unsigned(contents, parts.start_op);
    put_signed(contents, parts.time_ms);
    put_unsigned(contents, 0);
    put_unsigned(contents, parts.others.size());
    for (const LogId& other : parts.others) {
        put_unsigned(contents, id_bytes);
        put_bytes(contents, other.view());
    }
    put_bytes(contents, parts.body);

    const ChangeHash hash = hash_of_contents(contents);
    Bytes out;
    put_bytes(out, magic);
    put_bytes(out, ByteView{hash}.first(checksum_bytes));
    out.push_back(change_chunk);
    put_unsigned(out, contents.size());
    put_bytes(out, contents);
    return out;
}

Result<ChangeHash> hash_of_change(ByteView raw) {
    const auto chunk = open_chunk(raw);
    if (!chunk) return chunk.refusal();
    return chunk->hash;
}

}  // namespace wayside::document
