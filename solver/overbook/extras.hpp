// solver/overbook/extras.hpp: into which slots of a session a second patient is best booked, if
// any.
//
// Advice only: overbooking is a person's act. The session is slots of one length, each visit takes
// one, and patients come at their slot or not at all. With A_t the patients who come in slot t, the
// backlog is B_t = max(0, B_{t-1} + A_t - 1): its distribution is carried forward slot by slot, in
// parts per billion, so that every machine computes the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "solver/overbook/costs.hpp"

namespace wayside::solver::overbook {

inline constexpr std::size_t max_slots = 200;
inline constexpr std::size_t max_booked_in_slot = 10;
inline constexpr std::int32_t max_slot_minutes = 480;

/// For each slot the patients booked into it, as the chance that they come in parts per million.
struct SlotSession {
    std::int32_t slot_minutes = 20;
    std::vector<std::vector<std::int32_t>> shows_ppm;
};

/// How far advice may go. Never more than one extra a slot, and none in the last.
struct Caps {
    std::int32_t extras_percent = 25;     ///< of the slots, rounded down
    std::int32_t overfull_ppm = 100'000;  ///< the chance that two more come than there are slots
};

/// What is settled of a session before any advice, by places in `shows_ppm`.
struct Settled {
    std::vector<std::size_t> extra_slots{};   ///< an extra of `shows_ppm` stands in it
    std::vector<std::size_t> closed_slots{};  ///< may take none, for another reason
    /// Of the same session, over before the first slot: they count for the share of extras.
    std::size_t past_slots = 0;
    std::size_t past_extras = 0;
};

/// What is to be expected of a session; minutes and costs in thousandths.
struct Expected {
    std::int64_t wait = 0;  ///< of all patients, after the session's end too
    std::int64_t idle = 0;  ///< of slots in which nobody is seen
    std::int64_t overtime = 0;
    std::int64_t cost = 0;          ///< an idle slot costs `Costs::idle`, wherever it lies
    std::int32_t overfull_ppm = 0;  ///< P(A >= N + 2); rounded up
};

/// Why no further extra is advised.
enum class Stop { cost_would_rise, extras_cap, overfull_cap, no_slot_left };

struct Advice {
    std::vector<std::size_t> extra_slots;  ///< from 0, in the order of their gain
    Expected without;
    Expected with;
    Stop stop = Stop::cost_would_rise;
};

/// What is wrong with a session; null if nothing is. Names: `no_slot`, `too_many`,
/// `bad_slot_minutes`, `bad_probability`, `bad_cost`, `bad_cap`. Others are given good ones only.
const char* fault_of(const SlotSession& session, const Costs& costs, const Caps& caps,
                     std::int32_t extra_show_ppm);

/// Cost: O(slots x patients).
Expected expected_of(const SlotSession& session, const Costs& costs);

/// Adds extras that come with `extra_show_ppm`, each where the expected cost falls most (of equals
/// the earliest slot), while it falls and the caps hold, those that are there already counted.
Advice advise_extras(const SlotSession& session, const Costs& costs, const Caps& caps,
                     std::int32_t extra_show_ppm, const Settled& settled = {});

/// Extras that the caps allow in the whole session, those of `settled` included.
std::size_t most_extras(const SlotSession& session, const Caps& caps, const Settled& settled);

/// The cap that one more extra in `slot` would break, whatever it costs; empty if it breaks none.
/// `no_slot_left`: it is the last, has an extra, or is closed.
std::optional<Stop> cap_against(const SlotSession& session, const Caps& caps,
                                const Settled& settled, std::size_t slot,
                                std::int32_t extra_show_ppm);

/// "cost_would_rise", ...
const char* name_of(Stop stop);

}  // namespace wayside::solver::overbook
