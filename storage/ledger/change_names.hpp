// storage/ledger/change_names.hpp: which entry a change came in, and the hash of a change that an
// entry names.
//
// Entries name the parents of their changes by place (log, sequence, number) instead of by hash:
// 32 bytes that no coder can make smaller (formats.md, "Entry").
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "storage/ledger/document_id.hpp"

namespace wayside::ledger {

/// Where an entry stands in its space.
struct EntryName {
    LogId log;
    std::uint64_t sequence = 0;  ///< counts from 1
    friend auto operator<=>(const EntryName&, const EntryName&) = default;
};

/// Where a change stands: the number counts the changes of its entry, from 0.
struct ChangeName {
    EntryName entry;
    std::uint16_t number = 0;
    friend auto operator<=>(const ChangeName&, const ChangeName&) = default;
};

/// The changes of one space, by document. About 60 bytes a change. Used by one thread.
///
/// Every entry that is stored is either learned or missed.
class ChangeNames {
  public:
    /// A change of an entry that was written or applied.
    void learn(const DocumentId& document, const ChangeName& name,
               const document::ChangeHash& hash);
    /// Entries `first` to `last` of a log whose changes cannot be known now: not stored, damaged,
    /// held or set aside. What seems to follow directly in their log may build on them.
    void miss(const LogId& log, std::uint64_t first, std::uint64_t last);
    /// A missed entry that is known after all.
    void find(const EntryName& entry);
    /// The missed entry of this log with the greatest sequence in (after, before), if there is one.
    [[nodiscard]] std::optional<EntryName> missed_between(const LogId& log, std::uint64_t after,
                                                          std::uint64_t before) const;
    /// Unlearns this log's entries from `first` on: their commit failed.
    void unlearn(const LogId& log, std::uint64_t first);
    /// Unlearns these entries: they were received, and their commit failed.
    void unlearn(const std::set<EntryName>& entries);
    /// Drops what is known about one document.
    void forget(const DocumentId& document);

    /// Empty where no learned entry has it.
    [[nodiscard]] std::optional<ChangeName> name_of(const DocumentId& document,
                                                    const document::ChangeHash& hash) const;
    [[nodiscard]] std::optional<document::ChangeHash> hash_of(const DocumentId& document,
                                                              const ChangeName& name) const;

    struct Last {
        ChangeName name;
        document::ChangeHash hash{};
    };
    /// The last change that this log made in this document in an entry before `next`.
    [[nodiscard]] std::optional<Last> last_before(const DocumentId& document,
                                                  const EntryName& next) const;

  private:
    struct Named {
        std::uint32_t log;  ///< place in logs_
        std::uint16_t number;
        std::uint64_t sequence;
        document::ChangeHash hash;
    };
    [[nodiscard]] const std::vector<Named>* changes_of(const DocumentId& document) const;
    [[nodiscard]] ChangeName name_of(const Named& named) const;

    // Parents are nearly always recent, so a search from the back beats an index, and one document
    // holds some thousand changes at most.
    std::map<DocumentId, std::vector<Named>> documents_;
    std::vector<LogId> logs_;
    std::map<LogId, std::uint32_t> places_;
    std::map<EntryName, std::uint64_t> missed_;  ///< first of a run -> its last sequence
};

}  // namespace wayside::ledger
