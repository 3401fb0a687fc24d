// storage/ledger/document_id.hpp: the name of a document inside its space.
//
// Nobody draws one: a document is its space, its kind and its key (design 5). The space is not
// repeated here, because no change refers across spaces.
#pragma once

#include <compare>
#include <string>

#include "storage/base/bytes.hpp"
#include "storage/document/document.hpp"

namespace wayside::ledger {

/// The longest key of a document.
inline constexpr std::size_t max_document_key_bytes = 64;

struct DocumentId {
    document::Kind kind = document::Kind::day;
    /// "2026-03-02" for a day, "2026-03" for a rota month, the id's 26 characters for a patient.
    std::string key;

    /// By kind, then by the bytes of the key: the same on every replica.
    friend std::strong_ordering operator<=>(const DocumentId& a, const DocumentId& b);
    friend bool operator==(const DocumentId&, const DocumentId&) = default;
};

/// The kind's byte, then the key as text.
void write_document_id(ByteWriter& to, const DocumentId& id);
/// Fails the reader for a kind that is not ours or a key that is empty or too long.
DocumentId read_document_id(ByteReader& from);

}  // namespace wayside::ledger
