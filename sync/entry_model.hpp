// sync/entry_model.hpp: what coding 1 knows of the entries that it has passed, so that it says of
// the next one only what does not follow; for this folder only.
//
// Stateless between packages: whoever opens one needs nothing that came before it.
#pragma once

#include <set>

#include "sync/coding.hpp"
#include "sync/derived_ids.hpp"
#include "sync/entry_fields.hpp"
#include "sync/streams.hpp"

namespace wayside::sync {

class EntryModel {
  public:
    /// `last` is the range's last sequence. All but `origin`'s log outlives the model.
    EntryModel(const ledger::LogOrigin& origin, std::uint64_t last, const FindPatientKey& keys,
               Streams& streams);

    /// Writes an entry's plaintext, or fills it in from the streams, with at most `room` bytes.
    /// After a failure (`Streams::failed`) it is worth nothing.
    void pass(Bytes& plaintext, std::size_t room);

    /// Whose words went opened.
    [[nodiscard]] const std::set<PatientId>& opened() const { return opened_; }
    /// A patient whose words came opened and whose key is not held here.
    [[nodiscard]] const std::optional<PatientId>& lacks_key_of() const { return lacks_key_of_; }

  private:
    /// An object or operation of a document, by its actor itself.
    struct ObjectName {
        LogId actor;
        std::uint64_t counter = 0;
        friend auto operator<=>(const ObjectName&, const ObjectName&) = default;
    };
    using Field = std::pair<ObjectName, std::string>;

    /// What was seen of one document in this package.
    struct DocumentState {
        std::uint64_t sequence = 0;  ///< of this log's last change
        std::uint64_t next_start = 0;
        std::map<ObjectName, std::string> records;  ///< made here, and their keys
        std::map<Field, ObjectName> last;
        /// Records that were written into while an entry concerned a patient, the latest last.
        std::map<PatientId, std::vector<ObjectName>> touched;
    };

    enum class Into : std::uint8_t { top_map, made_here, elsewhere, as_before };
    enum class Holding : std::uint8_t { nothing, word, id, opened, other };

    /// What is alike in many operations: all but ids, words and what follows.
    struct Shape {
        Into into = Into::top_map;
        std::uint64_t number = 0;  ///< of the top map, or the operation that made the record
        bool key_is_id = false;
        std::string key;
        std::uint64_t action = 0;
        std::uint64_t type = 0;
        Holding holding = Holding::nothing;
        std::uint8_t suite = 0;
        bool replaces_last = true;
    };

    /// A change on its way, and where its operations stand.
    struct Passing {
        EntryFields& entry;
        ChangeFields& change;
        ledger::DocumentId document;
        DocumentState& state;
        std::size_t room;                  ///< for the values, when reading
        std::optional<PatientId> patient;  ///< whose document it is
        std::optional<OperationName> elsewhere;
    };

    void pass_times(EntryFields& entry);
    void pass_change(EntryFields& entry, ChangeFields& change, std::size_t room);
    void pass_operations(Passing& at);
    void pass_document(const EntryFields& entry, ChangeFields& change);
    void pass_frame(ChangeFields& change);
    void pass_place(Passing& at);
    using Recent = std::vector<std::array<std::uint8_t, 16>>;  ///< the latest last
    void pass_id(const std::string& stream, Recent& recent, std::array<std::uint8_t, 16>& id);
    void pass_object(Passing& at, const Shape& shape, Operation& operation);
    void pass_elsewhere(Passing& at, Operation& operation);
    void pass_value(Passing& at, const Shape& shape, Operation& operation);
    void pass_words(Passing& at, const Shape& shape, Operation& operation);
    void pass_replaced(Passing& at, const Shape& shape, Operation& operation);
    void learn(Passing& at, const Operation& operation, std::size_t index);

    [[nodiscard]] std::vector<Shape> shapes_of(const Passing& at) const;
    void shape_object(const Passing& at, const Operation& operation, Shape& shape) const;
    void shape_value(const Passing& at, const Operation& operation, Shape& shape) const;
    static Bytes bytes_of(const std::vector<Shape>& shapes);
    std::vector<Shape> read_shapes(ByteView bytes, std::size_t most);

    [[nodiscard]] LogId actor_of(const ChangeFields& change, std::uint64_t place) const;
    [[nodiscard]] std::optional<std::string> record_of(const Passing& at,
                                                       const Operation& operation) const;
    [[nodiscard]] std::optional<std::string> words_in(const Passing& at,
                                                      const Operation& operation) const;
    [[nodiscard]] std::vector<OperationName> expected(const Passing& at,
                                                      const Operation& operation) const;

    ledger::LogOrigin origin_;
    const FindPatientKey& keys_;
    Streams& streams_;
    DerivedIds derived_;
    std::uint64_t next_id_ = 0;
    Recent ids_;
    Recent patients_;
    std::uint64_t time_ms_ = 0;
    std::uint64_t counter_ = 0;
    std::uint64_t happened_ms_ = 0;
    std::map<LogId, std::uint64_t> parents_;
    std::map<ledger::DocumentId, DocumentState> documents_;
    std::set<PatientId> opened_;
    std::optional<PatientId> lacks_key_of_;
};

}  // namespace wayside::sync
