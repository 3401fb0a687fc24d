// sync/receipt.hpp: a device's signed word on what is durable there (design 9).
//
// The bytes are the payload of the frame `frontier`; with a worked example in FRAMES.md. The first
// one of a session says what its sender holds of each space that both are members of, the later
// ones which logs have moved since.
#pragma once

#include <optional>
#include <vector>

#include "storage/crypto/sign.hpp"
#include "storage/ledger/frontier.hpp"

namespace wayside::sync {

enum class Extent : std::uint8_t {
    compact = 1,  ///< live logs one by one, those that have ended in one hash
    whole = 2,    ///< every log one by one
    beside = 3,   ///< as your own opening word on this space, but for these
    some = 4,     ///< these stand here now; of the others nothing new
};

/// What is said of one space. In extents `beside` and `some` a mark may have sequence 0 and zeros:
/// nothing of this log is here.
struct SpaceWord {
    SpaceId space;
    Extent extent = Extent::compact;
    /// Your compact word on this space does not tell me what you have: say more.
    bool asks_more = false;
    std::vector<ledger::LogMark> marks;  ///< ordered by log, each once
    crypto::Hash32 ended{};              ///< `ledger::hash_of_ended`; zeros but in `compact`
    friend bool operator==(const SpaceWord&, const SpaceWord&) = default;
};

inline constexpr std::size_t max_word_spaces = 4'096;
/// Of all spaces in one frame together.
inline constexpr std::size_t max_word_marks = ledger::max_frontier_logs;

/// What we have of a log, durably and without a gap.
struct OwnLog {
    ledger::LogMark mark;
    std::optional<LogId> follows;  ///< the earlier log of its device, which has ended by that
};

/// Whose word it is, and to whom it is given.
struct WordParties {
    RegionId region;
    DeviceId by;
    DeviceId to;
};

/// All that is signed, without the signature at its end.
Bytes encode_words(const std::vector<SpaceWord>& words);

/// Encodes, and signs "wayside receipt 1" || region || by || to || the bytes. Cost: one signature.
Bytes sign_words(const WordParties& parties, const crypto::Signer& signer,
                 const std::vector<SpaceWord>& words);

/// Refuses `malformed`, `unsupported`, `too_large` (before room is made), and `damaged`, rule
/// `receipt_signature`, unless `key` signed it.
Result<std::vector<SpaceWord>> open_words(const WordParties& parties, const crypto::PublicKey& key,
                                          ByteView bytes);

/// What a word comes to, as the node is told.
struct Receipt {
    DeviceId by;
    SpaceId space;
    /// Everything that is there, ordered by log: what is not named is not there. Whatever an
    /// earlier receipt of this device showed beyond it is withdrawn.
    std::vector<ledger::LogMark> marks;
    Bytes signed_bytes;  ///< the word that led to it, for `open_words`; speaks of other spaces, too
};

/// Every mark that a compact word stands for, as far as our own tell: those it lists, and those of
/// ours that give its hash of ended logs: all that the listed ones follow, else all of ours that
/// have ended, else all of ours. Empty where none of them do.
std::optional<std::vector<ledger::LogMark>> expand(const SpaceWord& compact,
                                                   const std::vector<OwnLog>& ours);

/// A compact word's marks and hash.
struct LiveAndEnded {
    std::vector<ledger::LogMark> live;   ///< ordered by log
    std::vector<ledger::LogMark> ended;  ///< that another log follows; ordered by log
};
LiveAndEnded parted(const std::vector<OwnLog>& ours);

/// `base` with the marks of `changes` in place of its own; sequence 0 takes one away. Both ordered
/// by log.
std::vector<ledger::LogMark> overlay(const std::vector<ledger::LogMark>& base,
                                     const std::vector<ledger::LogMark>& changes);

/// What `overlay(theirs, ...)` needs to become `ours`. All ordered by log.
std::vector<ledger::LogMark> changes_between(const std::vector<ledger::LogMark>& theirs,
                                             const std::vector<ledger::LogMark>& ours);

}  // namespace wayside::sync
