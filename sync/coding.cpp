#include "sync/coding.hpp"

#include <algorithm>

#include "storage/zip/zip.hpp"
#include "sync/dictionary.hpp"
#include "sync/entry_model.hpp"
#include "sync/leb.hpp"

namespace wayside::sync {

namespace {

constexpr std::uint8_t coding_number = 1;
constexpr int smallest = 19;

/// How the entries lie in a body.
enum Layout : std::uint8_t { as_they_are = 0, sorted = 1 };

/// Sorted streams are smaller than the entries but for a header, some numbers, and words of one
/// use.
std::size_t most_sorted_bytes(const CodedFrame& of) {
    return 2 * of.opened_bytes + 64 * of.count + 4'096;
}

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

Result<std::vector<Bytes>> read_sorted(ByteView taken, ByteView random, const CodedFrame& of,
                                       const FindPatientKey& keys) {
    Streams streams(taken, random);
    EntryModel model(of.origin, of.first + of.count - 1, keys, streams);
    std::vector<Bytes> out;
    std::size_t room = of.opened_bytes;
    for (std::size_t i = 0; i < of.count && !streams.failed(); ++i) {
        model.pass(out.emplace_back(), room);
        room -= std::min(room, out.back().size());
    }
    if (model.lacks_key_of()) {
        return Refusal{Why::forbidden, "a patient's key is not held here", "no_patient_key"};
    }
    if (!streams.done() || !std::ranges::equal(model.opened(), of.opened)) return no_body();
    return out;
}

struct Sorted {
    Bytes streams;
    Bytes random;
    CodedFrame frame;
};

/// Empty where the streams would not give the entries back.
std::optional<Sorted> sort_entries(const ledger::Range& range, const FindPatientKey& keys) {
    Streams streams;
    EntryModel model(range.origin, range.last(), keys, streams);
    Sorted out;
    out.frame = {range.origin, range.first, range.entries.size(), 0, {}};
    for (const ledger::RangeEntry& entry : range.entries) {
        Bytes plaintext = entry.plaintext;
        model.pass(plaintext, plaintext.size());
        out.frame.opened_bytes += plaintext.size();
    }
    out.streams = streams.take();
    out.random = streams.random_bytes();
    out.frame.opened.assign(model.opened().begin(), model.opened().end());
    if (streams.failed() || out.streams.size() > most_sorted_bytes(out.frame)) return std::nullopt;
    // A range that cannot be given back must not be sent: no peer could tell why.
    const auto back = read_sorted(out.streams, out.random, out.frame, keys);
    const auto is_same = [](const Bytes& a, const ledger::RangeEntry& b) {
        return a == b.plaintext;
    };
    if (!back || !std::ranges::equal(*back, range.entries, is_same)) return std::nullopt;
    return out;
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
    static const std::vector<Coding> all{coding_with_dictionary<0>()};
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
