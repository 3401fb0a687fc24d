#include "solver/find/find_slots.hpp"

#include <algorithm>
#include <cstdlib>

#include "solver/find/slot_walk.hpp"

namespace wayside::solver::find {

namespace {

constexpr Tick near_ticks = 12;
constexpr std::int64_t near_cost = 36;
constexpr std::int64_t same_practitioner_cost = 24;

bool are_near(const Slot& a, const Slot& b) {
    return std::abs(a.start - b.start) < near_ticks;
}

class Search {
  public:
    Search(const Agenda& agenda, std::span<const Pattern> ways, const Question& question)
        : ways_(ways),
          question_(question),
          walk_(agenda, ways),
          prices_(agenda, question.objective, question.from) {}

    std::vector<Slot> first() {
        std::vector<Slot> out;
        auto start = walk_.next(question_.from, question_.to);
        while (start && out.size() < question_.count) {
            if (const auto offer = walk_.first_offer(*start)) {
                if (!earliest_) earliest_ = start;
                out.push_back(slot_at(*start, *offer));
            }
            start = walk_.next(*start + 1, question_.to);
        }
        return out;
    }

    std::vector<Slot> best() {
        std::vector<Slot> out;
        for_each_slot([&](const Slot& slot) {
            const auto at =
                std::upper_bound(out.begin(), out.end(), slot,
                                 [](const Slot& a, const Slot& b) { return a.cost < b.cost; });
            out.insert(at, slot);
            if (out.size() > question_.count) out.pop_back();
            return out.size() < question_.count ? INT64_MAX : out.back().cost;
        });
        return out;
    }

    std::vector<Slot> diverse() {
        std::vector<Slot> out;
        while (out.size() < question_.count) {
            std::optional<Slot> chosen;
            std::int64_t least = INT64_MAX;
            for_each_slot([&](const Slot& slot) {
                const auto cost = cost_beside(slot, out);
                if (cost && *cost < least) chosen = slot, least = *cost;
                return least;
            });
            if (!chosen) break;
            out.push_back(*chosen);
        }
        return out;
    }

    void explain(std::vector<Slot>& slots) const {
        for (std::size_t i = 0; i < slots.size(); ++i) {
            slots[i].reasons = own_reasons(slots[i]);
            add_reasons_beside({slots.data(), i}, slots[i]);
        }
    }

  private:
    [[nodiscard]] Slot slot_at(Tick start, const SlotWalk::Offer& offer) const {
        Slot out{start, offer.practitioner, offer.way};
        out.costs = prices_.of(ways_[offer.way], start, offer.practitioner,
                               walk_.practitioner_holds(offer.way));
        out.cost = out.costs.total();
        return out;
    }

    /// Calls `visit` with every slot, by start and then by id, until the wait alone costs more than
    /// `visit` last answered.
    template <class Visit>
    void for_each_slot(const Visit& visit) {
        std::int64_t most = INT64_MAX;
        auto start = walk_.next(question_.from, question_.to);
        while (start && prices_.least_from(*start) <= most) {
            walk_.for_each_offer(*start, [&](const SlotWalk::Offer& offer) {
                if (!earliest_) earliest_ = start;
                most = visit(slot_at(*start, offer));
                return true;
            });
            start = walk_.next(*start + 1, question_.to);
        }
    }

    /// What `slot` costs as a further offer beside those chosen; empty if it is one of them.
    [[nodiscard]] std::optional<std::int64_t> cost_beside(const Slot& slot,
                                                          const std::vector<Slot>& chosen) const {
        bool is_near = false;
        bool is_same_practitioner = false;
        for (const Slot& one : chosen) {
            const bool has_same = one.practitioner == slot.practitioner;
            if (has_same && one.start == slot.start && one.way == slot.way) return std::nullopt;
            is_near = is_near || are_near(one, slot);
            is_same_practitioner = is_same_practitioner || (slot.practitioner && has_same);
        }
        const std::int64_t per_tick = question_.objective.urgency.per_tick_of_wait;
        return slot.cost + (is_near ? near_cost * per_tick : 0) +
               (is_same_practitioner ? same_practitioner_cost * per_tick : 0);
    }

