#include "sync/parcel.hpp"

namespace wayside::sync {

namespace {

/// More than any row of a patient's key.
constexpr std::size_t most_row_bytes = 512;

}  // namespace

Result<Bytes> encode_parcel(const std::vector<trust::PatientKeyRow>& rows, ByteView package) {
    ByteWriter out;
    out.u16(static_cast<std::uint16_t>(rows.size()));
    for (const trust::PatientKeyRow& row : rows) out.sized(trust::encode_row(row));
    out.raw(package);
    if (rows.size() > max_parcel_rows || out.size() > max_parcel_bytes) {
        return Refusal{Why::too_large, "a parcel of more than its receiver takes"};
    }
    return out.take();
}

Result<OpenedParcel> decode_parcel(ByteView bytes) {
    if (bytes.size() > max_parcel_bytes) return Refusal{Why::too_large, "a parcel over its limit"};
    ByteReader from(bytes);
    const std::size_t count = from.u16();
    if (count > max_parcel_rows) return Refusal{Why::too_large, "a parcel of too many keys"};
    OpenedParcel out;
    for (std::size_t i = 0; i < count && !from.failed(); ++i) {
        const ByteView bytes_of_row = from.sized(most_row_bytes);
        if (from.failed()) break;
        auto row = trust::decode_row(bytes_of_row);
        if (!row) return row.refusal();
        out.rows.push_back(std::move(*row));
    }
    out.package = from.rest();
    if (from.failed() || out.package.empty()) {
        return Refusal{Why::malformed, "not the bytes of a parcel"};
    }
    return out;
}

}  // namespace wayside::sync
