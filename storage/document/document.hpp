// storage/document/document.hpp: an Automerge document of one flat kind, behind our own C
// interface.
//
// Under the root lie top-level maps that the kind's first change makes. In a map, a key names
// either a flat record of plain scalars or, in a map of single values, a scalar itself (`record` is
// then empty). Nothing is ever deleted.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "storage/base/id.hpp"

namespace wayside::document {

using ChangeHash = std::array<std::uint8_t, 32>;

/// Written into entries and document ids; never renumbered.
enum class Kind : std::uint8_t { day = 1, patient = 2, rota = 3, setup = 4, care_case = 5 };

/// A plain scalar. Integers stand for numbers and times (ms); bytes for ids and sealed values.
using Scalar = std::variant<std::monostate, bool, std::int64_t, std::string, Bytes>;

/// Sets one field. The record is made if it is not there: only under an id that its maker derived.
struct Edit {
    std::string map;     ///< a top-level map of the kind
    std::string record;  ///< key of a record in it; empty: `field` is a key of the map itself
    std::string field;
    Scalar value;
};

/// One of the values that a field holds; more than one where writers were apart.
struct Value {
    Scalar scalar;
    LogId actor;           ///< whose start wrote it (all zeros for the kind's first change)
    std::uint64_t op = 0;  ///< its Lamport counter; (op, actor) orders the values, greatest first:
                           ///< Automerge's winner
};

struct Field {
    std::string name;
    std::vector<Value> values;  ///< at least one; ordered by (op, actor), greatest first
};

/// A record as it stands after a batch, whole: rows are a function of this alone (design 5).
struct Record {
    std::string map;
    std::string key;            ///< empty for the scalars that lie directly in `map`
    std::vector<Field> fields;  ///< ordered by name
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

struct Statistics {
    std::uint64_t changes = 0;
    std::uint64_t operations = 0;
    std::uint64_t saved_bytes = 0;
};

/// Owned by one thread. A call that panics below poisons the document: from then on every call
/// refuses `damaged`, until the owner loads it anew.
class Document {
  public:
    /// A new document of this kind: it begins with the kind's first change, the same bytes
    /// everywhere.
    static Document begin(Kind kind, LogId actor);
    /// What `save` gave. Refuses `malformed` or `damaged`.
    static Result<Document> load(ByteView saved, LogId actor);

    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    /// Whole, with history, compressed.
    Result<Bytes> save();
    /// All or none: refuses `not_found` (the detail names one) if a parent is neither here nor in
    /// the batch, `malformed` for bytes that are no change; the document is then as before. Changes
    /// that are here already are ignored.
    Result<Applied> apply(const std::vector<Bytes>& changes);
    /// Writes the edits as one change of this actor at `time_ms`, without message. Leaves out an
    /// edit whose value stands already unconflicted; refuses `invalid` if nothing is left, if a map
    /// is not the kind's, or on a shape that is not flat.
    Result<Committed> commit(const std::vector<Edit>& edits, std::int64_t time_ms);
    /// Ordered by bytes.
    Result<std::vector<ChangeHash>> heads();
    /// Raw changes that are not among the ancestors of `have`, parents first.
    Result<std::vector<Bytes>> changes_since(const std::vector<ChangeHash>& have);
    /// Parents that `changes` name and that are neither here nor among them; ordered by bytes.
    Result<std::vector<ChangeHash>> missing(const std::vector<Bytes>& changes);
    /// Every record, ordered by (map, key).
    Result<std::vector<Record>> records();
    Result<Statistics> statistics();

  private:
    struct Handle;
    explicit Document(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> handle_;
};

/// The hash of the kind's first change: the parent of every document's second.
ChangeHash first_change_hash(Kind kind);

/// A raw change taken apart (Automerge's storage format, chunk type 1), for entries (formats.md,
/// "Entry").
struct ChangeParts {
    std::vector<ChangeHash> parents;  ///< as they stand, which is sorted
    LogId actor;
    std::uint64_t sequence = 0;  ///< Automerge's own, per actor and document
    std::uint64_t start_op = 0;
    std::int64_t time_ms = 0;
    std::vector<LogId>
        others;  ///< actors that its operations refer to; the kinds' first actors are all zeros
    Bytes body;  ///< everything after the table of actors: columns and extra bytes
    std::uint64_t operations =
        0;  ///< Lamport counters it takes: start_op .. start_op + operations - 1
};

/// Refuses `malformed` for anything but one whole change, with a message, or with an actor that is
/// not 16 bytes.
Result<ChangeParts> split_change(ByteView raw);
/// The raw bytes, magic, checksum and length included. `join_change(*split_change(raw)) == raw`, or
/// `split_change` refuses.
Bytes join_change(const ChangeParts& parts);
/// The hash of a raw change: SHA-256 over chunk type, length and contents. Refuses `malformed`.
Result<ChangeHash> hash_of_change(ByteView raw);

}  // namespace wayside::document
