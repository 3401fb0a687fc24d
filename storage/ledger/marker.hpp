// storage/ledger/marker.hpp: a small file beside the database that knows the last entry committed.
//
// One flipped bit in SQLite's write-ahead log drops every later frame without a word; the marker
// notices (design 6). The byte format, with a worked example, is in FORMAT.md ("Marker").
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "storage/crypto/hash.hpp"

namespace wayside::ledger {

/// Each of the two slots starts at a multiple of this.
inline constexpr std::size_t marker_slot_bytes = 8'192;
inline constexpr std::size_t max_marker_spaces = 100;

/// Of the machine, not of the device: a marker that came from elsewhere says so. Zeros: unknown.
using MachineId = std::array<std::uint8_t, 16>;

/// The last entry committed in one space, in the log that it lies in.
struct SpaceMark {
    SpaceId space;
    LogId log;
    std::uint64_t sequence = 0;
    crypto::Hash32 chain{};
    friend bool operator==(const SpaceMark&, const SpaceMark&) = default;
};

struct Marker {
    std::uint64_t generation = 0;  ///< counts the writes; the slot with the greater one counts
    MachineId machine{};
    LogId start;                    ///< the log of the start that wrote it
    std::vector<SpaceMark> spaces;  ///< ordered by space, each once
    friend bool operator==(const Marker&, const Marker&) = default;
};

/// One slot, checksum included.
Bytes encode_marker(const Marker& marker);
/// Refuses `unsupported` for another version, `malformed` for anything else; bytes behind the slot
/// are left alone.
Result<Marker> decode_marker(ByteView slot);

/// The one that counts of a whole marker file's two slots; refuses `damaged` if both are bad.
Result<Marker> choose_slot(ByteView file);
/// Reads the file. Refuses `not_found` where there is none, `damaged` if both slots are bad.
Result<Marker> read_marker(const std::string& file);

/// Writes the marker after each commit, into the slots in turn. Used by the storage thread.
class MarkerFile {
  public:
    /// Makes the file if it is not there. Throws StorageError.
    explicit MarkerFile(const std::string& file);
    MarkerFile(const MarkerFile&) = delete;
    MarkerFile& operator=(const MarkerFile&) = delete;
    ~MarkerFile();

    /// Without a sync: what the kernel holds outlives a killed process. Refuses `unavailable` where
    /// the disk does not take it: a marker that is behind the database says nothing wrong.
    Result<void> write(const Marker& marker);
    /// Before the first byte of a package leaves. Throws StorageError.
    void sync();

  private:
    int descriptor_;
};

/// The same from beside the writer, which holds the file open: whoever packs entries does this.
/// Throws StorageError.
void sync_marker(const std::filesystem::path& folder);

/// This machine's id (machine-id(5)), or zeros.
MachineId this_machine();

}  // namespace wayside::ledger
