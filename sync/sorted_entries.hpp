// sync/sorted_entries.hpp: a range's entries as streams of like with like, and the entries again;
// for this folder only.
#pragma once

#include <optional>

#include "sync/coding.hpp"

namespace wayside::sync {

struct SortedEntries {
    Bytes streams;  ///< to be compressed
    Bytes random;   ///< what nothing makes smaller: checks, requests, ids of nobody known
    CodedFrame frame;
};

/// Empty where the streams would not give the entries back, or would be longer than a reader takes.
std::optional<SortedEntries> sort_entries(const ledger::Range& range, const FindPatientKey& keys);
/// Refuses as `Coding::decode` does.
Result<std::vector<Bytes>> read_sorted(ByteView streams, ByteView random, const CodedFrame& of,
                                       const FindPatientKey& keys);
/// Sorted streams are smaller than the entries but for a header, numbers, and words of one use.
std::size_t most_sorted_bytes(const CodedFrame& of);

}  // namespace wayside::sync
