#include "storage/ledger/fork.hpp"

namespace wayside::ledger {

namespace {

constexpr std::uint8_t fork_version = 1;
constexpr std::size_t sum_bytes = 8;

std::array<std::uint8_t, sum_bytes> sum_of(std::int64_t log, ByteView body) {
    ByteWriter key;
    key.i64(log);
    return crypto::hash<sum_bytes>("wayside fork", {}, {key.bytes(), body});
}

void write_head(ByteWriter& to, const Head& head) {
    to.u64(head.entry.sequence);
    to.raw(head.chain);
    to.raw(head.signature);
}

Head read_head(ByteReader& from, const Head& of) {
    Head head = of;
    head.entry.sequence = from.u64();
    head.chain = from.array<32>();
    head.signature = from.array<64>();
    return head;
}

}  // namespace

bool prove_fork(const Head& a, const Head& b, const crypto::PublicKey& device) {
    const bool same_place =
        a.region == b.region && a.space == b.space && a.device == b.device && a.entry == b.entry;
    return same_place && a.chain != b.chain && is_signed(a, device) && is_signed(b, device);
}

bool tells_more(const Fork& news, const Fork& known) {
    return news.common.sequence < known.common.sequence || (news.is_exact && !known.is_exact);
}

Result<CheckedHead> check_head(const Head& head, const trust::Register& region_register) {
    const auto* device = region_register.device(head.device);
    if (device == nullptr || head.region != region_register.region()) {
        return Refusal{Why::forbidden, "the register does not name this device", "unknown_device"};
    }
    if (!is_signed(head, device->signing)) {
        return Refusal{Why::damaged, "the writer did not sign this head", "head_signature"};
    }
    return CheckedHead(head);
}

Bytes encode_fork(std::int64_t log, const Fork& fork) {
    ByteWriter out;
    out.u8(fork_version);
    out.u64(fork.common.sequence);
    out.raw(fork.common.chain);
    out.u8(fork.is_exact ? 1 : 0);
    write_head(out, fork.kept);
    write_head(out, fork.other);
    const auto sum = sum_of(log, out.bytes());
    out.raw(sum);
    return out.take();
}

Result<Fork> decode_fork(std::int64_t log, const Head& of, ByteView bytes) {
    const Refusal damaged{Why::damaged, "the note of a fork is damaged"};
    if (bytes.size() < sum_bytes) return damaged;
    const ByteView body = bytes.first(bytes.size() - sum_bytes);
    if (!crypto::equal(sum_of(log, body), bytes.last(sum_bytes))) return damaged;
    ByteReader from(body);
    if (from.u8() != fork_version) return Refusal{Why::unsupported, "a fork of another version"};
    Fork out;
    out.common.log = of.entry.log;
    out.common.sequence = from.u64();
    out.common.chain = from.array<32>();
    out.is_exact = from.u8() == 1;
    out.kept = read_head(from, of);
    out.other = read_head(from, of);
    if (!from.done()) return damaged;
    return out;
}

}  // namespace wayside::ledger
