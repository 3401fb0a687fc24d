// node/booking/rules.hpp: whether a visit fits where somebody wants it, with whom, and what else
// could be had. The rules themselves are care's (capacity.hpp); here they meet what is booked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/booking/placement.hpp"
#include "node/care/slot_problem.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::booking {

/// Somebody is not there, sick or called away, over a part of their shift.
struct Away {
    std::string practitioner;
    care::Span span;
};

/// Where the rules look.
struct Diary {
    const care::Setup& setup;
    const care::Zone& zone;
    sqlite::Database& model;
    Timestamp now;
    std::vector<Away> away{};
};

/// What somebody asks for.
struct Wish {
    std::string service;
    std::string practitioner;  ///< empty: whoever is free
    care::Told start;
    std::int64_t minutes = 0;        ///< 0: as long as the service takes
    std::optional<VisitId> instead;  ///< this visit's own placement does not stand in its way
};

/// A wish that fits, with everything chosen.
struct Fit {
    std::string practitioner;
    std::int64_t minutes = 0;
};

/// Refuses `conflict` by the rule of `care::check_placement`, or `practitioner_absent`. Where
/// nobody is named, the free practitioner of smallest id; if none is, the refusal of whoever comes
/// closest.
Result<Fit> fit(const Diary& diary, const Wish& wish);

/// Whether an extra could be seen then, over capacity: everything that `fit` asks, but for the time
/// of its practitioner, whom it must name, and what their own bookings take then: the extra shares
/// both with them, one after the other. Whether it is one too many is not asked here
/// (node/day/overbooking.hpp).
Result<Fit> fit_extra(const Diary& diary, const Wish& wish);

/// A visit that is to stand elsewhere.
struct Move {
    VisitId visit;
    care::Placement to;
};

/// Whether all of `moves` fit at once, beside what else is held. Refuses as `fit`, by the first
/// that does not.
Result<void> fit_together(const Diary& diary, const std::vector<Move>& moves);

/// A time at which a service could be had.
struct Opening {
    care::Told start;
    std::int64_t minutes = 0;
    std::string practitioner;
    std::vector<std::string> reasons;  ///< "earliest", "wished_time", ... as the solver says
};

/// At most three openings instead of a wish that was refused: near its time, with its practitioner
/// if that can be (`care::find_alternatives`). Each passes every rule.
std::vector<Opening> openings_instead_of(const Diary& diary, const Wish& wish);

/// What a wish that was refused lacks at its time, and from when on it could be had
/// (`care::find_shortage`).
std::optional<care::SlotShortage> shortage_of(const Diary& diary, const Wish& wish);

struct Openings {
    std::vector<Opening> all;
    std::optional<care::SlotShortage> shortage;  ///< only if there are none
};

/// At most `most` openings of a service, the best first and not all alike; every rule passed, none
/// before now. Refuses as `care::find_free_slots`.
Result<Openings> find_openings(const Diary& diary, const care::SlotQuery& query, std::size_t most);

}  // namespace wayside::booking
