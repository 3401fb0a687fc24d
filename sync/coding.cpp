#include "sync/coding.hpp"

#include <algorithm>

#include "storage/zip/zip.hpp"
#include "sync/dictionary.hpp"
#include "sync/leb.hpp"
#include "sync/sorted_entries.hpp"

namespace wayside::sync {

namespace {

constexpr std::uint8_t coding_number = 1;
constexpr int smallest = 19;

/// How the entries lie in a body.
enum Layout : std::uint8_t { as_they_are = 0, sorted = 1 };

std::size_t most_plain_bytes(const CodedFrame& of) {
    return of.opened_bytes + 5 * of.count;
}

Bytes plain_streams(const std::vector<ledger::RangeEntry>& entries) {
    ByteWriter out;
    for (const ledger::RangeEntry& entry : entries) {
        write_leb(out, entry.plaintext.size());
        out.raw(entry.plaintext);
    }
    return out.take();
}

std::optional<std::vector<Bytes>> read_plain(ByteView streams, const CodedFrame& of) {
    ByteReader from(streams);
    std::vector<Bytes> out;
    for (std::size_t i = 0; i < of.count && !from.failed(); ++i) {
        const std::uint64_t size = read_leb(from);
        const ByteView plaintext = from.raw(size);
        out.emplace_back(plaintext.begin(), plaintext.end());
    }
    return from.done() ? std::optional(std::move(out)) : std::nullopt;
}

Refusal no_body() {
    return {Why::malformed, "not the body of a package"};
}

CodedEntries encode(const ledger::Range& range, const FindPatientKey& keys, ByteView dictionary) {
    auto sorted_entries = sort_entries(range, keys);
    ByteWriter body;
    if (!sorted_entries) {
        body.u8(as_they_are);
        body.raw(zip::compress(plain_streams(range.entries), smallest, dictionary));
        return {body.take(), {}};
    }
    body.u8(sorted);
    write_leb(body, sorted_entries->random.size());
    body.raw(sorted_entries->random);
    body.raw(zip::compress(sorted_entries->streams, smallest, dictionary));
    return {body.take(), std::move(sorted_entries->frame.opened)};
}

Result<std::vector<Bytes>> decode_plain(ByteView frame, const CodedFrame& of, ByteView dictionary) {
    const auto streams = zip::decompress(frame, most_plain_bytes(of), dictionary);
    if (!streams) return streams.refusal();
    auto out = read_plain(*streams, of);
    if (!out || !of.opened.empty()) return no_body();
    return std::move(*out);
}

Result<std::vector<Bytes>> decode(ByteView body, const CodedFrame& of, const FindPatientKey& keys,
                                  ByteView dictionary) {
    ByteReader from(body);
    const std::uint8_t layout = from.u8();
    Result<std::vector<Bytes>> out = no_body();
    if (layout == as_they_are) {
        out = decode_plain(from.rest(), of, dictionary);
    } else if (layout == sorted) {
        const ByteView random = from.raw(read_leb(from));
        const auto streams = zip::decompress(from.rest(), most_sorted_bytes(of), dictionary);
        if (!streams) return streams.refusal();
        out = read_sorted(*streams, random, of, keys);
    }
    if (!out) return out;
    std::size_t bytes = 0;
    for (const Bytes& plaintext : *out) bytes += plaintext.size();
    if (bytes != of.opened_bytes) return no_body();
    return out;
}

template <std::uint8_t number>
Coding coding_with_dictionary() {
    return {coding_number, number,
            [](const ledger::Range& range, const FindPatientKey& keys) {
                return encode(range, keys, dictionary(number));
            },
            [](ByteView body, const CodedFrame& of, const FindPatientKey& keys) {
                return decode(body, of, keys, dictionary(number));
            }};
}

}  // namespace

const std::vector<Coding>& codings() {
    static const std::vector<Coding> all{coding_with_dictionary<0>(), coding_with_dictionary<1>()};
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
