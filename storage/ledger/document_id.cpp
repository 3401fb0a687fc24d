#include "storage/ledger/document_id.hpp"

namespace wayside::ledger {

std::strong_ordering operator<=>(const DocumentId& a, const DocumentId& b) {
    if (a.kind != b.kind) return a.kind <=> b.kind;
    return a.key.compare(b.key) <=> 0;
}

void write_document_id(ByteWriter& to, const DocumentId& id) {
    to.u8(static_cast<std::uint8_t>(id.kind));
    to.text(id.key);
}

DocumentId read_document_id(ByteReader& from) {
    const std::uint8_t kind = from.u8();
    std::string key = from.text(max_document_key_bytes);
    const bool known = kind >= static_cast<std::uint8_t>(document::Kind::day) &&
                       kind <= static_cast<std::uint8_t>(document::Kind::care_case);
    if (!known || key.empty()) from.fail();
    if (from.failed()) return {};
    return {static_cast<document::Kind>(kind), std::move(key)};
}

}  // namespace wayside::ledger
