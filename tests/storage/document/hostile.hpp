// tests/storage/document/hostile.hpp: changes written by hand, with a right checksum, so that a
// test can put anything into them.
#pragma once

#include <functional>

#include "tests/storage/document/boxes.hpp"

namespace wayside::document {

/// An operation's id: counter, and index into the change's table of actors (0: its own).
struct OpId {
    std::uint64_t counter = 0;
    std::uint64_t actor = 0;
};

/// Automerge's numbers.
enum class Action : std::uint64_t {
    make_map = 0,
    put = 1,
    make_list = 2,
    erase = 3,
    make_text = 4,
    increment = 5,
    make_table = 6,
};

enum class ValueType : std::uint64_t {
    null = 0,
    no = 1,
    yes = 2,
    unsigned_number = 3,
    integer = 4,
    float_number = 5,
    text = 6,
    bytes = 7,
    counter = 8,
    timestamp = 9,
    future = 12,
};

struct Operation {
    OpId object;  ///< counter 0: the root
    std::string key;
    Action action = Action::put;
    ValueType type = ValueType::null;
    Bytes value;
    std::vector<OpId> predecessors;
};

void put_unsigned(Bytes& out, std::uint64_t value);

/// The columns of the operations as Automerge encodes them; good for honest operations too.
Bytes body_of(const std::vector<Operation>& operations);

/// A change by actor 7 (the fixed actor of zeros is number 1 of its table) that follows a
/// document's first change.
ChangeParts hostile_parts(Kind kind, const std::vector<Operation>& operations);

/// The same, joined.
Bytes hostile_change(Kind kind, const std::vector<Operation>& operations);

}  // namespace wayside::document
