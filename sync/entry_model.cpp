#include "sync/entry_model.hpp"

#include <algorithm>

#include "storage/ledger/entry.hpp"
#include "storage/trust/sealed_value.hpp"
#include "sync/leb.hpp"

namespace wayside::sync {

namespace {

constexpr std::size_t most_record_bytes = 2'048;
constexpr std::size_t most_document_bytes = 1 + ledger::max_document_key_bytes;
constexpr std::size_t most_frame_bytes = 4'096;
constexpr std::size_t most_shape_bytes = ledger::max_entry_bytes;
constexpr std::size_t most_recent = 512;
constexpr std::int64_t second_ms = 1'000;

void write_word(ByteWriter& to, const std::string& word) {
    write_leb(to, word.size());
    to.raw(view_of(word));
}

std::string read_word(ByteReader& from) {
    const std::uint64_t size = read_leb(from);
    if (size > most_record_bytes) from.fail();
    return std::string(text_of(from.raw(from.failed() ? 0 : size)));
}

/// What is alike in many entries.
Bytes record_of_entry(const EntryFields& entry) {
    ByteWriter out;
    out.u8(entry.flags);
    for (const std::string& word : entry.words) write_word(out, word);
    write_leb(out, entry.changes.size());
    return out.take();
}

bool read_record(ByteView bytes, EntryFields& entry) {
    ByteReader from(bytes);
    entry.flags = from.u8();
    for (std::string& word : entry.words) word = read_word(from);
    const std::uint64_t changes = read_leb(from);
    if (changes > ledger::max_entry_changes) from.fail();
    if (!from.done()) return false;
    entry.changes.resize(changes);
    return true;
}

/// What is alike in many changes.
Bytes frame_of(const ChangeFields& change) {
    ByteWriter out;
    out.u8(change.follows);
    out.raw(change.actor.view());
    write_leb(out, change.others.size());
    for (const LogId& other : change.others) out.raw(other.view());
    for (const ledger::ChangeName& parent : change.parents) out.raw(parent.entry.log.view());
    return out.take();
}

bool read_frame(ByteView bytes, ChangeFields& change) {
    ByteReader from(bytes);
    change.follows = from.u8();
    change.actor = LogId{from.array<16>()};
    const std::uint64_t others = read_leb(from);
    for (std::uint64_t i = 0; i < others && !from.failed(); ++i) {
        change.others.push_back(LogId{from.array<16>()});
    }
    while (from.left() > 0 && !from.failed()) {
        change.parents.push_back({{LogId{from.array<16>()}, 0}, 0});
    }
    return !from.failed();
}

/// The bytes of an id's text.
std::array<std::uint8_t, 16> bytes_of_key(const std::string& key) {
    const auto id = LogId::parse(key);
    return id ? id->bytes : std::array<std::uint8_t, 16>{};
}

}  // namespace

EntryModel::EntryModel(const ledger::LogOrigin& origin, std::uint64_t last,
                       const FindPatientKey& keys, Streams& streams)
    : origin_(origin), keys_(keys), streams_(streams), derived_(origin.log, last) {}

void EntryModel::pass(Bytes& plaintext, std::size_t room) {
    std::optional<EntryFields> fields;
    if (!streams_.is_reading()) fields = fields_of(plaintext, origin_.log);
    Bytes record = fields ? record_of_entry(*fields) : Bytes{};
    streams_.repeated("entry", record, most_record_bytes);
    // An entry that is not understood has no record and travels as it is.
    if (record.empty()) return streams_.sized("whole", plaintext, room);
    EntryFields& entry = fields ? *fields : fields.emplace();
    if (streams_.is_reading() && !read_record(record, entry)) return streams_.fail();
    pass_times(entry);
    if ((entry.flags & flag_patient) != 0) pass_id("patient", patients_, entry.patient.bytes);
    if ((entry.flags & flag_request) != 0) streams_.random(entry.request);
    for (ChangeFields& change : entry.changes) {
        if (!streams_.failed()) pass_change(entry, change, room);
    }
    if (!streams_.is_reading() || streams_.failed()) return;
    std::size_t operations = 0;
    for (const ChangeFields& change : entry.changes) operations += change.operations.size();
    plaintext = plaintext_of(entry, origin_.log);
    const bool is_sound =
        plaintext.size() <= room && operations <= plaintext.size() / bytes_for_an_operation;
    if (!is_sound) streams_.fail();
}

void EntryModel::pass_times(EntryFields& entry) {
    std::uint64_t step = zigzag(entry.time_ms - time_ms_);
    streams_.number("time", step);
    entry.time_ms = time_ms_ + unzigzag(step);
    const std::uint64_t next = step == 0 ? counter_ + 1 : 0;
    std::uint64_t counter = zigzag(entry.counter - next);
    streams_.number("counter", counter);
    entry.counter = static_cast<std::uint32_t>(next + unzigzag(counter));
    time_ms_ = entry.time_ms;
    counter_ = entry.counter;
    if ((entry.flags & flag_happened) == 0) return;

    // What a person enters afterwards is in whole seconds or minutes.
    const std::uint64_t before = happened_ms_;
    const std::uint64_t later = entry.happened_ms - before;
    const auto difference = static_cast<std::int64_t>(later);
    std::uint64_t is_whole = difference % second_ms == 0 ? 1 : 0;
    streams_.number("whole seconds", is_whole);
    std::uint64_t coded =
        zigzag(is_whole == 1 ? static_cast<std::uint64_t>(difference / second_ms) : later);
    streams_.number("happened", coded);
    entry.happened_ms = before + unzigzag(coded) * (is_whole == 1 ? std::uint64_t{second_ms} : 1);
    happened_ms_ = entry.happened_ms;
}

void EntryModel::pass_id(const std::string& stream, Recent& recent,
                         std::array<std::uint8_t, 16>& id) {
    constexpr std::uint64_t as_it_is = 0;
    constexpr std::uint64_t by_number = 1;
    constexpr std::uint64_t nearest = 2;
    std::uint64_t how = as_it_is;
    std::uint64_t n = 0;
    if (!streams_.is_reading()) {
        const auto known = std::find(recent.rbegin(), recent.rend(), id);
        if (known != recent.rend()) {
            how = nearest + static_cast<std::uint64_t>(known - recent.rbegin());
        } else if (const auto number = derived_.find(id)) {
            how = by_number;
            n = *number;
        }
    }
    streams_.number(stream, how);
    if (how >= nearest && how - nearest < recent.size()) {
        const auto at = recent.end() - 1 - static_cast<std::ptrdiff_t>(how - nearest);
        id = *at;
        recent.erase(at);
    } else if (how == by_number) {
        std::uint64_t step = zigzag(n - next_id_);
        streams_.number(stream + " number", step);
        n = next_id_ + unzigzag(step);
        id = crypto::derive_id(origin_.log, n);
        next_id_ = n + 1;
    } else if (how == as_it_is) {
        streams_.random(id);
    } else {
        streams_.fail();
    }
    if (recent.size() == most_recent) recent.erase(recent.begin());
    recent.push_back(id);
}

void EntryModel::pass_document(const EntryFields& entry, ChangeFields& change) {
    constexpr auto patient_kind = static_cast<std::uint8_t>(document::Kind::patient);
    const bool has_patient = (entry.flags & flag_patient) != 0;
    const std::string own = has_patient ? entry.patient.text() : "";
    std::uint64_t is_own = change.kind == patient_kind && has_patient && change.key == own ? 1 : 0;
    streams_.number("own document", is_own);
    if (is_own == 1) {
        change.kind = patient_kind;
        change.key = own;
        return;
    }
    Bytes id{change.kind};
    id.insert(id.end(), change.key.begin(), change.key.end());
    streams_.repeated("document", id, most_document_bytes);
    if (id.empty()) return streams_.fail();
    change.kind = id[0];
    change.key.assign(id.begin() + 1, id.end());
}

void EntryModel::pass_frame(ChangeFields& change) {
    Bytes frame = streams_.is_reading() ? Bytes{} : frame_of(change);
    streams_.repeated("frame", frame, most_frame_bytes);
    if (streams_.is_reading() && !read_frame(frame, change)) return streams_.fail();
    for (ledger::ChangeName& parent : change.parents) {
        if (parent.entry.log == LogId{}) continue;
        std::uint64_t& last = parents_[parent.entry.log];
        std::uint64_t step = zigzag(parent.entry.sequence - last);
        std::uint64_t number = parent.number;
        streams_.number("parent", step);
        streams_.number("parent number", number);
        last += unzigzag(step);
        parent.entry.sequence = last;
        parent.number = static_cast<std::uint16_t>(number);
    }
}

void EntryModel::pass_change(EntryFields& entry, ChangeFields& change, std::size_t room) {
    pass_document(entry, change);
    streams_.random(change.check);
    pass_frame(change);
    if (streams_.failed()) return;
    const ledger::DocumentId document{static_cast<document::Kind>(change.kind), change.key};
    const auto [place, is_new] = documents_.try_emplace(document);
    DocumentState& state = place->second;
    const bool is_kind = change.kind >= 1 && change.kind <= 5;
    if (is_new && is_kind) state.next_start = document::maps_of(document.kind).size() + 1;

    std::uint64_t sequence = zigzag(change.sequence - state.sequence - 1);
    streams_.number("sequence", sequence);
    change.sequence = state.sequence + 1 + unzigzag(sequence);
    std::uint64_t start = zigzag(change.start - state.next_start);
    streams_.number("start", start);
    change.start = state.next_start + unzigzag(start);

    Passing at{entry, change, document, state, room, {}, {}};
    if (document.kind == document::Kind::patient) {
        const auto patient = PatientId::parse(change.key);
        if (patient) at.patient = *patient;
    }
    pass_operations(at);
    state.sequence = change.sequence;
    state.next_start = change.start + change.operations.size();
}

void EntryModel::pass_operations(Passing& at) {
    std::vector<Operation>& operations = at.change.operations;
    std::vector<Shape> shapes;
    if (!streams_.is_reading()) shapes = shapes_of(at);
    Bytes bytes = bytes_of(shapes);
    streams_.repeated("shape", bytes, most_shape_bytes);
    if (streams_.is_reading()) {
        shapes = read_shapes(bytes, at.room / bytes_for_an_operation);
        operations.resize(shapes.size());
    }
    for (std::size_t i = 0; i < shapes.size() && !streams_.failed(); ++i) {
        Operation& operation = operations[i];
        pass_object(at, shapes[i], operation);
        operation.action = shapes[i].action;
        operation.type = shapes[i].type;
        if (shapes[i].key_is_id) {
            auto id = bytes_of_key(operation.key);
            pass_id("key", ids_, id);
            operation.key = LogId{id}.text();
        } else {
            operation.key = shapes[i].key;
        }
        pass_value(at, shapes[i], operation);
        pass_replaced(at, shapes[i], operation);
    }
    // Only now, so that an operation's shape depends on nothing that its own change does.
    for (std::size_t i = 0; i < operations.size() && !streams_.failed(); ++i) {
        learn(at, operations[i], i);
    }
}

void EntryModel::pass_object(Passing& at, const Shape& shape, Operation& operation) {
    switch (shape.into) {
        case Into::top_map:
            operation.object = {1, shape.number};
            return;
        case Into::made_here:
            operation.object = {0, at.change.start + shape.number};
            return;
        case Into::elsewhere:
            pass_elsewhere(at, operation);
            at.elsewhere = operation.object;
            return;
        case Into::as_before:
            if (!at.elsewhere) return streams_.fail();
            operation.object = *at.elsewhere;
            return;
    }
}

void EntryModel::pass_elsewhere(Passing& at, Operation& operation) {
    const std::vector<ObjectName>& touched = at.state.touched[at.entry.patient];
    std::uint64_t how = 0;
    for (std::size_t i = touched.size(); i-- > 0 && how == 0 && !streams_.is_reading();) {
        const ObjectName name{actor_of(at.change, operation.object.actor),
                              operation.object.counter};
        if (touched[i] == name) how = touched.size() - i;
    }
    std::uint64_t place = operation.object.actor;
    streams_.number("record", how);
    if (how > touched.size()) return streams_.fail();
    // The place of an actor in its change is told: a log may stand there twice, if the world is
    // mad.
    streams_.number("actor", place);
    std::uint64_t counter = at.change.start - operation.object.counter;
    if (how > 0) {
        counter = at.change.start - touched[touched.size() - how].counter;
    } else {
        streams_.number("counter of record", counter);
    }
    operation.object = {place, at.change.start - counter};
}

void EntryModel::pass_value(Passing& at, const Shape& shape, Operation& operation) {
    switch (shape.holding) {
        case Holding::nothing:
            return;
        case Holding::word:
            streams_.repeated("=" + operation.key, operation.value, ledger::max_entry_bytes);
            break;
        case Holding::id: {
            std::array<std::uint8_t, 16> id{};
            std::copy_n(operation.value.begin(), std::min(id.size(), operation.value.size()),
                        id.begin());
            pass_id("id in " + operation.key, ids_, id);
            operation.value.assign(id.begin(), id.end());
            break;
        }
        case Holding::opened:
            pass_words(at, shape, operation);
            break;
        case Holding::other: {
            std::uint64_t size = operation.value.size();
            streams_.number("size", size);
            if (size > at.room) return streams_.fail();
            operation.value.resize(size);
            streams_.random(operation.value);
            break;
        }
    }
    if (!streams_.is_reading()) return;
    if (operation.value.size() > at.room) return streams_.fail();
    at.room -= operation.value.size();
}

void EntryModel::pass_words(Passing& at, const Shape& shape, Operation& operation) {
    std::string words;
    if (!streams_.is_reading()) words = words_in(at, operation).value_or("");
    streams_.repeated("opened " + operation.key, words, trust::most_value_bytes);
    if (!at.patient || streams_.failed()) return streams_.fail();
    opened_.insert(*at.patient);
    if (!streams_.is_reading()) return;
    const crypto::Key* key = keys_ ? keys_(*at.patient) : nullptr;
    if (key == nullptr) {
        lacks_key_of_ = at.patient;
        return streams_.fail();
    }
    const auto suite = crypto::suite_of(shape.suite);
    const auto record = record_of(at, operation);
    if (!suite || !record) return streams_.fail();
    const trust::ValuePlace place{origin_.space, at.change.kind, at.change.key, *record,
                                  operation.key};
    auto value = trust::seal_value(*key, *suite, place, words);
    if (!value) return streams_.fail();
    operation.value = std::move(*value);
}

void EntryModel::pass_replaced(Passing& at, const Shape& shape, Operation& operation) {
    if (shape.replaces_last) {
        operation.replaces = expected(at, operation);
        return;
    }
    std::uint64_t count = operation.replaces.size();
    streams_.number("replaces", count);
    if (count > at.room) return streams_.fail();
    operation.replaces.resize(count);
    for (OperationName& name : operation.replaces) {
        std::uint64_t before = at.change.start - name.counter;
        streams_.number("replaced actor", name.actor);
        streams_.number("replaced", before);
        name.counter = at.change.start - before;
        if (streams_.failed()) return;
    }
}

void EntryModel::learn(Passing& at, const Operation& operation, std::size_t index) {
    const ObjectName object{actor_of(at.change, operation.object.actor), operation.object.counter};
    const ObjectName own{at.change.actor, at.change.start + index};
    if (operation.action == make_map) at.state.records[own] = operation.key;
    at.state.last[{object, operation.key}] = own;
    if (object.actor == LogId{}) return;
    std::vector<ObjectName>& touched = at.state.touched[at.entry.patient];
    std::erase(touched, object);
    if (touched.size() == most_recent) touched.erase(touched.begin());
    touched.push_back(object);
}

}  // namespace wayside::sync
