#include "sync/parcel.hpp"

#include <algorithm>

#include "sync/leb.hpp"
#include "sync/package_header.hpp"

namespace wayside::sync {

namespace {

constexpr std::uint8_t has_other_writer = 1;
constexpr std::uint8_t has_follows = 2;
constexpr std::uint8_t has_before = 4;
constexpr std::uint8_t has_sealings = 8;
constexpr std::uint8_t known_bits = has_other_writer | has_follows | has_before | has_sealings;
constexpr std::size_t check_bytes = 4;
constexpr std::size_t signature_bytes = 64;

/// The generation whose key seals everything in it; empty where it is not one, or not known.
std::optional<std::uint32_t> generation_of(const PackageHeader& header,
                                           const trust::Register& region_register) {
    const bool is_one = header.runs.size() == 1 && header.runs.front().sealing == header.body &&
                        header.body.suite == region_register.suite();
    if (!is_one) return std::nullopt;
    const SpaceId& space = header.origin.space;
    for (std::uint32_t n = region_register.newest_generation(space); n > 0; --n) {
        const trust::GenerationOpened* opened = region_register.generation(space, n);
        if (opened != nullptr && opened->key_id == header.body.key_id) return n;
    }
    return std::nullopt;
}

Result<void> read_generation(ByteReader& from, const trust::Register& region_register,
                             PackageHeader& header) {
    const std::uint64_t number = std::min<std::uint64_t>(read_leb(from), UINT32_MAX);
    const trust::GenerationOpened* opened =
        region_register.generation(header.origin.space, static_cast<std::uint32_t>(number));
    if (opened == nullptr) {
        return Refusal{Why::forbidden, "sealed with a key that the register does not have",
                       "no_key"};
    }
    header.body = {region_register.suite(), opened->key_id};
    header.runs = {{header.body, static_cast<std::uint32_t>(header.last - header.first + 1)}};
    return {};
}

ByteView check_of(const crypto::Hash32& chain) {
    return ByteView(chain).first(check_bytes);
}

/// The chain hash that the first entry goes on from: as it was stated, or as it stands here.
Result<void> read_before(ByteReader& from, const ParcelPlace& place, std::uint8_t bits,
                         PackageHeader& header) {
    if ((bits & has_before) != 0) {
        header.before = from.array<32>();
        return {};
    }
    const ByteView check = from.raw(check_bytes);
    const bool stands_there = place.ours.sequence == place.first - 1;
    if (stands_there) header.before = place.ours.chain;
    // A log's beginning that follows nothing goes on from zeros, whatever came of it since.
    const bool is_known = stands_there || place.first == 1;
    if (from.failed() || (is_known && std::ranges::equal(check, check_of(header.before))))
        return {};
    return Refusal{Why::unavailable, "goes on from a chain that is not the one here",
                   "chain_before"};
}

Result<Bytes> package_of(const PackageHeader& header, ByteView body, ByteView head) {
    ByteWriter out;
    out.raw(encode_header(header));
    out.sized(body);
    out.raw(head);
    if (out.size() > max_package_bytes) return Refusal{Why::too_large, "a package over the limit"};
    return out.take();
}

}  // namespace

Result<Bytes> encode_parcel(ByteView package, const trust::Register& region_register,
                            Before before) {
    const auto parts = read_package(package);
    if (!parts) return parts.refusal();
    const PackageHeader& header = parts->header;
    if (header.form != PackageForm::given) {
        return Refusal{Why::malformed, "a package that is to be kept, not given"};
    }
    const bool other_writer = header.origin.device != header.packer;
    const auto& follows = header.origin.follows;
    const bool states = before == Before::stated || follows.has_value();
    const auto generation = generation_of(header, region_register);
    ByteWriter out;
    out.u8(static_cast<std::uint8_t>((other_writer ? has_other_writer : 0) |
                                     (follows ? has_follows : 0) | (states ? has_before : 0) |
                                     (generation ? 0 : has_sealings)));
    if (other_writer) out.raw(header.origin.device.view());
    if (follows) out.raw(follows->log.view());
    if (follows) write_leb(out, follows->sequence);
    out.raw(states ? ByteView(header.before) : check_of(header.before));
    if (generation) {
        write_leb(out, *generation);
    } else {
        write_sealings(out, header);
    }
    write_leb(out, header.opened_bytes);
    write_opened(out, header);
    out.raw(parts->sealed_body);
    out.raw(parts->head.signature);
    if (out.size() > max_parcel_bytes) {
        return Refusal{Why::too_large, "a parcel of more than its receiver takes"};
    }
    return out.take();
}

Result<Bytes> decode_parcel(ByteView bytes, const ParcelPlace& place) {
    if (bytes.size() > max_parcel_bytes) return Refusal{Why::too_large, "a parcel over its limit"};
    ByteReader from(bytes);
    PackageHeader header;
    header.form = PackageForm::given;
    header.coding = place.coding;
    header.dictionary = place.dictionary;
    header.packer = place.packer;
    header.origin = {place.region_register.region(), place.space, place.log, place.packer, {}};
    header.first = place.first;
    header.last = place.last;
    const std::uint8_t bits = from.u8();
    if ((bits & ~known_bits) != 0) from.fail();
    if ((bits & has_other_writer) != 0) header.origin.device = DeviceId{from.array<16>()};
    if ((bits & has_follows) != 0) {
        const LogId log{from.array<16>()};
        header.origin.follows = ledger::EntryName{log, read_leb(from)};
    }
    const auto before = read_before(from, place, bits, header);
    if (!before) return before.refusal();
    if ((bits & has_sealings) != 0) {
        read_sealings(from, header);
    } else if (const auto known = read_generation(from, place.region_register, header); !known) {
        if (!from.failed()) return known.refusal();
    }
    const std::uint64_t opened_bytes = read_leb(from);
    if (opened_bytes > max_opened_bytes) from.fail();
    header.opened_bytes = static_cast<std::uint32_t>(opened_bytes);
    read_opened(from, header);
    if (from.failed() || from.left() <= signature_bytes) {
        return Refusal{Why::malformed, "not the bytes of a parcel"};
    }
    const ByteView rest = from.rest();
    return package_of(header, rest.first(rest.size() - signature_bytes),
                      rest.last(signature_bytes));
}

}  // namespace wayside::sync
