// storage/document/document.hpp: an Automerge document of one flat kind, behind our own C
// interface.
//
// Under the root lie top-level maps that the kind's first change makes (kind.hpp). In a map of
// records a key names a flat record of plain scalars; in a map of values, a scalar itself (`record`
// is then empty). Nothing is ever deleted. A change that does anything else is refused, on every
// replica: it writes to the root, deletes, makes lists, text, counters, floats or an object below a
// record, replaces a record, skips its actor's sequence or an operation counter, or is encoded as
// Automerge would not give it back.
//
// Reading does not lean on that. Should a loaded document hold such things all the same, objects
// below a record and floats are left out, and counters, timestamps and unsigned numbers are read as
// integers.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "storage/base/id.hpp"
#include "storage/document/change.hpp"
#include "storage/document/kind.hpp"

namespace wayside::document {

/// A plain scalar. Integers stand for numbers and times (ms); bytes for ids and sealed values.
using Scalar = std::variant<std::monostate, bool, std::int64_t, std::string, Bytes>;

/// Sets one field. The record is made if it is not there: only under an id that its maker derived.
struct Edit {
    std::string map;     ///< a top-level map of the kind
    std::string record;  ///< key of a record in it; empty: `field` is a key of a map of values
    std::string field;   ///< 1 to 256 bytes, as `record` is
    Scalar value;
};

/// One of the values that a field holds; more than one where writers were apart.
struct Value {
    Scalar scalar;
    LogId actor;           ///< whose start wrote it (all zeros for the kind's first change)
    std::uint64_t op = 0;  ///< its Lamport counter; (op, actor) orders the values, greatest first:
                           ///< Automerge's winner
    friend bool operator==(const Value&, const Value&) = default;
};

struct Field {
    std::string name;
    std::vector<Value> values;  ///< at least one; ordered by (op, actor), greatest first
    friend bool operator==(const Field&, const Field&) = default;
};

/// A record as it stands after a batch, whole: rows are a function of this alone (design 5).
///
/// Two replicas that made one record apart made two maps under one key: their fields stand together
/// here, and none is lost.
struct Record {
    std::string map;
    std::string key;            ///< empty for the scalars that lie directly in `map`
    std::vector<Field> fields;  ///< ordered by name
    friend bool operator==(const Record&, const Record&) = default;
};

/// What a batch or a commit did.
struct Applied {
    std::vector<Record> touched;  ///< ordered by (map, key)
};

/// What one commit made: a change and what it touched.
struct Committed {
    Bytes change;  ///< Automerge's raw bytes (never deflated)
    ChangeHash hash{};
    std::vector<Record> touched;
};

/// What a change wrote that cannot be applied.
struct Recovered {
    std::vector<Edit> edits;   ///< in the order in which they were written
    std::uint32_t untold = 0;  ///< operations on a record that nobody here knows
};

struct Statistics {
    std::uint64_t changes = 0;
    std::uint64_t operations = 0;
    std::uint64_t saved_bytes = 0;  ///< counted by saving: milliseconds for a full day
};

/// The rule of `commit`'s refusal where every edit stands already.
inline constexpr const char* nothing_to_write = "nothing_to_write";

/// Owned by one thread. A call that panics below poisons the document: from then on every call
/// refuses `damaged`, until the owner loads it anew.
class Document {
  public:
    /// A new document of this kind: it begins with the kind's first change, the same bytes
    /// everywhere. The actor of zeros is not for use.
    static Document begin(Kind kind, LogId actor);
    /// What `save` gave. Refuses `malformed` for what begins with no kind's first change, `damaged`
    /// for what does not load. Meant for bytes of our own, out of a seal: it is not bounded as
    /// `apply` is.
    static Result<Document> load(ByteView saved, LogId actor);

    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    /// Works on a poisoned document too.
    [[nodiscard]] Kind kind() const;
    /// Whole, with history, compressed.
    Result<Bytes> save();
    /// All or none: refuses `not_found` (the detail names one) if a parent is neither here nor in
    /// the batch, `malformed` for bytes that are no flat change, `invalid` for another kind's first
    /// change, `too_large` for a change above `max_change_bytes`; the document is then as before.
    /// `damaged` means that a change made Automerge panic: load the document anew, and do not try
    /// that change again. Changes that are here already are ignored; the order is free.
    Result<Applied> apply(const std::vector<Bytes>& changes);
    /// Writes the edits as one change of this actor at `time_ms`, without message. Of two edits of
    /// one field the later counts. Leaves out an edit whose value stands already unconflicted
    /// (equal values are no conflict); refuses `invalid` (rule `nothing_to_write`) if nothing is
    /// left, and if a map is not the kind's, if a text is not UTF-8, or on a shape that is not
    /// flat; `too_large` above 256 kB of edits. Cannot be undone: reload instead.
    Result<Committed> commit(const std::vector<Edit>& edits, std::int64_t time_ms);
    /// Ordered by bytes.
    Result<std::vector<ChangeHash>> heads();
    /// Raw changes that are not among `have` and its ancestors, parents first. Hashes that are not
    /// known here count for nothing.
    Result<std::vector<Bytes>> changes_since(const std::vector<ChangeHash>& have);
    /// Parents that `changes` name and that are neither here nor among them; ordered by bytes.
    /// Refuses as `split_change` does.
    Result<std::vector<ChangeHash>> missing(const std::vector<Bytes>& changes);
    /// Every record, ordered by (map, key).
    Result<std::vector<Record>> records();
    /// The edits of raw changes, oldest first, one `Recovered` a change: for changes of ours whose
    /// parents are lost for ever. Which parents a change names does not matter; an edit can be told
    /// if its record stands here or was made by one of these changes. Changes nothing. Refuses as
    /// `apply` does, but for parents.
    Result<std::vector<Recovered>> edits_of(const std::vector<Bytes>& changes);
    Result<Statistics> statistics();
    /// Poisons the document as a panic below would.
    void panic_for_a_test();

  private:
    struct Handle;
    explicit Document(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> handle_;
};

}  // namespace wayside::document
