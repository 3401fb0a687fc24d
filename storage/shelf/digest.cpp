#include "storage/shelf/digest.hpp"

#include <algorithm>

#include "storage/crypto/seal.hpp"

namespace wayside::shelf {

namespace {

/// RFC 8785's escapes: the two-letter ones, other control characters as \u00xx, everything else as
/// it is.
void write_text(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out.push_back('"');
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (byte >= 0x20) {
            out.push_back(c);
        } else if (const std::size_t at = std::string_view("\b\t\n\f\r").find(c);
                   at != std::string_view::npos) {
            out.push_back('\\');
            out.push_back("btnfr"[at]);
        } else {
            out += "\\u00";
            out.push_back(digits[byte >> 4U]);
            out.push_back(digits[byte & 15U]);
        }
    }
    out.push_back('"');
}

std::string json_of(const document::Scalar& scalar) {
    struct {
        std::string operator()(std::monostate) const { return "null"; }
        std::string operator()(bool value) const { return value ? "true" : "false"; }
        std::string operator()(std::int64_t value) const { return std::to_string(value); }
        std::string operator()(const std::string& value) const {
            std::string out;
            write_text(out, value);
            return out;
        }
        std::string operator()(const Bytes& value) const {
            return "{\"b\":\"" + hex_of(value) + "\"}";
        }
    } write;
    return std::visit(write, scalar);
}

void write_field(std::string& out, const document::Field& field) {
    std::vector<std::string> values;
    values.reserve(field.values.size());
    for (const document::Value& value : field.values) values.push_back(json_of(value.scalar));
    std::sort(values.begin(), values.end());
    out.push_back('[');
    write_text(out, field.name);
    out += ",[";
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) out.push_back(',');
        out += values[i];
    }
    out += "]]";
}

}  // namespace

std::string canonical_json(const ledger::DocumentId& id,
                           const std::vector<document::Record>& records) {
    std::string out = "{\"document\":[" + std::to_string(static_cast<int>(id.kind)) + ",";
    write_text(out, id.key);
    out += "],\"records\":[";
    for (std::size_t r = 0; r < records.size(); ++r) {
        if (r > 0) out.push_back(',');
        out.push_back('[');
        write_text(out, records[r].map);
        out.push_back(',');
        write_text(out, records[r].key);
        out += ",[";
        for (std::size_t f = 0; f < records[r].fields.size(); ++f) {
            if (f > 0) out.push_back(',');
            write_field(out, records[r].fields[f]);
        }
        out += "]]";
    }
    out += "]}";
    return out;
}

Result<Digest> digest_of(Shelf& shelf, const trust::Keyring& keyring) {
    const trust::SpaceKey* key = keyring.newest(shelf.space());
    if (key == nullptr) return Refusal{Why::forbidden, "this node holds no key of the space"};
    Digest digest{shelf.space(), {}, shelf.documents(), shelf.applied()};
    ByteWriter all;
    shelf.each_document(
        [&](const ledger::DocumentId& id, const std::vector<document::Record>& records) {
            all.text(canonical_json(id, records));
        });
    const crypto::Secret<64> secret =
        crypto::subkey(key->key, keyring.suite(), crypto::Purpose::digest);
    digest.hash = crypto::hash<32>("wayside digest", secret.view(), {all.bytes()});
    return digest;
}

}  // namespace wayside::shelf
