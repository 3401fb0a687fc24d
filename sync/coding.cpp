#include "sync/coding.hpp"

#include "storage/zip/zip.hpp"
#include "sync/leb.hpp"

namespace wayside::sync {

namespace {

constexpr int smallest = 19;

CodedEntries encode_1(const ledger::Range& range, const FindPatientKey&) {
    ByteWriter plain;
    for (const ledger::RangeEntry& entry : range.entries) {
        write_leb(plain, entry.plaintext.size());
        plain.raw(entry.plaintext);
    }
    return {zip::compress(plain.bytes(), smallest), {}};
}

Result<std::vector<Bytes>> decode_1(ByteView body, const CodedFrame& of, const FindPatientKey&) {
    const std::size_t most = of.opened_bytes + 5 * of.count;
    const auto plain = zip::decompress(body, most);
    if (!plain) return plain.refusal();
    ByteReader from(*plain);
    std::vector<Bytes> out;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < of.count && !from.failed(); ++i) {
        const ByteView plaintext = from.raw(read_leb(from));
        bytes += plaintext.size();
        out.emplace_back(plaintext.begin(), plaintext.end());
    }
    if (!from.done() || bytes != of.opened_bytes) {
        return Refusal{Why::malformed, "not the body of a package"};
    }
    return out;
}

}  // namespace

const std::vector<Coding>& codings() {
    static const std::vector<Coding> all{{1, 0, encode_1, decode_1}};
    return all;
}

const Coding& newest_coding() {
    return codings().back();
}

const Coding* find_coding(std::uint8_t number, std::uint8_t dictionary) {
    for (const Coding& each : codings()) {
        if (each.number == number && each.dictionary == dictionary) return &each;
    }
    return nullptr;
}

}  // namespace wayside::sync
