// What is alike in many operations, so that a whole change is named by one small number.
#include <algorithm>

#include "storage/trust/sealed_value.hpp"
#include "sync/entry_model.hpp"
#include "sync/leb.hpp"

namespace wayside::sync {

namespace {

constexpr std::size_t most_key_bytes = 256;
constexpr std::size_t id_bytes = 16;
constexpr std::uint8_t replaces_last_bit = 1;
constexpr std::uint8_t key_is_id_bit = 2;
constexpr unsigned into_shift = 2;
constexpr unsigned holding_shift = 4;
constexpr std::uint8_t last_holding = 4;

}  // namespace

LogId EntryModel::actor_of(const ChangeFields& change, std::uint64_t place) const {
    if (place == 0) return change.actor;
    return place <= change.others.size() ? change.others[place - 1] : LogId{};
}

std::optional<std::string> EntryModel::record_of(const Passing& at,
                                                 const Operation& operation) const {
    const OperationName& object = operation.object;
    const ObjectName name{actor_of(at.change, object.actor), object.counter};
    if (name.actor == LogId{}) return "";
    const std::uint64_t index = object.counter - at.change.start;
    if (name.actor == at.change.actor && index < at.change.operations.size()) {
        return at.change.operations[index].key;
    }
    const auto known = at.state.records.find(name);
    return known == at.state.records.end() ? std::nullopt : std::optional(known->second);
}

std::optional<std::string> EntryModel::words_in(const Passing& at,
                                                const Operation& operation) const {
    if (operation.type != type_bytes || operation.value.size() <= id_bytes) return std::nullopt;
    const auto record = record_of(at, operation);
    if (!at.patient || !record || !keys_) return std::nullopt;
    const crypto::Key* key = keys_(*at.patient);
    const auto suite = crypto::suite_of(operation.value[1]);
    if (key == nullptr || !suite) return std::nullopt;
    const trust::ValuePlace place{origin_.space, at.change.kind, at.change.key, *record,
                                  operation.key};
    const auto words = trust::open_value(*key, place, operation.value);
    if (!words) return std::nullopt;
    const auto again = trust::seal_value(*key, *suite, place, *words);
    return again && *again == operation.value ? std::optional(*words) : std::nullopt;
}

std::vector<OperationName> EntryModel::expected(const Passing& at,
                                                const Operation& operation) const {
    const ObjectName object{actor_of(at.change, operation.object.actor), operation.object.counter};
    const auto last = at.state.last.find({object, operation.key});
    std::vector<OperationName> out;
    if (last == at.state.last.end()) return out;
    for (std::uint64_t place = 0; place <= at.change.others.size(); ++place) {
        if (actor_of(at.change, place) == last->second.actor) {
            out.push_back({place, last->second.counter});
            break;
        }
    }
    return out;
}

void EntryModel::shape_object(const Passing& at, const Operation& operation, Shape& shape) const {
    const LogId actor = actor_of(at.change, operation.object.actor);
    const std::uint64_t index = operation.object.counter - at.change.start;
    const bool is_second = operation.object.actor > at.change.others.size();
    if (operation.object.actor == 0 && index < at.change.operations.size()) {
        shape.into = Into::made_here;
        shape.number = index;
    } else if (operation.object.actor == 1 && !is_second && actor == LogId{}) {
        shape.into = Into::top_map;
        shape.number = operation.object.counter;
    } else {
        shape.into = Into::elsewhere;
    }
}

void EntryModel::shape_value(const Passing& at, const Operation& operation, Shape& shape) const {
    shape.type = operation.type;
    if (operation.value.empty()) {
        shape.holding = Holding::nothing;
    } else if (operation.type != type_bytes) {
        shape.holding = Holding::word;
    } else if (operation.value.size() == id_bytes) {
        shape.holding = Holding::id;
    } else if (words_in(at, operation)) {
        shape.holding = Holding::opened;
        shape.suite = operation.value[1];
    } else {
        shape.holding = Holding::other;
    }
}

std::vector<EntryModel::Shape> EntryModel::shapes_of(const Passing& at) const {
    std::vector<Shape> out;
    std::optional<OperationName> elsewhere;
    for (const Operation& each : at.change.operations) {
        Shape shape;
        shape_object(at, each, shape);
        if (shape.into == Into::elsewhere) {
            if (elsewhere == each.object) shape.into = Into::as_before;
            elsewhere = each.object;
        }
        shape.key_is_id = LogId::parse(each.key).has_value();
        if (!shape.key_is_id) shape.key = each.key;
        shape.action = each.action;
        shape_value(at, each, shape);
        shape.replaces_last = expected(at, each) == each.replaces;
        out.push_back(std::move(shape));
    }
    return out;
}

Bytes EntryModel::bytes_of(const std::vector<Shape>& shapes) {
    ByteWriter out;
    for (const Shape& each : shapes) {
        unsigned bits = static_cast<unsigned>(each.into) << into_shift;
        bits |= static_cast<unsigned>(each.holding) << holding_shift;
        if (each.replaces_last) bits |= replaces_last_bit;
        if (each.key_is_id) bits |= key_is_id_bit;
        out.u8(static_cast<std::uint8_t>(bits));
        if (each.into <= Into::made_here) write_leb(out, each.number);
        if (!each.key_is_id) {
            write_leb(out, each.key.size());
            out.raw(view_of(each.key));
        }
        write_leb(out, each.action);
        write_leb(out, each.type);
        if (each.holding == Holding::opened) out.u8(each.suite);
    }
    return out.take();
}

std::vector<EntryModel::Shape> EntryModel::read_shapes(ByteView bytes, std::size_t most) {
    ByteReader from(bytes);
    std::vector<Shape> out;
    while (from.left() > 0 && !from.failed()) {
        Shape shape;
        const unsigned bits = from.u8();
        const unsigned holding = bits >> holding_shift;
        if (holding > last_holding || out.size() == most) from.fail();
        shape.replaces_last = (bits & replaces_last_bit) != 0;
        shape.key_is_id = (bits & key_is_id_bit) != 0;
        shape.into = static_cast<Into>((bits >> into_shift) & 3U);
        shape.holding = static_cast<Holding>(holding);
        if (shape.into <= Into::made_here) shape.number = read_leb(from);
        if (!shape.key_is_id) {
            const std::uint64_t size = read_leb(from);
            if (size > most_key_bytes) from.fail();
            shape.key = text_of(from.raw(from.failed() ? 0 : size));
        }
        shape.action = read_leb(from);
        shape.type = read_leb(from);
        if (shape.holding == Holding::opened) shape.suite = from.u8();
        out.push_back(std::move(shape));
    }
    if (from.failed() || out.empty()) streams_.fail();
    return out;
}

}  // namespace wayside::sync
