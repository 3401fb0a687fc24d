// storage/base/id.hpp: 128-bit ids that cannot be mixed up, and how they are written.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/base/bytes.hpp"
#include "storage/base/result.hpp"

namespace wayside {

/// Lower-case base32 (RFC 4648) without padding: 26 characters for an id.
std::string base32_of(ByteView bytes);
/// Refuses `malformed` for another character, a length that no whole number of bytes has, or spare
/// bits that are not zero.
Result<Bytes> bytes_of_base32(std::string_view text);

/// 128 bits of a hash (design 5); the tag only keeps kinds apart. Ids are public: nothing secret
/// may depend on one.
template <class Tag>
struct Id {
    std::array<std::uint8_t, 16> bytes{};
    friend auto operator<=>(const Id&, const Id&) = default;

    [[nodiscard]] ByteView view() const { return bytes; }
    [[nodiscard]] std::string text() const { return base32_of(bytes); }

    /// From exactly 16 bytes; refuses `malformed` otherwise.
    static Result<Id> from(ByteView raw) {
        if (raw.size() != 16) return Refusal{Why::malformed, "an id has 16 bytes"};
        Id out;
        for (std::size_t i = 0; i < 16; ++i) out.bytes[i] = raw[i];
        return out;
    }
    /// From its 26 characters; refuses `malformed` otherwise.
    static Result<Id> parse(std::string_view text) {
        const auto raw = bytes_of_base32(text);
        if (!raw) return raw.refusal();
        return from(*raw);
    }
};

using RegionId = Id<struct RegionTag>;
using SpaceId = Id<struct SpaceTag>;
using DeviceId = Id<struct DeviceTag>;
/// Drawn at each start of the process; also its Automerge actor. A log's whole name is (space,
/// LogId).
using LogId = Id<struct LogTag>;
using PatientId = Id<struct PatientTag>;
using VisitId = Id<struct VisitTag>;
using PlacementId = Id<struct PlacementTag>;
using TicketId = Id<struct TicketTag>;
using RecordId = Id<struct RecordTag>;

}  // namespace wayside
