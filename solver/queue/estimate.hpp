// solver/queue/estimate.hpp: how long each who waits still has to, as a range.
//
// The queue that is known is played through many times: those in rooms finish sooner or later, the
// servers call in the calling order whom they may see, bookings come or do not, and emergencies
// that nobody knows of yet come in between. So it sees what "the last one waited so long" cannot:
// who stands before whom, and who is there to see them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "solver/queue/waiting_room.hpp"

namespace wayside::solver::queue {

/// From the question until the patient's visit begins, in whole minutes.
struct Wait {
    /// One in five begins sooner; rounded down. Empty: in so few futures does it begin at all.
    std::optional<std::int32_t> p20;
    /// Four in five have begun by then; rounded up. Empty: too few do before the servers leave.
    std::optional<std::int32_t> p80;
    friend bool operator==(const Wait&, const Wait&) = default;
};

struct Effort {
    std::int32_t futures = 200;   ///< how often the queue is played through
    std::int32_t starts = 8'000;  ///< all futures together; fewer are played where this is short
    std::int64_t look_ahead_ms = 12 * 60 * minute_ms;  ///< what begins later counts as never
};

/// The waits of `room.waiting` as of `now_ms`, in its order. Whoever was set aside counts as back
/// at this moment. The same for the same room, seed and effort, on every machine.
///
/// A patient's luck in a future depends on the seed, the future and their ticket alone, so that an
/// estimate moves when the queue does and not because somebody else was added.
///
/// Cost: O(futures x patients x servers); 60 patients and 6 servers: see tests/bench/solver/t4.
std::vector<Wait> estimate_waits(const WaitingRoom& room, std::int64_t now_ms, std::uint64_t seed,
                                 const Effort& effort = {});

}  // namespace wayside::solver::queue
