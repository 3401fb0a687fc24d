#include "sync/session_hello.hpp"

#include <algorithm>

namespace wayside::sync {

namespace {

constexpr std::size_t signature_bytes = 64;
constexpr std::uint8_t enrols_flag = 1;

Bytes message_of(const ProofPlace& place, ByteView fields) {
    ByteWriter out;
    out.raw(view_of("wayside session 1"));
    out.u8(static_cast<std::uint8_t>(place.speaker));
    out.raw(place.binding);
    out.sized(place.answers);
    out.raw(fields);
    return out.take();
}

}  // namespace

Bytes encode_hello(const Hello& hello, const ProofPlace& place, const crypto::Signer& signer) {
    ByteWriter out;
    out.u16(hello.oldest);
    out.u16(hello.newest);
    out.u8(hello.enrols ? enrols_flag : 0);
    out.raw(hello.region.view());
    out.raw(hello.device.view());
    out.u8(static_cast<std::uint8_t>(hello.role));
    out.raw(hello.to.view());
    out.u8(static_cast<std::uint8_t>(hello.codings.size()));
    for (const CodingName& coding : hello.codings) {
        out.u8(coding.number);
        out.u8(coding.dictionary);
    }
    const crypto::Signature signature = signer.sign(message_of(place, out.bytes()));
    out.raw(signature);
    return out.take();
}

Result<Hello> decode_hello(ByteView payload) {
    ByteReader from(payload);
    Hello hello;
    hello.oldest = from.u16();
    hello.newest = from.u16();
    hello.enrols = (from.u8() & enrols_flag) != 0;
    hello.region.bytes = from.array<16>();
    hello.device.bytes = from.array<16>();
    const std::uint8_t role = from.u8();
    if (role < 1 || role > 2) from.fail();
    hello.role = static_cast<trust::DeviceRole>(role);
    hello.to.bytes = from.array<16>();
    const std::size_t codings = from.u8();
    for (std::size_t i = 0; i < codings && !from.failed(); ++i) {
        CodingName coding;
        coding.number = from.u8();
        coding.dictionary = from.u8();
        hello.codings.push_back(coding);
    }
    // What a later version adds lies between here and the signature.
    if (from.failed() || from.left() < signature_bytes || hello.oldest > hello.newest) {
        return Refusal{Why::malformed, "a hello that cannot be read", "frame"};
    }
    return hello;
}

bool is_proved(ByteView payload, const ProofPlace& place, const crypto::PublicKey& key) {
    if (payload.size() < signature_bytes) return false;
    ByteReader tail(payload.last(signature_bytes));
    const ByteView fields = payload.first(payload.size() - signature_bytes);
    return crypto::verify(key, message_of(place, fields), tail.array<signature_bytes>());
}

Result<Dialect> agree(const std::vector<Dialect>& ours, const Hello& theirs) {
    const std::uint16_t version = std::min(ours.back().version, theirs.newest);
    const auto known = std::ranges::find(ours, version, &Dialect::version);
    if (known == ours.end() || version < theirs.oldest) {
        return Refusal{Why::unsupported, "the two have no version of the protocol in common",
                       "no_common_version"};
    }
    return *known;
}

Result<const Coding*> agree_on_coding(const Hello& theirs) {
    for (auto coding = codings().rbegin(); coding != codings().rend(); ++coding) {
        const CodingName name{coding->number, coding->dictionary};
        if (std::ranges::find(theirs.codings, name) != theirs.codings.end()) return &*coding;
    }
    return Refusal{Why::unsupported, "the two have no coding of packages in common",
                   "no_common_coding"};
}

std::vector<CodingName> readable_codings() {
    std::vector<CodingName> out;
    for (const Coding& coding : codings()) out.push_back({coding.number, coding.dictionary});
    return out;
}

}  // namespace wayside::sync
