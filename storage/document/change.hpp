// storage/document/change.hpp: a raw Automerge change taken apart and put together again.
//
// Automerge's storage format, chunk type 1; never deflated (type 2). README.md has it byte by byte.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "storage/base/id.hpp"

namespace wayside::document {

/// SHA-256 over chunk type, length and contents of a change.
using ChangeHash = std::array<std::uint8_t, 32>;

/// More than any entry holds (256 kB); a longer change is refused unread.
constexpr std::size_t max_change_bytes = 1U << 20U;

/// For entries (formats.md, "Entry").
struct ChangeParts {
    std::vector<ChangeHash> parents;  ///< ascending, and the writer's own last change among them
    LogId actor;
    std::uint64_t sequence = 0;  ///< Automerge's own, per actor and document
    std::uint64_t start_op = 0;
    std::int64_t time_ms = 0;
    /// Actors that its operations refer to; the kinds' first actors are all zeros.
    std::vector<LogId> others;
    Bytes body;  ///< everything after the table of actors: columns and extra bytes
    /// Lamport counters it takes: start_op .. start_op + operations - 1. Follows from the body.
    std::uint64_t operations = 0;
};

/// Refuses `malformed` for anything but one whole change in its one canonical spelling, with a
/// message, with an actor that is not 16 bytes, with a wrong checksum, or with a column that claims
/// more rows than the change has bytes (a flat change cannot, and Automerge would make them all);
/// `too_large` above `max_change_bytes`.
Result<ChangeParts> split_change(ByteView raw);

/// The raw bytes, magic, checksum and length included; `operations` is not looked at.
/// `join_change(*split_change(raw)) == raw`, or `split_change` refuses.
Bytes join_change(const ChangeParts& parts);

/// Refuses `malformed` for what is not one chunk of type 1 whose checksum agrees, `too_large` as
/// `split_change` does. Does not look at the contents.
Result<ChangeHash> hash_of_change(ByteView raw);

}  // namespace wayside::document
