// solver/find/taking.hpp: something that takes time of an agenda: a booking, or a lease.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "solver/find/calendar.hpp"
#include "solver/find/wanted.hpp"

namespace wayside::solver::find {

/// Names something taken, for `Agenda::give_back`; no two things taken of one agenda have one.
enum class TakingId : std::uint64_t {};

/// Capacity that is held for somebody who may still let it go. It counts as taken; that it has
/// lapsed is for whoever made the agenda to know, who gives it back then.
struct Lease {
    std::string holder;
    std::int64_t until_minutes = 0;  ///< since tick 0: at the latest then it is used or free
    friend bool operator==(const Lease&, const Lease&) = default;
};

/// A resource's time, or places of a pool, over minutes since tick 0; half open.
struct Taking {
    std::variant<ResourceIndex, Places> what;
    std::int64_t begin_minutes = 0;
    std::int64_t end_minutes = 0;
    std::optional<Lease> lease;  ///< empty: a booking, which does not end by itself
    friend bool operator==(const Taking&, const Taking&) = default;

    /// Its ticks, rounded outward.
    [[nodiscard]] TickSpan ticks() const { return rounded_outward(begin_minutes, end_minutes); }
};

}  // namespace wayside::solver::find
