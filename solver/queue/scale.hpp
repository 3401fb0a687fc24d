// solver/queue/scale.hpp: the classes of urgency, how long each may wait, and which go before all
// others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace wayside::solver::queue {

inline constexpr std::int64_t minute_ms = 60'000;

struct Class {
    std::string name;
    std::int64_t target_ms = 0;  ///< from arrival to being seen; 0: at once
    /// Strict: called before every class that is listed after it, whatever is due.
    bool is_strict = false;
    friend bool operator==(const Class&, const Class&) = default;
};

/// A clinic's classes, the most urgent first; the strict ones stand before the others.
struct Scale {
    std::vector<Class> classes;
    /// How long before its slot a booking that has arrived may be called, if nobody is due earlier.
    std::int64_t early_call_ms = 30 * minute_ms;
    friend bool operator==(const Scale&, const Scale&) = default;

    /// Strict classes: their place among these, 0 first. All others: the number of strict ones.
    [[nodiscard]] std::int32_t tier(std::size_t of_class) const;
};

/// The South African Triage Scale's targets (SATS manual 2012): red at once, orange 10 minutes,
/// yellow 60, blue 120, green 240; red and orange are strict.
Scale south_african_scale();

}  // namespace wayside::solver::queue
