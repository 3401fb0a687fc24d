// sync/operations.hpp: the operations of a change's body, and the body again; for this folder only.
//
// A body is Automerge's columns (storage/document/README.md, "A change"). Only what a flat change
// writes is read; a coding carries anything else as it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/base/bytes.hpp"

namespace wayside::sync {

/// An operation by the place of its actor in its change (0: the writer) and its Lamport counter.
struct OperationName {
    std::uint64_t actor = 0;
    std::uint64_t counter = 0;
    friend auto operator<=>(const OperationName&, const OperationName&) = default;
};

struct Operation {
    OperationName object;  ///< what it writes into
    std::string key;
    std::uint64_t action = 0;
    std::uint64_t type = 0;  ///< of the value, as Automerge numbers them
    Bytes value;
    std::vector<OperationName> replaces;
};

inline constexpr std::uint64_t make_map = 0;
inline constexpr std::uint64_t type_text = 6;
inline constexpr std::uint64_t type_bytes = 7;

/// Empty for a body that `body_of` would not give back, or of more than `most` operations.
std::optional<std::vector<Operation>> operations_of(ByteView body, std::size_t most);
/// As Automerge writes it.
Bytes body_of(const std::vector<Operation>& operations);

}  // namespace wayside::sync
