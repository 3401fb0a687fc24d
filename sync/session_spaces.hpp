// sync/session_spaces.hpp: the spaces that both are members of, what each side said of them, and
// what we have to say; for this folder only.
#pragma once

#include <map>
#include <set>

#include "sync/session.hpp"

namespace wayside::sync {

/// A log's whole name.
struct LogName {
    SpaceId space;
    LogId log;
    friend auto operator<=>(const LogName&, const LogName&) = default;
};

using Marks = std::vector<ledger::LogMark>;

/// The mark of a log among marks ordered by log; sequence 0 where it is not named.
ledger::LogMark mark_in(const Marks& marks, const LogId& log);
/// Ordered by log.
Marks all_of(const Holding& holding);

class Spaces {
  public:
    Spaces(const DeviceId& own, const DeviceId& peer) : own_(own), peer_(peer) {}

    /// Our register as it is now: small spaces first, readings last.
    void share(const trust::Register& region_register, const Store& store);
    [[nodiscard]] const std::vector<SpaceId>& shared() const { return shared_; }
    [[nodiscard]] bool is_shared(const SpaceId& space) const;

    /// A word of the peer's. Refuses, rule `frame_order`, one that refers to a word which we did
    /// not say; rule `contradicts`, one that takes back again and again what was there; rule
    /// `receipt_spaces`, too many spaces that we do not share.
    Result<void> hear(const SpaceWord& word, const Store& store);
    /// What the peer has of a shared space; nullptr: not known (yet).
    [[nodiscard]] const Marks* theirs(const SpaceId& space) const;

    /// A parcel of theirs came whole: they have what is in it, whatever becomes of it here.
    void came(const ParcelName& name);
    /// The last entry of a log that came from them since they spoke of it; 0: none.
    [[nodiscard]] std::uint64_t last_that_came(const LogName& name) const;
    /// A parcel of theirs is stored: its log is to be receipted.
    void owe(const LogName& name);
    /// What we have to say now, in the order of space. Said: it is not due again.
    std::vector<SpaceWord> due(const Store& store);
    [[nodiscard]] bool owes() const;

  private:
    /// What was said about one space.
    struct Talk {
        std::optional<Marks> their_opening;   ///< their first word, where it told us all
        std::optional<Marks> theirs;          ///< as they last said
        std::map<LogId, std::uint64_t> came;  ///< up to where their parcels went
        std::optional<Marks> our_opening;
        Marks told;             ///< ours, as they know it
        std::set<LogId> moved;  ///< to be receipted
        std::map<LogId, int> setbacks;
        bool is_unclear = false;  ///< their word does not tell us what they have
        bool has_asked = false;
        bool is_asked = false;  ///< ours does not tell them
        int answers = 0;        ///< that they have had to that
    };

    Result<void> take(const SpaceWord& word, Talk& talk, const Holding& holding);
    static std::optional<SpaceWord> next_word(const SpaceId& space, Talk& talk,
                                              const Holding& holding);

    DeviceId own_;
    DeviceId peer_;
    std::vector<SpaceId> shared_;
    std::map<SpaceId, Talk> talks_;  ///< of shared spaces
    std::vector<SpaceWord> early_;   ///< of spaces that we do not share as far as we know
};

}  // namespace wayside::sync
