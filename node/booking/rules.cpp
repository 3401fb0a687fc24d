#include "node/booking/rules.hpp"

#include <algorithm>
#include <array>

#include "node/booking/visits.hpp"

namespace wayside::booking {

namespace {

constexpr std::int64_t ms_a_day = std::int64_t{24} * 60 * 60'000;
/// As far as `care::find_alternatives` looks.
constexpr std::int64_t alternatives_ms = 14 * ms_a_day;
/// As far behind its span as a shortage is followed.
constexpr std::int64_t shortage_ms = 8 * ms_a_day;

template <class IsMoving>
std::vector<care::Placement> taken_without(const Diary& diary, const care::Span& span,
                                           const IsMoving& is_moving) {
    std::vector<care::Placement> out;
    for (Held& each : held_between(diary.model, span.begin, span.end)) {
        if (is_moving(each.visit)) continue;
        const auto minutes = static_cast<std::int32_t>((each.ends.ms - each.begins.ms) / 60'000);
        out.push_back(
            {each.begins, minutes, std::move(each.practitioner), std::move(each.service)});
    }
    // Who is away is taken, by nothing that needs a room.
    for (const Away& each : diary.away) {
        if (!each.span.meets(span)) continue;
        const auto minutes =
            static_cast<std::int32_t>((each.span.end.ms - each.span.begin.ms + 59'999) / 60'000);
        out.push_back({each.span.begin, minutes, each.practitioner, ""});
    }
    return out;
}

std::vector<care::Placement> taken_around(const Diary& diary, const care::Span& span,
                                          const std::optional<VisitId>& instead) {
    return taken_without(diary, span, [&](VisitId visit) { return instead == visit; });
}

/// `care::check_placement`, which knows nobody who is away, and says that they are taken.
Result<void> check(const Diary& diary, const std::vector<care::Placement>& taken,
                   const care::Placement& wanted) {
    auto checked = care::check_placement(diary.setup, diary.zone, taken, wanted, diary.now);
    if (checked || checked.refusal().rule != "practitioner_taken") return checked;
    for (const Away& each : diary.away) {
        if (each.practitioner != wanted.practitioner || !each.span.meets(wanted.span())) continue;
        return Refusal{Why::conflict,
                       each.practitioner + " is absent until " +
                           diary.zone.local(each.span.end).time.text() + ".",
                       "practitioner_absent", "practitioner"};
    }
    return checked;
}

Refusal unknown_service() {
    return {Why::conflict, "this clinic has no such service", "unknown_service", "service"};
}

/// How far a refused placement came: rules are asked in this order.
std::size_t distance(const Refusal& refusal) {
    static constexpr std::array order{
        "unknown_service", "unknown_practitioner", "wrong_role",
        "in_the_past",     "outside_hours",        "outside_shift",
        "on_break",        "practitioner_absent",  "practitioner_taken",
        "pool_full",       "equipment_taken"};
    const auto at = std::find(order.begin(), order.end(), refusal.rule);
    return at == order.end() ? 0 : static_cast<std::size_t>(at - order.begin()) + 1;
}

/// Those who may give a service, by id; nobody named where it needs no role.
std::vector<std::string> candidates(const care::Setup& setup, const care::Service& service) {
    std::vector<std::string> out;
    for (const auto& each : setup.practitioners) {
        if (service.may_be_given_by(each)) out.push_back(each.id);
    }
    std::sort(out.begin(), out.end());
    if (!service.needs_a_role()) out.assign(1, "");
    return out;
}

std::vector<Opening> openings_of(const std::vector<care::FreeSlot>& slots) {
    std::vector<Opening> out;
    for (const auto& slot : slots) {
        Opening opening{slot.told, slot.placement.minutes, slot.placement.practitioner, {}};
        for (const auto reason : slot.reasons) opening.reasons.emplace_back(name_of(reason));
        out.push_back(std::move(opening));
    }
    return out;
}

/// What is held in a span, and far enough behind it for the longest booking that begins there.
std::vector<care::Placement> taken_for_starts(const Diary& diary, Timestamp from, Timestamp to,
                                              const std::optional<VisitId>& instead) {
    return taken_around(diary, {from, {to.ms + ms_a_day}}, instead);
}

/// The placement that a wish is about; empty for a service that nobody knows.
std::optional<care::Placement> placement_of(const Diary& diary, const Wish& wish) {
    const care::Service* service = diary.setup.find_service(wish.service);
    if (service == nullptr) return std::nullopt;
    const std::int64_t minutes = wish.minutes == 0 ? service->minutes : wish.minutes;
    return care::Placement{wish.start.instant(), static_cast<std::int32_t>(minutes),
                           wish.practitioner, wish.service};
}

}  // namespace

Result<Fit> fit(const Diary& diary, const Wish& wish) {
    const care::Service* service = diary.setup.find_service(wish.service);
    if (service == nullptr) return unknown_service();
    const std::int64_t minutes = wish.minutes == 0 ? service->minutes : wish.minutes;
    care::Placement wanted{wish.start.instant(), static_cast<std::int32_t>(minutes),
                           wish.practitioner, wish.service};
    const auto taken = taken_around(diary, wanted.span(), wish.instead);
    std::vector<std::string> who{wish.practitioner};
    if (wish.practitioner.empty()) who = candidates(diary.setup, *service);

    std::optional<Refusal> closest;
    for (const std::string& practitioner : who) {
        wanted.practitioner = practitioner;
        const auto checked = check(diary, taken, wanted);
        if (checked) return Fit{practitioner, minutes};
        if (!closest || distance(checked.refusal()) > distance(*closest)) {
            closest = checked.refusal();
        }
    }
    if (closest) return *closest;
    return Refusal{Why::conflict, "nobody here gives this service", "wrong_role", "service"};
}

Result<Fit> fit_extra(const Diary& diary, const Wish& wish) {
    const care::Service* service = diary.setup.find_service(wish.service);
    if (service == nullptr) return unknown_service();
    const std::int64_t minutes = wish.minutes == 0 ? service->minutes : wish.minutes;
    const care::Placement wanted{wish.start.instant(), static_cast<std::int32_t>(minutes),
                                 wish.practitioner, wish.service};
    auto taken = taken_around(diary, wanted.span(), wish.instead);
    // Who is away is taken by no service, and that stays in the way.
    std::erase_if(taken, [&](const care::Placement& one) {
        return one.practitioner == wanted.practitioner && !one.service.empty();
    });
    if (auto checked = check(diary, taken, wanted); !checked) return checked.refusal();
    return Fit{wanted.practitioner, minutes};
}

Result<void> fit_together(const Diary& diary, const std::vector<Move>& moves) {
    if (moves.empty()) return {};
    care::Span all = moves.front().to.span();
    for (const Move& move : moves) {
        all.begin = std::min(all.begin, move.to.span().begin);
        all.end = std::max(all.end, move.to.span().end);
    }
    auto taken = taken_without(diary, all, [&](VisitId visit) {
        return std::any_of(moves.begin(), moves.end(),
                           [&](const Move& move) { return move.visit == visit; });
    });
    const std::size_t held = taken.size();
    for (std::size_t asked = 0; asked < moves.size(); ++asked) {
        taken.resize(held);
        for (std::size_t other = 0; other < moves.size(); ++other) {
            if (other != asked) taken.push_back(moves[other].to);
        }
        if (auto checked = check(diary, taken, moves[asked].to); !checked) return checked;
    }
    return {};
}

std::vector<Opening> openings_instead_of(const Diary& diary, const Wish& wish) {
    const auto refused = placement_of(diary, wish);
    if (!refused) return {};
    const Timestamp from = std::max(diary.now, refused->start);
    const auto taken = taken_for_starts(diary, from, {from.ms + alternatives_ms}, wish.instead);
    return openings_of(
        care::find_alternatives(diary.setup, diary.zone, taken, *refused, diary.now));
}

std::optional<care::SlotShortage> shortage_of(const Diary& diary, const Wish& wish) {
    const auto refused = placement_of(diary, wish);
    if (!refused) return std::nullopt;
    const auto taken =
        taken_for_starts(diary, refused->start, {refused->start.ms + shortage_ms}, wish.instead);
    return care::find_shortage(diary.setup, diary.zone, taken, *refused, diary.now);
}

Result<Openings> find_openings(const Diary& diary, const care::SlotQuery& query, std::size_t most) {
    const auto taken =
        taken_for_starts(diary, query.from, {query.to.ms + shortage_ms}, std::nullopt);
    const auto found = care::find_free_slots(diary.setup, diary.zone, taken, query, diary.now, most,
                                             solver::find::Choose::diverse);
    if (!found) return found.refusal();
    return Openings{openings_of(found->slots), found->shortage};
}

}  // namespace wayside::booking
