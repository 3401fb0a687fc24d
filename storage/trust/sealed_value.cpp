#include "storage/trust/sealed_value.hpp"

namespace wayside::trust {

namespace {

constexpr std::uint8_t value_version = 1;
constexpr std::size_t header_bytes = 2;  // version and suite
constexpr std::size_t block_bytes = 8;

Bytes value_context(const crypto::Key& patient_key, crypto::Suite suite, const ValuePlace& place) {
    ByteWriter context;
    context.u8(value_version);
    context.u8(static_cast<std::uint8_t>(suite));
    context.text("value");
    context.raw(place.space.view());
    context.u8(place.document_kind);
    context.text(place.document_key);
    context.text(place.record);
    context.text(place.field);
    context.raw(crypto::key_id(patient_key));
    return context.take();
}

/// Lengths leave in steps of eight bytes, so that a name is not told by its length.
std::size_t padded_size(std::size_t text_bytes) {
    return (4 + text_bytes + block_bytes - 1) / block_bytes * block_bytes;
}

/// Only what `seal_value` writes: the least padding, all zeros.
Result<std::string> read_padded(ByteView plain) {
    ByteReader reader(plain);
    std::string text = reader.text(most_value_bytes);
    bool is_sound = !reader.failed() && plain.size() == padded_size(text.size());
    for (const std::uint8_t byte : reader.rest()) is_sound = is_sound && byte == 0;
    if (!is_sound) return Refusal{Why::malformed, "not the bytes of a sealed text"};
    return text;
}

}  // namespace

Result<Bytes> seal_value(const crypto::Key& patient_key, crypto::Suite suite,
                         const ValuePlace& place, std::string_view text) {
    if (text.size() > most_value_bytes) {
        return Refusal{Why::too_large, "a text of more than 4096 bytes"};
    }
    if (!is_utf8(view_of(text))) return Refusal{Why::malformed, "a text that is not UTF-8"};
    ByteWriter plain;
    plain.text(text);
    while (plain.size() < padded_size(text.size())) plain.u8(0);

    const Bytes sealed = crypto::seal(patient_key, suite, crypto::Purpose::value,
                                      value_context(patient_key, suite, place), plain.bytes());
    ByteWriter out;
    out.u8(value_version);
    out.u8(static_cast<std::uint8_t>(suite));
    out.raw(sealed);
    return out.take();
}

Result<std::string> open_value(const crypto::Key& patient_key, const ValuePlace& place,
                               ByteView sealed) {
    if (sealed.size() <= header_bytes) {
        return Refusal{Why::malformed, "shorter than any sealed value"};
    }
    if (sealed[0] != value_version) {
        return Refusal{Why::unsupported, "a version of sealed value that is not known here"};
    }
    const auto suite = crypto::suite_of(sealed[1]);
    if (!suite) return suite.refusal();
    const ByteView body = sealed.subspan(header_bytes);
    const std::size_t most =
        padded_size(most_value_bytes) + crypto::tag_bytes(*suite, crypto::Purpose::value);
    if (body.size() > most) return Refusal{Why::malformed, "longer than any sealed value"};
    const auto plain = crypto::open(patient_key, *suite, crypto::Purpose::value,
                                    value_context(patient_key, *suite, place), body);
    if (!plain) return plain.refusal();
    return read_padded(*plain);
}

}  // namespace wayside::trust
