// cli/demo/day_script.hpp: a lifelike day of any clinic, made up, for `./bootstrap.sh run`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "node/care/setup.hpp"

namespace wayside::demo {

/// The day's user actions in order of time, one JSON object each, with the fields that `wayside
/// replay` reads (contract, "HTTP"): bookings from the evening before, reschedules, cancellations,
/// no-shows, walk-ins, check-ins, triage, calls, starts, notes, finishes, people who leave, and
/// practitioners who come, rest and go.
///
/// A node that holds nothing else on that date refuses none of it: no practitioner is booked twice,
/// no pool is over its count, every booking lies in hours and shifts and after the moment it is
/// made, every act fits the visit's status. By the last line every visit has ended.
///
/// The same set-up, date and seed give the same lines. Refuses `invalid` if the clinic is closed on
/// that date, or has no service that one person can give.
Result<std::vector<std::string>> day_script(const care::Setup& setup, care::LocalDate date,
                                            std::uint64_t seed);

/// The first date after `after` that has a script; refuses `invalid` if there is none in a year.
Result<care::LocalDate> next_open_date(const care::Setup& setup, care::LocalDate after);

}  // namespace wayside::demo
