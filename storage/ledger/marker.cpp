#include "storage/ledger/marker.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>

#include "storage/ledger/schema.hpp"
#include "storage/sqlite/storage_error.hpp"

namespace wayside::ledger {

namespace {

constexpr std::uint8_t marker_version = 1;
constexpr std::size_t checksum_bytes = 16;

std::array<std::uint8_t, checksum_bytes> checksum(ByteView bytes) {
    return crypto::hash<checksum_bytes>("wayside marker", {}, {bytes});
}

[[noreturn]] void throw_marker(const char* tried) {
    const auto cause = errno == ENOSPC || errno == EDQUOT ? sqlite::Cause::full
                       : errno == EIO                     ? sqlite::Cause::sync
                                                          : sqlite::Cause::other;
    throw sqlite::StorageError(cause,
                               std::string(tried) + " (errno " + std::to_string(errno) + ")");
}

}  // namespace

Bytes encode_marker(const Marker& marker) {
    require(marker.spaces.size() <= max_marker_spaces, "a box has few spaces");
    ByteWriter out;
    out.u8(marker_version);
    out.u64(marker.generation);
    out.raw(marker.machine);
    out.raw(marker.start.view());
    out.u16(static_cast<std::uint16_t>(marker.spaces.size()));
    for (const SpaceMark& mark : marker.spaces) {
        out.raw(mark.space.view());
        out.raw(mark.log.view());
        out.u64(mark.sequence);
        out.raw(mark.chain);
    }
    out.raw(checksum(out.bytes()));
    return out.take();
}

Result<Marker> decode_marker(ByteView slot) {
    ByteReader from(slot);
    if (from.u8() != marker_version) {
        return Refusal{Why::unsupported, "a marker of another version"};
    }
    Marker out;
    out.generation = from.u64();
    out.machine = from.array<16>();
    out.start.bytes = from.array<16>();
    const std::size_t count = from.u16();
    if (count > max_marker_spaces) from.fail();
    for (std::size_t i = 0; i < count && !from.failed(); ++i) {
        SpaceMark mark;
        mark.space.bytes = from.array<16>();
        mark.log.bytes = from.array<16>();
        mark.sequence = from.u64();
        mark.chain = from.array<32>();
        if (!out.spaces.empty() && out.spaces.back().space >= mark.space) from.fail();
        out.spaces.push_back(mark);
    }
    const std::size_t body = slot.size() - from.left();
    const auto stored = from.array<checksum_bytes>();
    if (from.failed() || stored != checksum(slot.first(body))) {
        return Refusal{Why::malformed, "not a whole slot of a marker"};
    }
    return out;
}

Result<Marker> choose_slot(ByteView file) {
    const auto slot = [&](std::size_t number) {
        const ByteView from = file.subspan(std::min(file.size(), number * marker_slot_bytes));
        return decode_marker(from.first(std::min(from.size(), marker_slot_bytes)));
    };
    auto first = slot(0);
    auto second = slot(1);
    if (!first && !second) return Refusal{Why::damaged, "both slots of the marker are damaged"};
    if (first && (!second || first->generation > second->generation)) return first;
    return second;
}

Result<Marker> read_marker(const std::string& file) {
    std::ifstream from(file, std::ios::binary);
    if (!from) return Refusal{Why::not_found, "there is no marker"};
    Bytes bytes(2 * marker_slot_bytes);
    from.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(from.gcount()));
    return choose_slot(bytes);
}

MarkerFile::MarkerFile(const std::string& file)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0) throw_marker("open the marker");
}

MarkerFile::~MarkerFile() {
    ::close(descriptor_);
}

Result<void> MarkerFile::write(const Marker& marker) {
    const Bytes slot = encode_marker(marker);
    const auto at = static_cast<::off_t>((marker.generation % 2) * marker_slot_bytes);
    const ::ssize_t written = ::pwrite(descriptor_, slot.data(), slot.size(), at);
    if (written == static_cast<::ssize_t>(slot.size())) return {};
    return Refusal{Why::unavailable, "the disk did not take the marker"};
}

void MarkerFile::sync() {
    if (::fdatasync(descriptor_) != 0) throw_marker("sync the marker");
}

void sync_marker(const std::filesystem::path& folder) {
    MarkerFile((folder / marker_name).string()).sync();
}

MachineId this_machine() {
    std::ifstream from("/etc/machine-id");
    std::string text;
    from >> text;
    const auto raw = bytes_of_hex(text);
    MachineId out{};
    if (raw && raw->size() == out.size()) std::ranges::copy(*raw, out.begin());
    return out;
}

}  // namespace wayside::ledger
