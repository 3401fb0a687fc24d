// storage/shelf/projection.hpp: how a slice keeps its tables of the read model in step with the
// documents.
#pragma once

#include <string_view>
#include <vector>

#include "storage/document/document.hpp"
#include "storage/ledger/document_id.hpp"
#include "storage/ledger/entry.hpp"

namespace wayside::shelf {

/// Who wrote a value, where and when: the entry that it came in.
struct Author {
    LogId log;
    std::uint64_t sequence = 0;
    HybridTime time;
    Timestamp at;  ///< when it happened: the entry's time, or what was said where it was entered
                   ///< afterwards
    std::string person;
    std::string role;
    std::string screen;
};

/// Finds the entry behind a value; lives as long as the shelf.
class Authors {
  public:
    virtual ~Authors() = default;
    /// Empty for what the kind's first change wrote.
    [[nodiscard]] virtual std::optional<Author> author_of(const ledger::DocumentId& document,
                                                          const document::Value& value) const = 0;
};

/// One slice's tables. Entries of ours and of peers come through the same calls, so offline is no
/// special mode. The rows of a record are a function of that record alone (design 5): the order in
/// which records come decides nothing. Used on the desk thread only.
class Projection {
  public:
    virtual ~Projection() = default;

    /// Rows for records as they stand now, whole; rows of an earlier state of the same record are
    /// replaced. Called once for each batch of a document with the records that it touched, ordered
    /// by (map, key).
    virtual void apply(const ledger::DocumentId& document,
                       const std::vector<document::Record>& records, const Authors& authors) = 0;
    /// Drops every row that came from this document (it is read anew after a commit that failed).
    virtual void forget(const ledger::DocumentId& document) = 0;
};

}  // namespace wayside::shelf
