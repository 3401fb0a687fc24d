// solver/overbook/times.hpp: in which order a session's patients are asked to come, and when.
//
// Sample averages: the session is played through many times with drawn lengths and no-shows, and a
// local search moves times and places of the order until the average cost falls no more. Advice
// only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "solver/overbook/costs.hpp"
#include "solver/search/lengths.hpp"

namespace wayside::solver::overbook {

inline constexpr std::size_t max_visits = 60;
inline constexpr std::int32_t max_session_minutes = 1'440;

struct Visit {
    search::Duration length;  ///< in seconds
    std::int32_t show_ppm = 1'000'000;
};

struct TimedSession {
    std::int32_t minutes = 240;
    std::vector<Visit> visits;      ///< in booking order
    std::int32_t step_minutes = 1;  ///< patients are given times that are multiples of this
};

/// When each comes: visits in order, with times that do not fall, from 0 to the session's end.
struct Timetable {
    std::vector<std::size_t> order;     ///< places in `visits`
    std::vector<std::int32_t> minutes;  ///< from the session's begin; as many
    friend bool operator==(const Timetable&, const Timetable&) = default;
};

/// The session's minutes shared out alike, in booking order, rounded down to the step.
Timetable equal_slots(const TimedSession& session);

/// Futures of a session. Of every visit each length and each share of no-shows appears evenly, in
/// an order drawn from the seed, so few futures say much.
class Futures {
  public:
    Futures(const TimedSession& session, std::size_t count, std::uint64_t seed);

    /// The average cost in thousandths. Patients come at their time or not at all; they are seen in
    /// order of the timetable; the server is idle from the end of one visit to the next who comes.
    [[nodiscard]] std::int64_t cost_of(const Timetable& timetable, const Costs& costs) const;

  private:
    std::size_t visits_;
    std::int32_t session_seconds_;
    std::size_t count_;
    std::vector<std::int32_t> seconds_;  ///< future by future, by visit; below 0: does not come
};

struct TimesAdvice {
    Timetable timetable;
    std::int64_t cost = 0;        ///< of it, in thousandths, over the futures it was found with
    std::int64_t cost_equal = 0;  ///< of equal slots, over the same
};

struct TimesEffort {
    std::size_t futures = 512;
    std::int64_t iterations = 12'000;
};

/// What is wrong with a session; null if nothing is: `no_visit`, `too_many`, `bad_minutes`,
/// `bad_duration`, `bad_probability`, `bad_cost`.
const char* fault_of(const TimedSession& session, const Costs& costs);

/// Never worse than equal slots, over its futures. The same for the same session, seed and effort.
TimesAdvice advise_times(const TimedSession& session, const Costs& costs, std::uint64_t seed,
                         const TimesEffort& effort = {});

}  // namespace wayside::solver::overbook
