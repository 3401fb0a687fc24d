// storage/ledger/stripped_change.hpp: an Automerge change without what its entry already says
// (formats.md, "Entry"); for this folder only.
#pragma once

#include "storage/ledger/entry.hpp"

namespace wayside::ledger {

/// What the changes of one entry can be named by: all that is known, and the entry's own earlier
/// changes.
class ChangeScope {
  public:
    ChangeScope(const EntryName& name, const ChangeNames& names) : name_(name), names_(names) {}

    /// The next change of the entry; without its hash if it cannot be rebuilt yet.
    void add(const DocumentId& document, const std::optional<document::ChangeHash>& hash);

    [[nodiscard]] const EntryName& name() const { return name_; }
    [[nodiscard]] std::optional<ChangeName> name_of(const DocumentId& document,
                                                    const document::ChangeHash& hash) const;
    [[nodiscard]] std::optional<document::ChangeHash> hash_of(const DocumentId& document,
                                                              const ChangeName& name) const;
    [[nodiscard]] std::optional<ChangeNames::Last> own_last(const DocumentId& document) const;
    /// A missed entry of this log after `last`, on which a change of this entry may build.
    [[nodiscard]] std::optional<EntryName> missed_since(
        const std::optional<ChangeNames::Last>& last) const;
    /// One of this entry's own earlier changes of the document could not be rebuilt.
    [[nodiscard]] bool waits_for_own(const DocumentId& document) const;

  private:
    struct Earlier {
        DocumentId document;
        std::optional<document::ChangeHash> hash;
    };
    EntryName name_;
    const ChangeNames& names_;
    std::vector<Earlier> earlier_;
};

/// A parent: the kind's first change, or a change by its place.
struct ParentReference {
    bool is_first = false;
    ChangeName name;
};

struct StrippedChange {
    DocumentId document;
    std::array<std::uint8_t, 4> check{};   ///< first bytes of the change's hash
    bool follows_own_last = false;         ///< this log's last change of the document is a parent
    document::ChangeParts parts;           ///< without time and parents
    std::vector<ParentReference> parents;  ///< the others
};

/// Appends the stripped form and gives the change's hash. Refuses what would not come back.
Result<document::ChangeHash> write_change(ByteWriter& to, const EntryChange& change,
                                          std::int64_t time_ms, const ChangeScope& scope);

/// Fails the reader for bytes that are no stripped change.
StrippedChange read_change(ByteReader& from, const LogId& log);

struct RebuiltChange {
    std::optional<document::ChangeHash> hash;  ///< empty: it waits for `missing`, or for a change
                                               ///< of its own entry that waits
    Bytes raw;
    std::vector<HeldEntry::Parent> missing;
};

/// Refuses `damaged` if the change does not come back as its check says.
Result<RebuiltChange> rebuild_change(const StrippedChange& change, std::int64_t time_ms,
                                     const ChangeScope& scope);

}  // namespace wayside::ledger
