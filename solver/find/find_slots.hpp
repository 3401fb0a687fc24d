// solver/find/find_slots.hpp: when can this be done, and by whom? And if it cannot: what stands in
// the way, and until when?
//
// Word-parallel over 5-minute bitsets: erode each resource by the need's length, OR over the
// alternatives (or count them), AND over the needs. Same answer for the same question; ties go to
// the earlier start, then to the smaller id of the practitioner, then to the earlier way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "solver/find/agenda.hpp"
#include "solver/find/bottleneck.hpp"
#include "solver/find/objective.hpp"
#include "solver/find/pattern.hpp"

namespace wayside::solver::find {

/// Why a slot is offered.
enum class Reason {
    earliest,              ///< no slot of the question's span begins earlier
    in_time,               ///< begins by the latest start that is clinically right
    late,                  ///< begins after that: nothing that costs less does not
    wished_time,           ///< begins in a wished span
    wished_practitioner,   ///< with the practitioner who is wished
    no_gap,                ///< leaves no time that is of no use, where that has a price
    nearest,               ///< at the site of the shortest journey, of several
    within_travel_times,   ///< the way here and home lies in times when one can be under way
    another_practitioner,  ///< none of the slots before it in the answer has this one
    another_time,          ///< at least an hour from all slots before it in the answer
};

/// Its name as above: stable, for files and answers.
std::string_view name_of(Reason reason);

struct Slot {
    Tick start = 0;
    /// Empty only for a pattern in which no need is an `AnyOf`.
    std::optional<ResourceIndex> practitioner;
    std::size_t way = 0;  ///< which pattern
    std::int64_t cost = 0;
    Costs costs{};                  ///< what it is made of
    std::vector<Reason> reasons{};  ///< in the order above
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

/// Answers a question about a service that can be given in any of these ways.
///
/// `diverse` is for a person who chooses among a few: the first slot is the best. Each further one
/// is that of least cost where a slot within an hour of one already chosen costs 36 ticks of wait
/// (three hours) more, and one with a practitioner already chosen costs 24 (two hours) more. So the
/// second offer is an hour later with somebody else, if that exists soon, rather than five minutes
/// later with the same one, and never one that is much worse only to be different.
///
/// Cost: O(alternatives x words) until enough is found, O(needs x words) for needs that
/// `Agenda::prepare` keeps ready. `best` and `diverse` look at every start until the wait alone
/// costs more than the last of the answer.
Answer find_slots(const Agenda& agenda, std::span<const Pattern> ways, const Question& question);
/// The same, in one way.
Answer find_slots(const Agenda& agenda, const Pattern& pattern, const Question& question);

}  // namespace wayside::solver::find
