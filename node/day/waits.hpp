// node/day/waits.hpp: how long each who waits still has to: who is in and busy with what, how long
// visits take today, and who is still expected, given to the solver's simulation.
#pragma once

#include <optional>
#include <vector>

#include "node/day/clinic.hpp"
#include "node/queue/waiting_room.hpp"
#include "solver/queue/estimate.hpp"

namespace wayside::day {

/// The line of now with everything that an estimate reads.
///
/// - Somebody works from their shift's begin to its end, but in its breaks; who said to be in, or
///   has somebody in a room, works now, and from the end of their shift on as long as there are
///   patients; who said to be on a break is back at the end of the break that they are in, else in
///   a quarter of an hour; who said to be out does not work.
/// - A service takes what it took today from the call to the end, once five visits of it are done;
///   before that its minutes at the median, and seven fifths of them for four in five.
/// - A booking of today that has not come is thought to come at its slot, up to half an hour late
///   yet, with the share of today's bookings that came (nine of ten to begin with).
solver::queue::WaitingRoom room_now(const Clinic& clinic, const desk::Facts& facts,
                                    const queue::Line& line);

/// Estimates as of the minute, in the order of `room.waiting`. A desk asks again at each act and
/// each screen for itself, and most of that moves nobody: what was estimated last is kept. For one
/// thread. Empty waits for a clinic of more than 64 practitioners.
class Waits {
  public:
    std::vector<solver::queue::Wait> of(const solver::queue::WaitingRoom& room, Timestamp now);

  private:
    std::optional<solver::queue::WaitingRoom> room_;
    std::int64_t minute_ = 0;
    std::vector<solver::queue::Wait> waits_;
};

}  // namespace wayside::day
