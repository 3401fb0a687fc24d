// sync/frame.hpp: what two sessions say to each other, and its bytes (FRAMES.md).
//
// A frame is its kind (1 byte), the length of its payload (le32) and the payload. That, the hello
// and the bye are the same in every version, for ever; the rest is written in the dialect that both
// know.
#pragma once

#include <bitset>
#include <initializer_list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/ledger/head.hpp"
#include "storage/trust/patient_key_row.hpp"
#include "sync/inbox.hpp"

namespace wayside::sync {

enum class FrameKind : std::uint8_t {
    hello = 1,           ///< `Hello`, in session_hello.hpp
    bye = 2,             ///< the last one
    enrol = 3,           ///< a proposal
    register_state = 4,  ///< how long our register is
    records = 5,         ///< of the register
    forgotten_state = 6,
    forgotten_rows = 7,
    frontier = 8,  ///< signed words, receipt.hpp
    held = 9,      ///< what we hold of your parcels that were cut off
    parcel = 10,   ///< one begins, or goes on at an offset
    part = 11,     ///< its next bytes
    refused = 12,  ///< nothing more of this log in this session
    heads = 13,    ///< of a log that the two of us hold on different chains
    here = 14,     ///< a byte of life
    brief = 15,    ///< a parcel that is small enough to cross at once
    stored = 16,   ///< the receipt of one parcel, and nothing else
};
inline constexpr std::uint8_t last_frame_kind = 16;

/// The most bytes that a frame of this kind may carry; the reader keeps no more.
std::size_t most_payload_bytes(FrameKind kind);

inline constexpr std::size_t max_rule_bytes = 64;
inline constexpr std::size_t max_part_bytes = 16 * 1024;
/// What we put into one: a part that is cut inside is lost, so it is small.
inline constexpr std::size_t part_bytes = 1024;

struct ByeBody {
    std::string rule;
    friend bool operator==(const ByeBody&, const ByeBody&) = default;
};
struct EnrolBody {
    Bytes proposal;
    friend bool operator==(const EnrolBody&, const EnrolBody&) = default;
};
struct RegisterStateBody {
    std::uint64_t count = 0;
    crypto::Hash32 last{};  ///< `Register::last_hash`
    friend bool operator==(const RegisterStateBody&, const RegisterStateBody&) = default;
};
struct RecordsBody {
    std::vector<Bytes> records;  ///< consecutive
    friend bool operator==(const RecordsBody&, const RecordsBody&) = default;
};
struct ForgottenStateBody {
    SpaceId space;
    crypto::Hash32 hash{};  ///< `hash_of_forgotten`
    friend bool operator==(const ForgottenStateBody&, const ForgottenStateBody&) = default;
};
struct ForgottenRowsBody {
    std::vector<trust::PatientKeyRow> rows;  ///< all of them forgotten
    friend bool operator==(const ForgottenRowsBody&, const ForgottenRowsBody&) = default;
};
struct FrontierBody {
    Bytes words;  ///< for `open_words`
    friend bool operator==(const FrontierBody&, const FrontierBody&) = default;
};
struct HeldBody {
    std::vector<HeldParcel> parcels;
    friend bool operator==(const HeldBody&, const HeldBody&) = default;
};
struct ParcelBody {
    ParcelName name;
    std::uint32_t offset = 0;
    friend bool operator==(const ParcelBody&, const ParcelBody&) = default;
};
struct PartBody {
    Bytes bytes;
    friend bool operator==(const PartBody&, const PartBody&) = default;
};
struct RefusedBody {
    SpaceId space;
    LogId log;
    std::string rule;
    friend bool operator==(const RefusedBody&, const RefusedBody&) = default;
};
struct HeadsBody {
    std::vector<ledger::Head> heads;  ///< of one space and log
    friend bool operator==(const HeadsBody&, const HeadsBody&);
};
struct HereBody {
    friend bool operator==(const HereBody&, const HereBody&) = default;
};
/// Which log and range is said beside what was said before (session_logs.hpp).
struct BriefBody {
    std::uint64_t place = 0;  ///< of the log among those named last, from 1; 0: named here
    SpaceId space;            ///< with place 0; else zeros
    LogId log;                ///< with place 0; else zeros
    std::uint64_t step = 0;   ///< zigzag, from the entry after the last one that was sent of it
    std::uint32_t more = 0;   ///< so many entries come after the first
    Bytes parcel;             ///< at most `part_bytes`
    friend bool operator==(const BriefBody&, const BriefBody&) = default;
};
struct StoredBody {
    /// Of the receiver's parcels in this session, counted from 1: this one is stored, and our mark
    /// of its log is its end.
    std::uint64_t parcel = 1;
    crypto::Signature signature{};  ///< of the words that say so
    friend bool operator==(const StoredBody&, const StoredBody&) = default;
};

/// All but the hello.
using FrameBody =
    std::variant<ByeBody, EnrolBody, RegisterStateBody, RecordsBody, ForgottenStateBody,
                 ForgottenRowsBody, FrontierBody, HeldBody, ParcelBody, PartBody, RefusedBody,
                 HeadsBody, HereBody, BriefBody, StoredBody>;
FrameKind kind_of(const FrameBody& body);

/// A version of how payloads are written.
struct Dialect {
    std::uint16_t version = 1;
    Bytes (*encode)(const FrameBody& body) = nullptr;
    /// Refuses `malformed` and `too_large`, rule `frame`.
    Result<FrameBody> (*decode)(FrameKind kind, ByteView payload) = nullptr;
};

/// Those of this software, oldest first.
const std::vector<Dialect>& known_dialects();

/// Version 1. What is above the limits of `decode_body` is a promise of ours.
Bytes encode_body(const FrameBody& body);
Result<FrameBody> decode_body(FrameKind kind, ByteView payload);

/// kind || le32 length || payload.
void write_frame(Bytes& to, FrameKind kind, ByteView payload);

struct RawFrame {
    FrameKind kind = FrameKind::here;
    Bytes payload;
};

/// Cuts a stream of bytes into frames. Keeps at most one frame.
class FrameReader {
  public:
    /// From now on only frames of these kinds are read, and nothing of any other is kept. At first
    /// only a hello and a bye are.
    void allow(std::initializer_list<FrameKind> kinds);
    void allow_all();

    /// Takes bytes from the front of `bytes` until a frame is whole; empty: it has taken them all
    /// and wants more. Refuses `invalid`, rule `frame`, for a kind that is not known, and
    /// `too_large`, rule `frame_size`, as soon as the length is there; after that it is of no use.
    Result<std::optional<RawFrame>> next(ByteView& bytes);

  private:
    std::bitset<32> allowed_ = (1U << 1U) | (1U << 2U);
    Bytes head_;
    Bytes payload_;
    std::optional<std::size_t> length_;
};

/// H(32, "wayside forgets", "", each row's bytes in order of patient, sized); zeros for none.
crypto::Hash32 hash_of_forgotten(std::vector<trust::PatientKeyRow> rows);

}  // namespace wayside::sync
