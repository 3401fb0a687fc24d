#include "sync/derived_ids.hpp"

#include "storage/crypto/hash.hpp"

namespace wayside::sync {

namespace {

// A clinic's set-up makes some hundred ids in one entry, an act at most a handful. An id beyond the
// bound only costs its sixteen bytes.
constexpr std::uint64_t ids_of_a_start = 1'024;
constexpr std::uint64_t ids_of_an_entry = 4;
constexpr std::uint64_t most_ids = std::uint64_t{1} << 20U;

}  // namespace

DerivedIds::DerivedIds(const LogId& log, std::uint64_t last)
    : log_(log),
      end_(std::min(most_ids, ids_of_a_start + ids_of_an_entry * std::min(last, most_ids))) {}

std::optional<std::uint64_t> DerivedIds::find(const std::array<std::uint8_t, 16>& id) {
    const auto known = known_.find(id);
    if (known != known_.end()) return known->second;
    while (next_ < end_) {
        const std::uint64_t n = next_++;
        const auto made = crypto::derive_id(log_, n);
        known_.emplace(made, n);
        if (made == id) return n;
    }
    return std::nullopt;
}

}  // namespace wayside::sync
