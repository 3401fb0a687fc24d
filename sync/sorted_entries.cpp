#include "sync/sorted_entries.hpp"

#include <algorithm>

#include "sync/entry_model.hpp"

namespace wayside::sync {

/// Sorted streams are smaller than the entries but for a header, some numbers, and words of one
/// use.
std::size_t most_sorted_bytes(const CodedFrame& of) {
    return 2 * of.opened_bytes + 64 * of.count + 4'096;
}

Result<std::vector<Bytes>> read_sorted(ByteView taken, ByteView random, const CodedFrame& of,
                                       const FindPatientKey& keys) {
    Streams streams(taken, random);
    EntryModel model(of.origin, of.first + of.count - 1, keys, streams);
    std::vector<Bytes> out;
    std::size_t room = of.opened_bytes;
    for (std::size_t i = 0; i < of.count && !streams.failed(); ++i) {
        model.pass(out.emplace_back(), room);
        room -= std::min(room, out.back().size());
    }
    if (model.lacks_key_of()) {
        return Refusal{Why::forbidden, "a patient's key is not held here", "no_patient_key"};
    }
    if (!streams.done() || !std::ranges::equal(model.opened(), of.opened))
        return Refusal{Why::malformed, "not the body of a package"};
    return out;
}

std::optional<SortedEntries> sort_entries(const ledger::Range& range, const FindPatientKey& keys) {
    Streams streams;
    EntryModel model(range.origin, range.last(), keys, streams);
    SortedEntries out;
    out.frame = {range.origin, range.first, range.entries.size(), 0, {}};
    for (const ledger::RangeEntry& entry : range.entries) {
        Bytes plaintext = entry.plaintext;
        model.pass(plaintext, plaintext.size());
        out.frame.opened_bytes += plaintext.size();
    }
    out.streams = streams.take();
    out.random = streams.random_bytes();
    out.frame.opened.assign(model.opened().begin(), model.opened().end());
    if (streams.failed() || out.streams.size() > most_sorted_bytes(out.frame)) return std::nullopt;
    // A range that cannot be given back must not be sent: no peer could tell why.
    const auto back = read_sorted(out.streams, out.random, out.frame, keys);
    const auto is_same = [](const Bytes& a, const ledger::RangeEntry& b) {
        return a == b.plaintext;
    };
    if (!back || !std::ranges::equal(*back, range.entries, is_same)) return std::nullopt;
    return out;
}

}  // namespace wayside::sync
