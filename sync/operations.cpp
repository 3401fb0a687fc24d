#include "sync/operations.hpp"

#include <algorithm>
#include <map>

#include "storage/document/change_columns.hpp"
#include "sync/leb.hpp"

namespace wayside::sync {

namespace {

using document::LebReader;

enum Column : std::uint64_t {
    object_actor = 0x01,
    object_counter = 0x02,
    key_text = 0x15,
    insert = 0x34,
    action = 0x42,
    value_metadata = 0x56,
    value_bytes = 0x57,
    replaces_count = 0x70,
    replaces_actor = 0x71,
    replaces_counter = 0x73,
};

constexpr std::uint64_t type_bits = 4;
constexpr std::size_t most_columns = 10;

void write_signed(ByteWriter& to, std::int64_t value) {
    while (value < -0x40 || value > 0x3f) {
        to.u8(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    to.u8(static_cast<std::uint8_t>(value & 0x7f));
}

/// Automerge's run lengths: two or more of a kind are a run, what stands alone goes into a list.
template <class T, class Write>
Bytes runs_of(const std::vector<T>& values, const Write& write) {
    const auto run_at = [&](std::size_t from) {
        std::size_t end = from + 1;
        while (end < values.size() && values[end] == values[from]) ++end;
        return end - from;
    };
    ByteWriter out;
    for (std::size_t at = 0; at < values.size();) {
        const std::size_t run = run_at(at);
        if (run > 1) {
            write_signed(out, static_cast<std::int64_t>(run));
            write(out, values[at]);
            at += run;
            continue;
        }
        std::size_t end = at + 1;
        while (end < values.size() && run_at(end) == 1) ++end;
        write_signed(out, -static_cast<std::int64_t>(end - at));
        for (; at < end; ++at) write(out, values[at]);
    }
    return out.take();
}

/// The rows of a column without nulls; fails the reader over `most`.
template <class T, class Read>
std::vector<T> rows_of(LebReader column, std::size_t most, bool& failed, const Read& read) {
    std::vector<T> out;
    while (!column.empty() && !column.failed()) {
        const std::int64_t count = column.signed_number();
        const std::uint64_t size =
            count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
        if (size == 0 || size > most - out.size()) column.fail();
        if (column.failed()) break;
        if (count > 0) {
            out.resize(out.size() + size, read(column));
        } else {
            for (std::uint64_t i = 0; i < size; ++i) out.push_back(read(column));
        }
    }
    failed = failed || column.failed();
    return out;
}

std::uint64_t read_number(LebReader& from) {
    return from.unsigned_number();
}

std::string read_text(LebReader& from) {
    return std::string(text_of(from.raw(from.unsigned_number())));
}

using Table = std::map<std::uint64_t, ByteView>;

std::optional<Table> columns_of(ByteView body) {
    LebReader from(body);
    const std::uint64_t count = from.unsigned_number();
    if (from.failed() || count > most_columns) return std::nullopt;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> sizes(count);
    for (auto& [specification, size] : sizes) {
        specification = from.unsigned_number();
        size = from.unsigned_number();
    }
    Table out;
    for (const auto& [specification, size] : sizes) out[specification] = from.raw(size);
    if (from.failed() || !from.empty()) return std::nullopt;
    return out;
}

std::vector<std::uint64_t> numbers_in(Table& table, Column column, std::size_t most, bool& failed) {
    return rows_of<std::uint64_t>(LebReader(table[column]), most, failed, read_number);
}

/// The operations that each one replaces; counters are differences down the column.
void read_replaced(Table& table, std::vector<Operation>& operations, std::size_t most,
                   bool& failed) {
    const auto counts = numbers_in(table, replaces_count, most, failed);
    const auto actors = numbers_in(table, replaces_actor, most, failed);
    const auto steps = rows_of<std::int64_t>(LebReader(table[replaces_counter]), most, failed,
                                             [](LebReader& from) { return from.signed_number(); });
    failed = failed || counts.size() != operations.size() || actors.size() != steps.size();
    std::size_t at = 0;
    std::uint64_t counter = 0;
    for (std::size_t i = 0; i < operations.size() && !failed; ++i) {
        failed = counts[i] > actors.size() - at;
        for (std::uint64_t n = 0; n < counts[i] && !failed; ++n, ++at) {
            counter += static_cast<std::uint64_t>(steps[at]);
            operations[i].replaces.push_back({actors[at], counter});
        }
    }
    failed = failed || at != actors.size();
}

std::optional<std::vector<Operation>> read_operations(Table& table, std::size_t most) {
    bool failed = false;
    const auto actors = numbers_in(table, object_actor, most, failed);
    const auto counters = numbers_in(table, object_counter, most, failed);
    const auto keys = rows_of<std::string>(LebReader(table[key_text]), most, failed, read_text);
    const auto actions = numbers_in(table, action, most, failed);
    const auto metadata = numbers_in(table, value_metadata, most, failed);
    std::vector<Operation> out(actions.size());
    for (const std::size_t rows : {actors.size(), counters.size(), keys.size(), metadata.size()}) {
        failed = failed || rows != out.size();
    }
    if (failed) return std::nullopt;
    LebReader values(table[value_bytes]);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const ByteView value = values.raw(metadata[i] >> type_bits);
        out[i].object = {actors[i], counters[i]};
        out[i].key = keys[i];
        out[i].action = actions[i];
        out[i].type = metadata[i] & ((1U << type_bits) - 1);
        out[i].value.assign(value.begin(), value.end());
    }
    read_replaced(table, out, most, failed);
    if (failed || values.failed() || !values.empty()) return std::nullopt;
    return out;
}

/// The columns of what is replaced.
void write_replaced(const std::vector<Operation>& operations, std::map<Column, Bytes>& columns) {
    std::vector<std::uint64_t> counts;
    std::vector<std::uint64_t> actors;
    std::vector<std::int64_t> steps;
    std::uint64_t last = 0;
    for (const Operation& each : operations) {
        counts.push_back(each.replaces.size());
        for (const OperationName& name : each.replaces) {
            actors.push_back(name.actor);
            steps.push_back(static_cast<std::int64_t>(name.counter - last));
            last = name.counter;
        }
    }
    columns[replaces_count] = runs_of(counts, write_leb);
    columns[replaces_actor] = runs_of(actors, write_leb);
    columns[replaces_counter] = runs_of(steps, write_signed);
}

}  // namespace

Bytes body_of(const std::vector<Operation>& operations) {
    std::vector<std::uint64_t> actors;
    std::vector<std::uint64_t> counters;
    std::vector<std::uint64_t> actions;
    std::vector<std::uint64_t> metadata;
    std::vector<std::string> keys;
    ByteWriter values;
    for (const Operation& each : operations) {
        actors.push_back(each.object.actor);
        counters.push_back(each.object.counter);
        actions.push_back(each.action);
        metadata.push_back((std::uint64_t{each.value.size()} << type_bits) | each.type);
        keys.push_back(each.key);
        values.raw(each.value);
    }
    ByteWriter no_inserts;
    write_leb(no_inserts, operations.size());
    std::map<Column, Bytes> columns;
    columns[object_actor] = runs_of(actors, write_leb);
    columns[object_counter] = runs_of(counters, write_leb);
    columns[key_text] = runs_of(keys, [](ByteWriter& to, const std::string& key) {
        write_leb(to, key.size());
        to.raw(view_of(key));
    });
    columns[insert] = no_inserts.take();
    columns[action] = runs_of(actions, write_leb);
    columns[value_metadata] = runs_of(metadata, write_leb);
    columns[value_bytes] = values.take();
    write_replaced(operations, columns);
    std::erase_if(columns, [](const auto& column) { return column.second.empty(); });

    ByteWriter out;
    write_leb(out, columns.size());
    for (const auto& [column, bytes] : columns) {
        write_leb(out, column);
        write_leb(out, bytes.size());
    }
    for (const auto& [column, bytes] : columns) out.raw(bytes);
    return out.take();
}

std::optional<std::vector<Operation>> operations_of(ByteView body, std::size_t most) {
    auto table = columns_of(body);
    if (!table) return std::nullopt;
    auto operations = read_operations(*table, most);
    if (!operations || operations->empty()) return std::nullopt;
    if (!std::ranges::equal(body_of(*operations), body)) return std::nullopt;
    return operations;
}

}  // namespace wayside::sync
