// storage/ledger/frontier.hpp: what one member holds of a space. It is all that two peers need in
// order to know what to send (design 6).
//
// The byte format, with a worked example, is in FORMAT.md ("Frontier").
#pragma once

#include <vector>

#include "storage/crypto/hash.hpp"

namespace wayside::ledger {

inline constexpr std::size_t max_frontier_logs = 10'000;

/// Everything of this log up to `sequence` is stored without a gap; `chain` is the chain hash
/// there.
struct LogMark {
    LogId log;
    std::uint64_t sequence = 0;
    crypto::Hash32 chain{};
    friend bool operator==(const LogMark&, const LogMark&) = default;
};

struct Frontier {
    SpaceId space;
    std::vector<LogMark> logs;  ///< that may still grow; ordered by log, each once
    crypto::Hash32 ended{};     ///< `hash_of_ended` of all others
    friend bool operator==(const Frontier&, const Frontier&) = default;
};

/// One hash for logs that have ended: those whose device has begun a later one here. All zeros for
/// none. The order in which they are given decides nothing.
crypto::Hash32 hash_of_ended(std::vector<LogMark> ended);

Bytes encode_frontier(const Frontier& frontier);
/// Refuses `unsupported` for another version, `malformed` for anything that `encode_frontier` would
/// not write, `too_large` over the most logs.
Result<Frontier> decode_frontier(ByteView bytes);

/// Entries `first` to `last` of a log.
struct LogRange {
    LogId log;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    friend bool operator==(const LogRange&, const LogRange&) = default;
};

/// What one frontier has that another lacks, as far as the two tell. A log that only one of them
/// lists may have ended for the other: then `ended` differs too, and the logs behind it decide.
struct FrontierDifference {
    std::vector<LogRange> we_lack;
    std::vector<LogRange> they_lack;
    std::vector<LogId> forked;  ///< the same length, another chain: one of two heads is a lie
    bool ended_differs = false;
    friend bool operator==(const FrontierDifference&, const FrontierDifference&) = default;
};

FrontierDifference compare(const Frontier& ours, const Frontier& theirs);

}  // namespace wayside::ledger
