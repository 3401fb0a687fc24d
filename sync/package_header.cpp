#include "sync/package_header.hpp"

#include <algorithm>

#include "sync/derived_ids.hpp"
#include "sync/leb.hpp"

namespace wayside::sync {

namespace {

constexpr std::uint8_t package_version = 1;
constexpr std::uint8_t has_other_writer = 1;
constexpr std::uint8_t has_follows = 2;
constexpr std::uint8_t is_given = 4;
constexpr std::uint8_t known_flags = has_other_writer | has_follows | is_given;
constexpr std::uint8_t sealed_otherwise = 255;

void write_sealing(ByteWriter& to, const ledger::Sealing& sealing) {
    to.u8(static_cast<std::uint8_t>(sealing.suite));
    to.raw(sealing.key_id);
}

ledger::Sealing read_sealing(ByteReader& from) {
    ledger::Sealing out;
    const auto suite = crypto::suite_of(from.u8());
    if (suite) {
        out.suite = *suite;
    } else {
        from.fail();
    }
    out.key_id = from.array<32>();
    return out;
}

void read_range(ByteReader& from, PackageHeader& header, std::uint8_t flags) {
    header.origin.region = RegionId{from.array<16>()};
    header.origin.space = SpaceId{from.array<16>()};
    header.packer = DeviceId{from.array<16>()};
    header.origin.log = LogId{from.array<16>()};
    header.origin.device = header.packer;
    if ((flags & has_other_writer) != 0) header.origin.device = DeviceId{from.array<16>()};
    if ((flags & has_other_writer) != 0 && header.origin.device == header.packer) from.fail();
    header.first = from.u64();
    const std::uint64_t more = from.u16();
    if (header.first == 0 || header.first > UINT64_MAX - more) from.fail();
    header.last = header.first + more;
    header.before = from.array<32>();
    if ((flags & is_given) == 0) header.after = from.array<32>();
    if ((flags & has_follows) == 0) return;
    if (header.first != 1) from.fail();
    const LogId log{from.array<16>()};
    header.origin.follows = ledger::EntryName{log, from.u64()};
}

}  // namespace

void write_sealings(ByteWriter& to, const PackageHeader& header) {
    to.u16(static_cast<std::uint16_t>(header.runs.size()));
    for (const SealingRun& run : header.runs) {
        write_sealing(to, run.sealing);
        to.u16(static_cast<std::uint16_t>(run.entries));
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(header.runs.size(), sealed_otherwise); ++i) {
        if (header.runs[i].sealing != header.body) continue;
        return to.u8(static_cast<std::uint8_t>(i));
    }
    to.u8(sealed_otherwise);
    write_sealing(to, header.body);
}

void read_sealings(ByteReader& from, PackageHeader& header) {
    const std::size_t count = from.u16();
    if (count == 0 || count > max_sealing_runs) from.fail();
    std::uint64_t entries = 0;
    for (std::size_t i = 0; i < count && !from.failed(); ++i) {
        SealingRun run{read_sealing(from), from.u16()};
        const bool is_new = header.runs.empty() || header.runs.back().sealing != run.sealing;
        if (run.entries == 0 || !is_new) from.fail();
        entries += run.entries;
        header.runs.push_back(run);
    }
    if (entries != header.last - header.first + 1) from.fail();
    const std::uint8_t body = from.u8();
    if (body == sealed_otherwise) {
        header.body = read_sealing(from);
    } else if (body < header.runs.size()) {
        header.body = header.runs[body].sealing;
    } else {
        from.fail();
    }
}

void write_opened(ByteWriter& to, const PackageHeader& header) {
    DerivedIds own(header.origin.log, header.last);
    std::vector<std::uint64_t> numbers;
    std::vector<PatientId> others;
    for (const PatientId& patient : header.opened) {
        const auto n = own.find(patient.bytes);
        if (n) {
            numbers.push_back(*n);
        } else {
            others.push_back(patient);
        }
    }
    std::ranges::sort(numbers);
    to.u16(static_cast<std::uint16_t>(numbers.size()));
    std::uint64_t next = 0;
    for (const std::uint64_t n : numbers) {
        write_leb(to, n - next);
        next = n + 1;
    }
    to.u16(static_cast<std::uint16_t>(others.size()));
    for (const PatientId& patient : others) to.raw(patient.view());
}

void read_opened(ByteReader& from, PackageHeader& header) {
    const std::size_t numbers = from.u16();
    std::uint64_t next = 0;
    for (std::size_t i = 0; i < numbers && !from.failed(); ++i) {
        const std::uint64_t step = read_leb(from);
        if (step >= UINT64_MAX - next) from.fail();
        const std::uint64_t n = next + step;
        header.opened.push_back(PatientId{crypto::derive_id(header.origin.log, n)});
        next = n + 1;
    }
    const std::size_t others = from.u16();
    for (std::size_t i = 0; i < others && !from.failed(); ++i) {
        header.opened.push_back(PatientId{from.array<16>()});
    }
    std::ranges::sort(header.opened);
    if (std::ranges::adjacent_find(header.opened) != header.opened.end()) from.fail();
}

Bytes encode_header(const PackageHeader& header) {
    const bool other_writer = header.origin.device != header.packer;
    const bool follows = header.origin.follows && header.first == 1;
    ByteWriter out;
    out.u8(package_version);
    out.u8(header.coding);
    out.u8(header.dictionary);
    const bool given = header.form == PackageForm::given;
    out.u8(static_cast<std::uint8_t>((other_writer ? has_other_writer : 0) |
                                     (follows ? has_follows : 0) | (given ? is_given : 0)));
    out.raw(header.origin.region.view());
    out.raw(header.origin.space.view());
    out.raw(header.packer.view());
    out.raw(header.origin.log.view());
    if (other_writer) out.raw(header.origin.device.view());
    out.u64(header.first);
    out.u16(static_cast<std::uint16_t>(header.last - header.first));
    out.raw(header.before);
    if (!given) out.raw(header.after);
    if (follows) {
        out.raw(header.origin.follows->log.view());
        out.u64(header.origin.follows->sequence);
    }
    write_sealings(out, header);
    out.u32(header.opened_bytes);
    write_opened(out, header);
    return out.take();
}

Result<PackageHeader> read_header(ByteReader& from) {
    if (from.u8() != package_version) {
        if (from.failed()) return Refusal{Why::malformed, "no bytes of a package"};
        return Refusal{Why::unsupported, "a package of a version that is not known here"};
    }
    PackageHeader header;
    header.coding = from.u8();
    header.dictionary = from.u8();
    const std::uint8_t flags = from.u8();
    if ((flags & ~known_flags) != 0) from.fail();
    if ((flags & is_given) != 0) header.form = PackageForm::given;
    read_range(from, header, flags);
    read_sealings(from, header);
    header.opened_bytes = from.u32();
    if (header.opened_bytes > max_opened_bytes && !from.failed()) {
        return Refusal{Why::too_large, "a package that would open to more than 1 MB"};
    }
    read_opened(from, header);
    if (from.failed()) return Refusal{Why::malformed, "not the header of a package"};
    return header;
}

}  // namespace wayside::sync
