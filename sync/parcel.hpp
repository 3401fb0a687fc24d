// sync/parcel.hpp: what crosses for one package: the patients' key rows that it needs, before it.
//
// One string of bytes, so that both go on at an offset after a cut. Bytes: FRAMES.md, "Parcel".
#pragma once

#include "storage/trust/patient_key_row.hpp"
#include "sync/package.hpp"

namespace wayside::sync {

inline constexpr std::size_t max_parcel_rows = 4'096;
inline constexpr std::size_t max_parcel_bytes = max_package_bytes + 1024 * 1024;

/// Refuses `too_large` for more rows or bytes than a receiver takes.
Result<Bytes> encode_parcel(const std::vector<trust::PatientKeyRow>& rows, ByteView package);

struct OpenedParcel {
    std::vector<trust::PatientKeyRow> rows;
    ByteView package;  ///< borrowed from the parcel's bytes
};

/// Refuses `malformed` and `too_large`, and what `trust::decode_row` refuses.
Result<OpenedParcel> decode_parcel(ByteView bytes);

}  // namespace wayside::sync
