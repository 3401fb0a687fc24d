// storage/ledger/range.hpp: consecutive entries of one log, as one member gives them to another.
//
// A range travels opened: how it is coded and sealed on its way is the package's matter. The
// receiver seals each entry again, byte for byte, and holds the chain against the head that the
// log's writer signed, so it believes nobody but the writer.
#pragma once

#include <optional>
#include <vector>

#include "storage/crypto/seal.hpp"
#include "storage/ledger/entry.hpp"
#include "storage/ledger/head.hpp"
#include "storage/trust/keyring.hpp"
#include "storage/trust/register.hpp"

namespace wayside::ledger {

class Holdings;

/// Of all plaintexts of a range together.
inline constexpr std::size_t max_range_bytes = 1 << 20;

/// What an entry was sealed with. Follows from suite and key alone, never from who seals.
struct Sealing {
    crypto::Suite suite = crypto::Suite::blake2b_xchacha20;
    crypto::Hash32 key_id{};  ///< of the space key
    friend bool operator==(const Sealing&, const Sealing&) = default;
};

struct RangeEntry {
    Sealing sealing;
    Bytes plaintext;  ///< as `encode_entry` made it
    friend bool operator==(const RangeEntry&, const RangeEntry&) = default;
};

/// Whose log it is. All but `follows` stands in every entry's seal.
struct LogOrigin {
    RegionId region;
    SpaceId space;
    LogId log;
    DeviceId device;  ///< that wrote it, which is seldom who hands it on
    /// The last entry of the writer's earlier log in this space. Its chain hash is the `before` of
    /// this log's first entry; the name is a help for whoever looks for it, and signed by nobody.
    std::optional<EntryName> follows;
    friend bool operator==(const LogOrigin&, const LogOrigin&) = default;
};

struct Range {
    LogOrigin origin;
    std::uint64_t first = 1;          ///< sequence of the first entry
    crypto::Hash32 before{};          ///< the chain hash that the first entry was chained to
    std::vector<RangeEntry> entries;  ///< never empty where it was read or checked

    /// Sequence of the last entry.
    [[nodiscard]] std::uint64_t last() const { return first + entries.size() - 1; }
    friend bool operator==(const Range&, const Range&) = default;
};

/// A range that ends at a head of its writer: `head.entry.sequence == range.last()`.
struct SignedRange {
    Range range;
    Head head;
};

/// An entry as it is stored.
struct SealedEntry {
    Bytes sealed;
    crypto::Hash32 chain{};
};

/// A range that was held against its head: made by `check_range` alone, so that nothing else can
/// be stored or applied.
class CheckedRange {
  public:
    [[nodiscard]] const Range& range() const { return from_.range; }
    [[nodiscard]] const Head& head() const { return from_.head; }
    /// The entry `sequence`, which lies in the range.
    [[nodiscard]] const SealedEntry& sealed_at(std::uint64_t sequence) const;
    /// The chain hash at `sequence`, which lies in the range or directly before it.
    [[nodiscard]] const crypto::Hash32& chain_at(std::uint64_t sequence) const;

  private:
    friend Result<CheckedRange> check_range(SignedRange given,
                                            const trust::Register& region_register,
                                            const trust::Keyring& keyring, const Holdings* held);
    CheckedRange(SignedRange from, std::vector<SealedEntry> sealed)
        : from_(std::move(from)), sealed_(std::move(sealed)) {}

    SignedRange from_;
    std::vector<SealedEntry> sealed_;
};

/// Seals again, chains, and holds the result against the head. Whether it continues what is stored
/// is for the commit to say. Reads nothing but its arguments; any thread that may read the
/// register. Cost: 1 us an entry and one signature.
///
/// A device that was cut off is believed in each log up to its mark, and in the logs before as far
/// as a log that is believed follows them; those are found in `held`, where it is given.
///
/// Refuses, with these rules:
///   `malformed`                      no range: empty, its head elsewhere than at its end, an entry
///                                    without bytes, a first entry whose `before` and `follows` do
///                                    not agree
///   `too_large`                      an entry over 256 kB, or all of them over `max_range_bytes`
///   `other_region` (forbidden)       of another region than the register's
///   `unknown_device` (forbidden)     the register does not name its writer
///   `not_a_member` (forbidden)       no key of the space was ever sealed to its writer
///   `cut_off` (forbidden)            reaches beyond what the register accepts of its writer
///   `head_signature` (damaged)       its writer did not sign the head
///   `no_key` (forbidden)             sealed with a key that is not held here
///   `head_chain` (damaged)           the entries are not those that the head was signed over:
///                                    changed, reordered, left out, of another log or space
Result<CheckedRange> check_range(SignedRange given, const trust::Register& region_register,
                                 const trust::Keyring& keyring, const Holdings* held = nullptr);

}  // namespace wayside::ledger
