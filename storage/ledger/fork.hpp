// storage/ledger/fork.hpp: two heads of one log that do not lie on one chain: its device lies, or
// was resumed from an image of itself.
//
// The log ends at its last common entry, whichever branch a member holds; both heads are kept, and
// a person decides about the rest. How a fork is stored is in FORMAT.md ("Fork").
#pragma once

#include "storage/ledger/frontier.hpp"
#include "storage/ledger/head.hpp"
#include "storage/trust/register.hpp"

namespace wayside::ledger {

struct Fork {
    LogMark common;  ///< the last entry that both heads stand on; sequence 0: none
    /// False while only this is known: the common entry is not later than `common`. An earlier
    /// range of the other branch tells more.
    bool is_exact = false;
    Head kept;   ///< on the branch that is stored here
    Head other;  ///< on the branch that was refused
};

/// Whether these two heads by themselves convict their device: of one log, both signed by it, of
/// the same sequence and with different chain hashes.
bool prove_fork(const Head& a, const Head& b, const crypto::PublicKey& device);

/// Of one log: whether `news` shortens it further than `known` does, or knows for certain.
bool tells_more(const Fork& news, const Fork& known);

/// A head that its device signed, whoever told of it.
class CheckedHead {
  public:
    [[nodiscard]] const Head& head() const { return head_; }

  private:
    friend Result<CheckedHead> check_head(const Head& head, const trust::Register& region_register);
    explicit CheckedHead(const Head& head) : head_(head) {}
    Head head_;
};

/// Refuses `forbidden`, rule `unknown_device`, and `damaged`, rule `head_signature`.
Result<CheckedHead> check_head(const Head& head, const trust::Register& region_register);

/// The row of a fork. Its log, space, region and device stand in the log's own row.
Bytes encode_fork(std::int64_t log, const Fork& fork);
/// `of` gives region, space, device and log. Refuses `damaged` for bytes that `encode_fork` did not
/// write for this log, `unsupported` for another version.
Result<Fork> decode_fork(std::int64_t log, const Head& of, ByteView bytes);

}  // namespace wayside::ledger
