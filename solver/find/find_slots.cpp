#include "solver/find/find_slots.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "solver/find/practitioners.hpp"
#include "solver/find/start_scan.hpp"

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
    Search(const Agenda& agenda, const Pattern& pattern, const Question& question)
        : agenda_(agenda),
          pattern_(pattern),
          question_(question),
          scan_(agenda, pattern),
          practitioners_(agenda, pattern) {}

    std::vector<Slot> first() {
        std::vector<Slot> out;
        auto start = scan_.next(question_.from, question_.to);
        while (start && out.size() < question_.count) {
            if (const auto slot = earliest_id(*start)) out.push_back(*slot);
            if (out.size() == 1) earliest_ = out[0].start;
            start = scan_.next(*start + 1, question_.to);
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
            slots[i].reasons = reasons_of(slots[i], {slots.data(), i});
        }
    }

    Bottleneck bottleneck() {
        std::optional<Bottleneck> alone;
        for (std::size_t i = 0; i < pattern_.needs.size(); ++i) {
            StartScan own(agenda_, pattern_, std::array{i});
            if (own.next(question_.from, question_.to)) continue;
            const auto frees = own.next(question_.to, agenda_.horizon());
            // No time at all is later than any.
            const bool is_later = !alone || (alone->frees && (!frees || *frees > *alone->frees));
            if (is_later) alone = Bottleneck{i, true, frees};
        }
        if (alone) return *alone;
        return {scarcest_need(), false, first_after_question()};
    }

  private:
    /// The slot at `start` with the practitioner of smallest id; empty if the needs share people
    /// and cannot all be filled.
    std::optional<Slot> earliest_id(Tick start) const {
        if (!practitioners_.are_needed()) return slot_at(start, std::nullopt);
        for (const ResourceIndex who : practitioners_.by_id()) {
            if (practitioners_.can_give(who, start)) return slot_at(start, who);
        }
        return std::nullopt;
    }

    Slot slot_at(Tick start, std::optional<ResourceIndex> who) const {
        const Objective& wish = question_.objective;
        Slot out{start, who, wish.per_tick_of_wait * (start - question_.from), {}};
        if (!wish.wished_times.empty() && !is_wished_time(start)) {
            out.cost += wish.outside_wished_times;
        }
        if (wish.wished_practitioner && who != wish.wished_practitioner) {
            out.cost += wish.other_practitioner;
        }
        return out;
    }

    bool is_wished_time(Tick start) const {
        const auto& spans = question_.objective.wished_times;
        return std::any_of(spans.begin(), spans.end(),
                           [&](const TickSpan& span) { return span.holds(start); });
    }

    /// Calls `visit` with every slot, by start and then by id, until the wait alone costs more than
    /// `visit` last answered.
    template <class Visit>
    void for_each_slot(const Visit& visit) {
        std::int64_t most = INT64_MAX;
        auto start = scan_.next(question_.from, question_.to);
        while (start) {
            if (question_.objective.per_tick_of_wait * (*start - question_.from) > most) return;
            const auto offer = [&](std::optional<ResourceIndex> who) {
                if (!earliest_) earliest_ = start;
                most = visit(slot_at(*start, who));
            };
            if (!practitioners_.are_needed()) offer(std::nullopt);
            for (const ResourceIndex who : practitioners_.by_id()) {
                if (practitioners_.can_give(who, *start)) offer(who);
            }
            start = scan_.next(*start + 1, question_.to);
        }
    }

    /// What `slot` costs as a further offer beside those chosen; empty if it is one of them.
    std::optional<std::int64_t> cost_beside(const Slot& slot,
                                            const std::vector<Slot>& chosen) const {
        bool is_near = false;
        bool is_same_practitioner = false;
        for (const Slot& one : chosen) {
            if (one.start == slot.start && one.practitioner == slot.practitioner) {
                return std::nullopt;
            }
            is_near = is_near || are_near(one, slot);
            is_same_practitioner = is_same_practitioner ||
                                   (slot.practitioner && one.practitioner == slot.practitioner);
        }
        const std::int64_t per_tick = question_.objective.per_tick_of_wait;
        return slot.cost + (is_near ? near_cost * per_tick : 0) +
               (is_same_practitioner ? same_practitioner_cost * per_tick : 0);
    }

    std::vector<Reason> reasons_of(const Slot& slot, std::span<const Slot> before) const {
        std::vector<Reason> out;
        if (slot.start == earliest_) out.push_back(Reason::earliest);
        if (is_wished_time(slot.start)) out.push_back(Reason::wished_time);
        if (slot.practitioner && slot.practitioner == question_.objective.wished_practitioner) {
            out.push_back(Reason::wished_practitioner);
        }
        if (before.empty()) return out;
        const auto none_before = [&](auto is_alike) {
            return std::none_of(before.begin(), before.end(), is_alike);
        };
        if (slot.practitioner &&
            none_before([&](const Slot& one) { return one.practitioner == slot.practitioner; })) {
            out.push_back(Reason::another_practitioner);
        }
        if (none_before([&](const Slot& one) { return are_near(one, slot); })) {
            out.push_back(Reason::another_time);
        }
        return out;
    }

    std::size_t scarcest_need() const {
        std::size_t scarcest = 0;
        std::int64_t fewest = INT64_MAX;
        for (std::size_t i = 0; i < pattern_.needs.size(); ++i) {
            StartScan own(agenda_, pattern_, std::array{i});
            const std::int64_t starts = own.count(question_.from, question_.to);
            if (starts < fewest) scarcest = i, fewest = starts;
        }
        return scarcest;
    }

    std::optional<Tick> first_after_question() {
        auto at = scan_.next(question_.to, agenda_.horizon());
        while (at && !earliest_id(*at)) at = scan_.next(*at + 1, agenda_.horizon());
        return at;
    }

    const Agenda& agenda_;
    const Pattern& pattern_;
    const Question& question_;
    StartScan scan_;
    Practitioners practitioners_;
    std::optional<Tick> earliest_;  // of the question's span, once a slot was found
};

}  // namespace

Answer find_slots(const Agenda& agenda, const Pattern& pattern, const Question& question) {
    Answer out;
    if (question.count == 0) return out;
    Search search(agenda, pattern, question);
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
    if (out.slots.empty() && !pattern.needs.empty()) out.bottleneck = search.bottleneck();
    return out;
}

}  // namespace wayside::solver::find
