// tests/storage/document/boxes.hpp: documents, edits and batches for the tests of this folder.
#pragma once

#include <algorithm>

#include "storage/base/random.hpp"
#include "storage/document/document.hpp"

namespace wayside::document {

/// The actor whose bytes are all `number`.
inline LogId actor(std::uint8_t number) {
    LogId out;
    out.bytes.fill(number);
    return out;
}

inline Document day(std::uint8_t number) {
    return Document::begin(Kind::day, actor(number));
}

inline Edit status(const std::string& visit, Scalar value) {
    return Edit{"visits", visit, "status", std::move(value)};
}

/// The change that one edit makes.
inline Bytes change_of(Document& document, const Edit& edit) {
    return document.commit({edit}, 1'700'000'000'000).value().change;
}

inline std::vector<Bytes> all_changes(Document& document) {
    return document.changes_since({}).value();
}

template <class T>
void shuffle(std::vector<T>& items, SeededRandom& random) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random.below(i)]);
}

/// The record of that name, or an empty one.
inline Record find(const std::vector<Record>& records, const std::string& map,
                   const std::string& key) {
    for (const Record& record : records) {
        if (record.map == map && record.key == key) return record;
    }
    return {};
}

/// The values of a field, as integers.
inline std::vector<std::int64_t> integers(const Record& record, const std::string& name) {
    std::vector<std::int64_t> out;
    for (const Field& field : record.fields) {
        if (field.name != name) continue;
        for (const Value& value : field.values) {
            out.push_back(std::get<std::int64_t>(value.scalar));
        }
    }
    return out;
}

}  // namespace wayside::document
