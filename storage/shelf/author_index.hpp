// storage/shelf/author_index.hpp: which entry wrote the operation that a value came from.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "storage/shelf/projection.hpp"

namespace wayside::shelf {

/// Kept in memory beside the documents: about 70 bytes an entry and 30 a change. Used by one
/// thread.
class AuthorIndex {
  public:
    /// Learns an entry's changes; `names` are unique in the space.
    void learn(const ledger::EntryName& name, const ledger::Entry& entry);
    /// Unlearns this log's entries from `first` on: their commit failed.
    void unlearn(const LogId& log, std::uint64_t first);
    /// Unlearns these entries, wherever they stand.
    void unlearn(const std::set<ledger::EntryName>& entries);
    /// When the latest of all that was ever learned happened; empty where nothing was.
    [[nodiscard]] const std::optional<Timestamp>& latest() const { return latest_; }
    [[nodiscard]] std::optional<Author> author_of(const ledger::DocumentId& document,
                                                  const document::Value& value) const;

  private:
    struct Record {
        HybridTime time;
        Timestamp at;
        const std::string* person;
        const std::string* role;
        const std::string* screen;
    };
    struct Stretch {
        LogId log;
        std::uint64_t first_op = 0;
        std::uint64_t last_op = 0;
        std::uint64_t sequence = 0;
    };
    const std::string* keep(const std::string& word);

    std::set<std::string> words_;  // few and repeated; nodes of a set stay where they are
    std::map<ledger::EntryName, Record> entries_;
    std::map<ledger::DocumentId, std::vector<Stretch>> stretches_;
    std::optional<Timestamp> latest_;
};

}  // namespace wayside::shelf
