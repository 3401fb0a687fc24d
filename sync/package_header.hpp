// sync/package_header.hpp: the bytes of a package's header; for this folder only.
#pragma once

#include "sync/package.hpp"

namespace wayside::sync {

/// Key generations in one package are few; a hostile header claims no more.
inline constexpr std::size_t max_sealing_runs = 1'000;

// Parts of it, in the manner of FORMAT.md.

/// How its entries and its body are sealed.
void write_sealings(ByteWriter& to, const PackageHeader& header);
/// Once `first` and `last` are there.
void read_sealings(ByteReader& from, PackageHeader& header);
/// Ids of this log by their numbers, the others as they are; each kind ascending.
void write_opened(ByteWriter& to, const PackageHeader& header);
/// Once the origin is there.
void read_opened(ByteReader& from, PackageHeader& header);

Bytes encode_header(const PackageHeader& header);
/// Leaves the reader behind the header. Refuses `unsupported` for another version, `too_large` for
/// what would open to more than `max_opened_bytes`, `malformed` for anything else that is no
/// header.
Result<PackageHeader> read_header(ByteReader& from);

}  // namespace wayside::sync
