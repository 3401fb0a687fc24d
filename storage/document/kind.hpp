// storage/document/kind.hpp: the kinds of document, their top-level maps and their first changes.
//
// Names, order and the first changes' bytes are shared by every replica, for ever: a map that a
// release lacked can only come with a new kind.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/document/change.hpp"

namespace wayside::document {

/// Written into entries and document ids; never renumbered.
enum class Kind : std::uint8_t { day = 1, patient = 2, rota = 3, setup = 4, care_case = 5 };

/// What a key of a top-level map names.
enum class Holds {
    records,  ///< a flat record
    values,   ///< a scalar itself; edits and records of this map have an empty record key
};

struct TopMap {
    std::string name;
    Holds holds = Holds::records;
};

/// In the order in which the first change makes them.
const std::vector<TopMap>& maps_of(Kind kind);

/// The raw change that every document of the kind begins with: actor all zeros, sequence 1,
/// operations from 1, time 0, no parents, no message.
const Bytes& first_change(Kind kind);

/// Its hash: the parent of every document's second change.
ChangeHash first_change_hash(Kind kind);

}  // namespace wayside::document
