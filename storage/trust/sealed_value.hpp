// storage/trust/sealed_value.hpp: a text of a patient's document, sealed under the patient's key.
#pragma once

#include <string>
#include <string_view>

#include "storage/crypto/seal.hpp"

namespace wayside::trust {

/// Where a value stands: the context of its seal. Never the entry, the time or the writer, so that
/// equal values stay equal.
struct ValuePlace {
    SpaceId space;
    std::uint8_t document_kind = 0;  ///< as document ids write it
    std::string_view document_key;   ///< borrowed: the key of the document's id
    std::string_view record;         ///< borrowed; empty for the single values of a map
    std::string_view field;          ///< borrowed
};

/// The longest text of a value, in bytes of UTF-8.
constexpr std::size_t most_value_bytes = 4096;

/// The bytes that the document holds: version, suite, tag, coded text; 18 bytes and the padding
/// longer than le32 and text. Deterministic. Refuses `too_large` above `most_value_bytes` and
/// `malformed` for a text that is not UTF-8.
Result<Bytes> seal_value(const crypto::Key& patient_key, crypto::Suite suite,
                         const ValuePlace& place, std::string_view text);

/// Refuses `damaged` where the seal does not agree (another key, place or bytes), `malformed` for
/// bytes that `seal_value` never makes, `unsupported` for a version or suite that is not known.
Result<std::string> open_value(const crypto::Key& patient_key, const ValuePlace& place,
                               ByteView sealed);

}  // namespace wayside::trust
