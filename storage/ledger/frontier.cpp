#include "storage/ledger/frontier.hpp"

#include <algorithm>

namespace wayside::ledger {

namespace {

constexpr std::uint8_t frontier_version = 1;

void write_mark(ByteWriter& to, const LogMark& mark) {
    to.raw(mark.log.view());
    to.u64(mark.sequence);
    to.raw(mark.chain);
}

bool by_log(const LogMark& a, const LogMark& b) {
    return a.log < b.log;
}

void compare_log(const LogMark* ours, const LogMark* theirs, FrontierDifference& out) {
    const std::uint64_t we_have = ours != nullptr ? ours->sequence : 0;
    const std::uint64_t they_have = theirs != nullptr ? theirs->sequence : 0;
    const LogId log = ours != nullptr ? ours->log : theirs->log;
    if (we_have < they_have) out.we_lack.push_back({log, we_have + 1, they_have});
    if (they_have < we_have) out.they_lack.push_back({log, they_have + 1, we_have});
    const bool both = ours != nullptr && theirs != nullptr;
    if (both && we_have == they_have && ours->chain != theirs->chain) out.forked.push_back(log);
}

}  // namespace

crypto::Hash32 hash_of_ended(std::vector<LogMark> ended) {
    if (ended.empty()) return {};
    std::ranges::sort(ended, by_log);
    ByteWriter all;
    for (const LogMark& mark : ended) write_mark(all, mark);
    return crypto::hash<32>("wayside ended", {}, {all.bytes()});
}

Bytes encode_frontier(const Frontier& frontier) {
    ByteWriter out;
    out.u8(frontier_version);
    out.raw(frontier.space.view());
    out.u32(static_cast<std::uint32_t>(frontier.logs.size()));
    for (const LogMark& mark : frontier.logs) write_mark(out, mark);
    out.raw(frontier.ended);
    return out.take();
}

Result<Frontier> decode_frontier(ByteView bytes) {
    ByteReader from(bytes);
    if (from.u8() != frontier_version) {
        return Refusal{Why::unsupported, "a frontier of another version"};
    }
    Frontier out;
    out.space.bytes = from.array<16>();
    const std::size_t count = from.u32();
    if (count > max_frontier_logs) return Refusal{Why::too_large, "a frontier with too many logs"};
    for (std::size_t i = 0; i < count && !from.failed(); ++i) {
        LogMark mark;
        mark.log.bytes = from.array<16>();
        mark.sequence = from.u64();
        mark.chain = from.array<32>();
        const bool in_order = out.logs.empty() || out.logs.back().log < mark.log;
        if (!in_order || mark.sequence == 0) from.fail();
        out.logs.push_back(mark);
    }
    out.ended = from.array<32>();
    if (!from.done()) return Refusal{Why::malformed, "not the bytes of a frontier"};
    return out;
}

FrontierDifference compare(const Frontier& ours, const Frontier& theirs) {
    FrontierDifference out;
    auto mine = ours.logs.begin();
    auto yours = theirs.logs.begin();
    while (mine != ours.logs.end() || yours != theirs.logs.end()) {
        const bool only_mine =
            yours == theirs.logs.end() || (mine != ours.logs.end() && mine->log < yours->log);
        const bool only_yours =
            mine == ours.logs.end() || (yours != theirs.logs.end() && yours->log < mine->log);
        compare_log(only_yours ? nullptr : &*mine, only_mine ? nullptr : &*yours, out);
        if (!only_yours) ++mine;
        if (!only_mine) ++yours;
    }
    out.ended_differs = ours.ended != theirs.ended;
    return out;
}

}  // namespace wayside::ledger
