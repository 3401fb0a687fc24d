// solver/find/find_slots.hpp: when can this be done, and by whom? And if it cannot: what stands in
// the way, and until when?
//
// Word-parallel over 5-minute bitsets: erode each resource by the need's length, OR over the
// alternatives (or count them), AND over the needs. Same answer for the same question; ties go to
// the earlier start, then to the smaller id of the practitioner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "solver/find/agenda.hpp"
#include "solver/find/pattern.hpp"

namespace wayside::solver::find {

/// What makes one slot better than another, in costs that add up; the least is best. All are 0 or
/// more. As it stands, the earliest slot is best.
struct Objective {
    std::int64_t per_tick_of_wait = 1;  ///< for each tick from the question's `from` to the start
    std::vector<TickSpan> wished_times;
    std::int64_t outside_wished_times = 0;  ///< once, if there are wishes and the start is in none
    std::optional<ResourceIndex> wished_practitioner;
    std::int64_t other_practitioner = 0;  ///< once, if another one is wished
};

/// Why a slot is offered.
enum class Reason {
    earliest,              ///< no slot of the question's span begins earlier
    wished_time,           ///< begins in a wished span
    wished_practitioner,   ///< with the practitioner who is wished
    another_practitioner,  ///< none of the slots before it in the answer has this one
    another_time,          ///< at least an hour from all slots before it in the answer
};

struct Slot {
    Tick start = 0;
    /// Empty only for a pattern in which no need is an `AnyOf`.
    std::optional<ResourceIndex> practitioner;
    std::int64_t cost = 0;
    std::vector<Reason> reasons;  ///< in the order above
};

/// The need that an empty answer is down to.
struct Bottleneck {
    std::size_t need = 0;  ///< its place in the pattern
    /// It has no start of its own in the span that was asked for. Otherwise each need has some,
    /// only never together, and this one has the fewest (the first of those with so few).
    bool is_alone_enough = false;
    /// The first start after the span: of this need alone if that is enough, else of the whole
    /// pattern. Empty if there is none up to the horizon.
    std::optional<Tick> frees;
};

struct Answer {
    std::vector<Slot> slots;
    std::optional<Bottleneck> bottleneck;  ///< only if there are no slots
};

enum class Choose {
    first,    ///< the earliest starts, each once, with the practitioner of smallest id
    best,     ///< the least cost; one start may come with several practitioners
    diverse,  ///< the least cost first; see `find_slots`
};

struct Question {
    Tick from = 0;  ///< starts in [from, to)
    Tick to = 0;
    std::size_t count = 3;
    Choose choose = Choose::first;
    Objective objective{};
};

/// Answers a question.
///
/// `diverse` is for a person who chooses among a few: the first slot is the best. Each further one
/// is that of least cost where a slot within an hour of one already chosen costs 36 ticks of wait
/// (three hours) more, and one with a practitioner already chosen costs 24 (two hours) more. So the
/// second offer is an hour later with somebody else, if that exists soon, rather than five minutes
/// later with the same one, and never one that is much worse only to be different.
///
/// Cost: O(alternatives x words) until enough is found, O(needs x words) for needs that
/// `Agenda::prepare` keeps ready.
Answer find_slots(const Agenda& agenda, const Pattern& pattern, const Question& question);

}  // namespace wayside::solver::find
