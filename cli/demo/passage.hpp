// cli/demo/passage.hpp: how those who came are seen: triaged, called, started, finished.
#pragma once

#include <string>
#include <vector>

#include "cli/demo/visit.hpp"

namespace wayside::demo {

/// One visit's way through the clinic, in seconds from midnight; 0 where it did not happen.
struct Passage {
    std::int64_t triaged = 0;
    std::string triage;  ///< "green", "yellow" or "orange"
    std::int64_t called = 0;
    std::int64_t started = 0;
    std::int64_t finished = 0;
    std::int64_t left = 0;
    std::int64_t noted = 0;
    std::string note;
};

/// A practitioner comes in, takes a break, goes home.
struct Presence {
    std::int64_t second = 0;
    const care::Practitioner* practitioner = nullptr;
    std::string state;  ///< "in", "break" or "out"
};

struct Passages {
    std::vector<Passage> of_visits;  ///< one for each visit, in their order
    std::vector<Presence> presences;
};

/// Each practitioner sees one person after the other: of those waiting the most urgent, then who
/// was due first. Nobody is called before the nurse saw them, in a break, or before the
/// practitioner came in. Whoever was there is seen, if need be after closing.
Passages see_everybody(const care::Setup& setup, const Capacity& capacity,
                       const std::vector<Visit>& visits, const Wall& wall, Dice& dice);

}  // namespace wayside::demo
