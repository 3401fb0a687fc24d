#include "sync/frame.hpp"

#include <algorithm>

#include "sync/parcel.hpp"

namespace wayside::sync {

namespace {

constexpr std::size_t kilobyte = 1024;
constexpr std::size_t head_bytes = 5;  // kind, le32 length

Refusal bad_kind() {
    return {Why::invalid, "a frame of a kind that is not known", "frame"};
}

}  // namespace

std::size_t most_payload_bytes(FrameKind kind) {
    switch (kind) {
        case FrameKind::hello:
            return kilobyte;
        case FrameKind::bye:
        case FrameKind::register_state:
        case FrameKind::forgotten_state:
        case FrameKind::parcel:
        case FrameKind::refused:
            return 256;
        case FrameKind::enrol:
        case FrameKind::heads:
            return 4 * kilobyte;
        case FrameKind::held:
            return 16 * kilobyte;
        case FrameKind::records:
        case FrameKind::forgotten_rows:
            return 64 * kilobyte;
        case FrameKind::frontier:
            return kilobyte * kilobyte;
        case FrameKind::part:
            return max_part_bytes;
        case FrameKind::here:
            return 0;
        case FrameKind::brief:
            return part_bytes + 64;
        case FrameKind::stored:
            return 128;
    }
    return 0;
}

FrameKind kind_of(const FrameBody& body) {
    // In the order of the variant; the hello is no part of it.
    return static_cast<FrameKind>(body.index() + 2);
}

void write_frame(Bytes& to, FrameKind kind, ByteView payload) {
    ByteWriter head;
    head.u8(static_cast<std::uint8_t>(kind));
    head.sized(payload);
    const Bytes frame = head.take();
    to.insert(to.end(), frame.begin(), frame.end());
}

void FrameReader::allow(std::initializer_list<FrameKind> kinds) {
    allowed_.reset();
    for (const FrameKind kind : kinds) allowed_.set(static_cast<std::size_t>(kind));
}

void FrameReader::allow_all() {
    allowed_.set();
}

Result<std::optional<RawFrame>> FrameReader::next(ByteView& bytes) {
    while (!length_) {
        if (head_.size() < head_bytes) {
            if (bytes.empty()) return std::optional<RawFrame>{};
            head_.push_back(bytes.front());
            bytes = bytes.subspan(1);
            continue;
        }
        ByteReader from(head_);
        const std::uint8_t kind = from.u8();
        const std::size_t length = from.u32();
        if (kind < 1 || kind > last_frame_kind) return bad_kind();
        if (!allowed_.test(kind)) {
            return Refusal{Why::invalid, "a frame that may not come now", "frame_order"};
        }
        if (length > most_payload_bytes(static_cast<FrameKind>(kind))) {
            return Refusal{Why::too_large, "a frame over the limit of its kind", "frame_size"};
        }
        length_ = length;
    }
    const std::size_t taken = std::min(*length_ - payload_.size(), bytes.size());
    payload_.insert(payload_.end(), bytes.begin(),
                    bytes.begin() + static_cast<std::ptrdiff_t>(taken));
    bytes = bytes.subspan(taken);
    if (payload_.size() < *length_) return std::optional<RawFrame>{};
    RawFrame out{static_cast<FrameKind>(head_.front()), std::move(payload_)};
    head_.clear();
    payload_ = {};
    length_.reset();
    return std::optional<RawFrame>{std::move(out)};
}

crypto::Hash32 hash_of_forgotten(std::vector<trust::PatientKeyRow> rows) {
    if (rows.empty()) return {};
    std::ranges::sort(rows, {}, &trust::PatientKeyRow::patient);
    ByteWriter all;
    for (const trust::PatientKeyRow& row : rows) all.sized(trust::encode_row(row));
    return crypto::hash<32>("wayside forgets", {}, {all.bytes()});
}

}  // namespace wayside::sync