    [[nodiscard]] std::vector<Reason> own_reasons(const Slot& slot) const {
        const auto& [urgency, wishes, fill, travel] = question_.objective;
        std::vector<Reason> out;
        if (slot.start == earliest_) out.push_back(Reason::earliest);
        if (urgency.latest_start) {
            out.push_back(slot.start <= *urgency.latest_start ? Reason::in_time : Reason::late);
        }
        if (prices_.is_wished_time(slot.start)) out.push_back(Reason::wished_time);
        if (slot.practitioner && slot.practitioner == wishes.practitioner) {
            out.push_back(Reason::wished_practitioner);
        }
        const bool has_gaps_priced = slot.practitioner && fill.per_lost_tick > 0;
        if (has_gaps_priced && slot.costs.gaps == 0) out.push_back(Reason::no_gap);
        if (is_nearest(slot)) out.push_back(Reason::nearest);
        if (prices_.can_be_under_way(ways_[slot.way], slot.start)) {
            out.push_back(Reason::within_travel_times);
        }
        return out;
    }

    /// Whether its site is nearer than some other's, and none is nearer.
    [[nodiscard]] bool is_nearest(const Slot& slot) const {
        const auto journey = [&](const Pattern& way) { return prices_.journey_to(way.site); };
        const auto [least, most] = std::minmax_element(
            ways_.begin(), ways_.end(),
            [&](const Pattern& a, const Pattern& b) { return journey(a) < journey(b); });
        return journey(*least) < journey(*most) && journey(ways_[slot.way]) == journey(*least);
    }

    static void add_reasons_beside(std::span<const Slot> before, Slot& slot) {
        if (before.empty()) return;
        const auto none_before = [&](auto is_alike) {
            return std::none_of(before.begin(), before.end(), is_alike);
        };
        if (slot.practitioner &&
            none_before([&](const Slot& one) { return one.practitioner == slot.practitioner; })) {
            slot.reasons.push_back(Reason::another_practitioner);
        }
        if (none_before([&](const Slot& one) { return are_near(one, slot); })) {
            slot.reasons.push_back(Reason::another_time);
        }
    }

    std::span<const Pattern> ways_;
    const Question& question_;
    SlotWalk walk_;
    Prices prices_;
    std::optional<Tick> earliest_;  // of the question's span, once a slot was found
};

}  // namespace

std::string_view name_of(Reason reason) {
    switch (reason) {
        case Reason::earliest:
            return "earliest";
        case Reason::in_time:
            return "in_time";
        case Reason::late:
            return "late";
        case Reason::wished_time:
            return "wished_time";
        case Reason::wished_practitioner:
            return "wished_practitioner";
        case Reason::no_gap:
            return "no_gap";
        case Reason::nearest:
            return "nearest";
        case Reason::within_travel_times:
            return "within_travel_times";
        case Reason::another_practitioner:
            return "another_practitioner";
        case Reason::another_time:
            return "another_time";
    }
    return "";
}

Answer find_slots(const Agenda& agenda, std::span<const Pattern> ways, const Question& question) {
    Answer out;
    if (question.count == 0 || ways.empty()) return out;
    Search search(agenda, ways, question);
    switch (question.choose) {
        case Choose::first:
            out.slots = search.first();
            break;
        case Choose::best:
            out.slots = search.best();
            break;
        case Choose::diverse:
            out.slots = search.diverse();
            break;
    }
    search.explain(out.slots);
    const auto has_needs = [](const Pattern& way) { return !way.needs.empty(); };
    if (out.slots.empty() && std::any_of(ways.begin(), ways.end(), has_needs)) {
        out.bottleneck = find_bottleneck(agenda, ways, {question.from, question.to});
    }
    return out;
}

Answer find_slots(const Agenda& agenda, const Pattern& pattern, const Question& question) {
    return find_slots(agenda, {&pattern, 1}, question);
}

}  // namespace wayside::solver::find
