#include "tests/storage/document/hostile.hpp"

#include <optional>

namespace wayside::document {
namespace {

void put_signed(Bytes& out, std::int64_t value) {
    while (value < -0x40 || value > 0x3f) {
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<std::uint8_t>(value & 0x7f));
}

/// A cell of a column, encoded; nothing for null.
using Cell = std::optional<Bytes>;

/// Automerge's run-length coding: runs of two or more equal cells, else literals.
Bytes runs_of(const std::vector<Cell>& cells) {
    if (std::ranges::all_of(cells, [](const Cell& cell) { return !cell; })) return {};
    Bytes out;
    std::size_t i = 0;
    while (i < cells.size()) {
        std::size_t run = 1;
        while (i + run < cells.size() && cells[i + run] == cells[i]) ++run;
        if (!cells[i]) {
            out.push_back(0);
            put_unsigned(out, run);
        } else if (run > 1) {
            put_signed(out, static_cast<std::int64_t>(run));
            out.insert(out.end(), cells[i]->begin(), cells[i]->end());
        } else {
            std::size_t end = i + 1;
            while (end < cells.size() && cells[end] &&
                   (end + 1 == cells.size() || cells[end] != cells[end + 1])) {
                ++end;
            }
            run = end - i;
            put_signed(out, -static_cast<std::int64_t>(run));
            for (std::size_t j = i; j < end; ++j) {
                out.insert(out.end(), cells[j]->begin(), cells[j]->end());
            }
        }
        i += run;
    }
    return out;
}

Bytes number(std::uint64_t value) {
    Bytes out;
    put_unsigned(out, value);
    return out;
}

Bytes delta(std::int64_t value) {
    Bytes out;
    put_signed(out, value);
    return out;
}

Bytes text_cell(const std::string& text) {
    Bytes out;
    put_unsigned(out, text.size());
    out.insert(out.end(), text.begin(), text.end());
    return out;
}

struct Columns {
    std::vector<Cell> object_actor, object_counter, key, action, value_type, predecessor_count,
        predecessor_actor, predecessor_counter;
    Bytes values;
};

Columns columns_of(const std::vector<Operation>& operations) {
    Columns out;
    std::uint64_t last_counter = 0;
    for (const Operation& operation : operations) {
        const bool root = operation.object.counter == 0;
        out.object_actor.push_back(root ? Cell{} : number(operation.object.actor));
        out.object_counter.push_back(root ? Cell{} : number(operation.object.counter));
        out.key.emplace_back(text_cell(operation.key));
        out.action.emplace_back(number(static_cast<std::uint64_t>(operation.action)));
        out.value_type.emplace_back(
            number(operation.value.size() << 4U | static_cast<std::uint64_t>(operation.type)));
        out.values.insert(out.values.end(), operation.value.begin(), operation.value.end());
        out.predecessor_count.emplace_back(number(operation.predecessors.size()));
        for (const OpId& id : operation.predecessors) {
            out.predecessor_actor.emplace_back(number(id.actor));
            out.predecessor_counter.emplace_back(
                delta(static_cast<std::int64_t>(id.counter - last_counter)));
            last_counter = id.counter;
        }
    }
    return out;
}

}  // namespace

void put_unsigned(Bytes& out, std::uint64_t value) {
    while (value >= 0x80) {
        out.push_back(static_cast<std::uint8_t>(value | 0x80U));
        value >>= 7U;
    }
    out.push_back(static_cast<std::uint8_t>(value));
}

Bytes body_of(const std::vector<Operation>& operations) {
    const Columns columns = columns_of(operations);
    const std::vector<std::pair<std::uint64_t, Bytes>> all{
        {0x01, runs_of(columns.object_actor)},
        {0x02, runs_of(columns.object_counter)},
        {0x15, runs_of(columns.key)},
        {0x34, number(operations.size())},
        {0x42, runs_of(columns.action)},
        {0x56, runs_of(columns.value_type)},
        {0x57, columns.values},
        {0x70, runs_of(columns.predecessor_count)},
        {0x71, runs_of(columns.predecessor_actor)},
        {0x73, runs_of(columns.predecessor_counter)},
    };
    Bytes table;
    Bytes cells;
    std::uint64_t count = 0;
    for (const auto& [specification, bytes] : all) {
        if (bytes.empty()) continue;
        ++count;
        put_unsigned(table, specification);
        put_unsigned(table, bytes.size());
        cells.insert(cells.end(), bytes.begin(), bytes.end());
    }
    Bytes out;
    put_unsigned(out, count);
    out.insert(out.end(), table.begin(), table.end());
    out.insert(out.end(), cells.begin(), cells.end());
    return out;
}

ChangeParts hostile_parts(Kind kind, const std::vector<Operation>& operations) {
    ChangeParts parts;
    parts.parents = {first_change_hash(kind)};
    parts.actor = actor(7);
    parts.sequence = 1;
    parts.start_op = maps_of(kind).size() + 1;
    parts.time_ms = 1;
    parts.others = {LogId{}};
    parts.body = body_of(operations);
    return parts;
}

Bytes hostile_change(Kind kind, const std::vector<Operation>& operations) {
    return join_change(hostile_parts(kind, operations));
}

}  // namespace wayside::document
