// storage/document/fields.hpp: reading one field of a record, for whoever makes rows of records.
//
// Records come from peers too: a field may be missing, hold another type than ours writes, or hold
// several values. Nothing here refuses; a field that is not what was asked for reads as absent.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "storage/document/document.hpp"

namespace wayside::document {

/// The field of this name; null if the record has none.
inline const Field* find_field(const Record& record, std::string_view name) {
    const auto found = std::lower_bound(
        record.fields.begin(), record.fields.end(), name,
        [](const Field& field, std::string_view wanted) { return field.name < wanted; });
    return found != record.fields.end() && found->name == name ? &*found : nullptr;
}

/// The first of its values, which counts where nothing else is said, as a T; null if it is absent
/// or of another type.
template <class T>
const T* first_as(const Record& record, std::string_view name) {
    const Field* field = find_field(record, name);
    return field == nullptr || field->values.empty() ? nullptr
                                                     : std::get_if<T>(&field->values[0].scalar);
}

/// A copy of the first value as a T; empty if it is absent or of another type.
template <class T>
std::optional<T> copy_of(const Record& record, std::string_view name) {
    const T* found = first_as<T>(record, name);
    return found == nullptr ? std::nullopt : std::optional<T>(*found);
}

/// The id in a scalar; empty if it holds anything but 16 bytes.
template <class AnId>
std::optional<AnId> id_in(const Scalar& scalar) {
    const Bytes* raw = std::get_if<Bytes>(&scalar);
    if (raw == nullptr) return std::nullopt;
    const auto id = AnId::from(*raw);
    return id ? std::optional<AnId>(*id) : std::nullopt;
}

/// The id in the first value of a field.
template <class AnId>
std::optional<AnId> first_id(const Record& record, std::string_view name) {
    const Field* field = find_field(record, name);
    return field == nullptr || field->values.empty() ? std::nullopt
                                                     : id_in<AnId>(field->values[0].scalar);
}

/// Two people wrote different things apart, and nobody has chosen yet. Equal values are no
/// conflict.
inline bool is_conflict(const Field& field) {
    return std::any_of(field.values.begin(), field.values.end(), [&](const Value& value) {
        return value.scalar != field.values.front().scalar;
    });
}

/// An id as a document holds it.
template <class Tag>
Scalar scalar_of(const Id<Tag>& id) {
    return Bytes(id.bytes.begin(), id.bytes.end());
}

}  // namespace wayside::document
