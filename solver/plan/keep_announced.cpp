// solver/plan/keep_announced.cpp: a searcher's part in a repair: what was announced stays if it
// can.

#include <algorithm>

#include "solver/plan/searcher.hpp"

namespace wayside::solver::plan {

namespace {

Trial trial_of(const Seat& seat) {
    Trial trial;
    std::copy(seat.starts.begin(), seat.starts.end(), trial.starts.begin());
    std::copy(seat.uses.begin(), seat.uses.end(), trial.uses.begin());
    return trial;
}

}  // namespace

/// Whether a seat that was announced is still to be had as it was; stages that had begun are.
template <std::size_t Words>
bool Searcher<Words>::is_free(std::size_t visit, const Trial& trial) {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    for (std::size_t k = facts.pinned; k < service.stages.size(); ++k) {
        const StageModel& stage = service.stages[k];
        for (std::size_t n = 0; n < stage.needs.size(); ++n) {
            const NeedModel& need = stage.needs[n];
            const UnitIndex unit = trial.uses[stage.use_begin + n];
            const Slot begin = trial.starts[k] - need.setup;
            const Slot end =
                trial.starts[k] + facts.lengths[k] + need.clean + model_.units[unit].clean;
            if (!state_.free_starts(unit, end - begin).has(begin)) return false;
            if (need.is_person && !state_.may_work(unit, facts.lengths[k])) return false;
        }
    }
    return true;
}

template <std::size_t Words>
void Searcher<Words>::adopt_announced() {
    clear();
    std::vector<std::size_t> waiting;
    for (std::size_t v = 0; v < model_.visits.size(); ++v) {
        const VisitModel& visit = model_.visits[v];
        if (visit.announced.is_empty()) continue;
        if (visit.pinned == visit.lengths.size()) {
            state_.seat(v, trial_of(visit.announced));
        } else {
            waiting.push_back(v);
        }
    }
    // First who can keep all of it, then who needs another room.
    std::vector<std::size_t> displaced;
    for (const std::size_t v : waiting) {
        const Trial trial = trial_of(model_.visits[v].announced);
        if (is_free(v, trial)) {
            state_.seat(v, trial);
        } else {
            displaced.push_back(v);
        }
    }
    for (const std::size_t v : displaced) {
        if (const auto trial = finder_.find_announced(v)) state_.seat(v, *trial);
    }
    collect_left_out();
    remember();
}

template <std::size_t Words>
void Searcher<Words>::polish() {
    adopt(best());
    for (bool has_changed = true; has_changed;) {
        has_changed = false;
        for (std::size_t v = 0; v < model_.visits.size(); ++v) {
            const VisitModel& visit = model_.visits[v];
            if (visit.pinned == visit.lengths.size()) continue;
            const bool was_seated = state_.is_seated(v);
            const Cost before = state_.cost();
            const Trial held = was_seated ? state_.take_out(v) : Trial{};
            const auto better = finder_.find(v);
            if (better && state_.cost() + better->delta < before) {
                state_.seat(v, *better);
                has_changed = true;
            } else if (was_seated) {
                state_.seat(v, held);
            }
        }
        remember();
    }
    collect_left_out();
}

template bool Searcher<2>::is_free(std::size_t, const Trial&);
template void Searcher<2>::adopt_announced();
template void Searcher<2>::polish();
template bool Searcher<8>::is_free(std::size_t, const Trial&);
template void Searcher<8>::adopt_announced();
template void Searcher<8>::polish();
template bool Searcher<40>::is_free(std::size_t, const Trial&);
template void Searcher<40>::adopt_announced();
template void Searcher<40>::polish();

}  // namespace wayside::solver::plan
