#include "solver/find/practitioners.hpp"

#include <algorithm>
#include <variant>

namespace wayside::solver::find {

Practitioners::Practitioners(const Agenda& agenda, const Pattern& pattern) : agenda_(agenda) {
    std::vector<bool> is_named(agenda.resources().size(), false);
    for (std::size_t i = 0; i < pattern.needs.size(); ++i) {
        const Need& need = pattern.needs[i];
        const auto* any_of = std::get_if<AnyOf>(&need.what);
        if (any_of == nullptr || any_of->count < 1) continue;
        const bool is_giver = !giver_need_ && !any_of->alternatives.empty();
        if (is_giver) {
            giver_need_ = i;
            giver_holds_ = need.holds;
            by_id_ = any_of->alternatives;
        }
        for (std::int32_t n = is_giver ? 1 : 0; n < any_of->count; ++n) {
            further_.push_back({any_of, need.holds});
        }
        for (const ResourceIndex one : any_of->alternatives) {
            do_needs_share_ = do_needs_share_ || is_named[one];
            is_named[one] = true;
        }
    }
    const auto is_before = [&](ResourceIndex a, ResourceIndex b) {
        return agenda.rank(a) < agenda.rank(b);
    };
    // Most agendas are filled in order of id, and asking costs a tenth of sorting.
    if (!std::is_sorted(by_id_.begin(), by_id_.end(), is_before)) {
        std::sort(by_id_.begin(), by_id_.end(), is_before);
    }
}

bool Practitioners::is_free(ResourceIndex who, const TickSpan& holds, Tick start) const {
    return agenda_.resources()[who].calendar.free().has_all(
        {start + holds.begin, start + holds.end});
}

bool Practitioners::can_give(ResourceIndex who, Tick start) const {
    if (!is_free(who, giver_holds_, start)) return false;
    if (!do_needs_share_) return true;  // the scan counted enough for every need

    std::vector<std::optional<std::size_t>> demand_of(agenda_.resources().size());
    for (std::size_t demand = 0; demand < further_.size(); ++demand) {
        std::vector<bool> seen(agenda_.resources().size(), false);
        seen[who] = true;
        if (!fill(demand, start, seen, demand_of)) return false;
    }
    return true;
}

bool Practitioners::fill(std::size_t demand, Tick start, std::vector<bool>& seen,
                         std::vector<std::optional<std::size_t>>& demand_of) const {
    for (const ResourceIndex one : further_[demand].any_of->alternatives) {
        if (seen[one] || !is_free(one, further_[demand].holds, start)) continue;
        seen[one] = true;
        if (demand_of[one] && !fill(*demand_of[one], start, seen, demand_of)) continue;
        demand_of[one] = demand;
        return true;
    }
    return false;
}

}  // namespace wayside::solver::find
