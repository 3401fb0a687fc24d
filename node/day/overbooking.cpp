#include "node/day/overbooking.hpp"

#include <algorithm>

#include "node/day/wish.hpp"

namespace wayside::day {

namespace {

using care::Span;
using solver::overbook::Stop;

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = std::int64_t{24} * 60 * minute_ms;
constexpr auto certain_ppm = static_cast<std::int32_t>(solver::overbook::per_million);

std::vector<Span> working_spans(const Clinic& clinic, const booking::Diary& diary,
                                const care::Practitioner& who, const care::WallCalendar& calendar) {
    std::vector<Span> pauses = calendar.breaks(who);
    for (const booking::Away& away : diary.away) {
        if (away.practitioner == who.id) pauses.push_back(away.span);
    }
    pauses = care::united(std::move(pauses));
    std::vector<Span> out;
    for (const Span& open : care::shared(calendar.shifts(who), calendar.opening(clinic.setup()))) {
        for (const Span& part : care::gaps(pauses, open)) out.push_back(part);
    }
    return out;
}

/// Whoever is meant for the practitioner and may still hold time of the session, by start.
std::vector<booking::Visit> visits_of(const Clinic& clinic, const desk::Facts& facts,
                                      const Session& session) {
    const std::string first = day_of(clinic, session.span.begin);
    const std::string last = day_of(clinic, Timestamp{session.span.end.ms - 1});
    auto out = booking::visits_of_day(facts.model, first);
    if (last != first) {
        for (auto& visit : booking::visits_of_day(facts.model, last)) out.push_back(visit);
    }
    std::erase_if(out, [&](const booking::Visit& visit) {
        if (visit.meant_for() != session.practitioner) return true;
        if (!visit.placement) return !care::is_in_queue(visit.status);
        const Timestamp begins = visit.placement->begins();
        return !care::holds_capacity(visit.status) || begins < session.span.begin ||
               session.span.end <= begins;
    });
    return out;
}

/// The last slot that begins no later; the first, if all do.
std::size_t slot_at(const Session& session, Timestamp at) {
    const auto after =
        std::upper_bound(session.slots.begin(), session.slots.end(), at,
                         [](Timestamp t, const Span& slot) { return t < slot.begin; });
    const auto until = std::distance(session.slots.begin(), after);
    return static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, until - 1));
}

/// Lays the visits of one session into slots.
class Layout {
  public:
    Layout(Session& session, Timestamp now) : session_(session), now_(now) {}

    void lay(const std::vector<booking::Visit>& visits) {
        slot_ms_ = usual_minutes(visits) * minute_ms;
        session_.left.slot_minutes = static_cast<std::int32_t>(slot_ms_ / minute_ms);
        for (const booking::Visit& visit : visits) {
            if (visit.placement && !visit.placement->is_extra()) lay_booking(visit);
        }
        lay_free_until(session_.span.end);
        cut();
        for (const Laid& laid : laid_) put(*laid.visit, laid.slot);
        for (const booking::Visit& visit : visits) {
            if (!visit.placement) put_walk_in(visit);
            if (visit.placement && visit.placement->is_extra()) put_extra(visit);
        }
    }

  private:
    /// A slot that a booking fills.
    struct Laid {
        const booking::Visit* visit;
        std::size_t slot;
        bool begins_here;
    };

    [[nodiscard]] std::int64_t usual_minutes(const std::vector<booking::Visit>& visits) {
        std::vector<std::int64_t> minutes;
        for (const booking::Visit& visit : visits) {
            if (!visit.placement || visit.placement->is_extra()) continue;
            minutes.push_back(visit.placement->minutes);
        }
        session_.booked = minutes.size();
        if (minutes.empty()) return (session_.span.end.ms - session_.span.begin.ms) / minute_ms;
        std::sort(minutes.begin(), minutes.end());
        const auto usual = minutes[(minutes.size() - 1) / 2];
        return std::min<std::int64_t>(usual, solver::overbook::max_slot_minutes);
    }

    void lay_free_until(Timestamp end) {
        while (laid_until().ms + slot_ms_ <= end.ms) {
            const Timestamp begins = laid_until();
            session_.slots.push_back({begins, {begins.ms + slot_ms_}});
        }
    }

    void lay_booking(const booking::Visit& visit) {
        const booking::Placement& placement = *visit.placement;
        if (placement.begins() < laid_until() && !session_.slots.empty()) {
            laid_.push_back({&visit, session_.slots.size() - 1, false});
            return;
        }
        lay_free_until(placement.begins());
        const std::int64_t length = placement.minutes * minute_ms;
        const std::int64_t count = std::max<std::int64_t>(1, (length + slot_ms_ / 2) / slot_ms_);
        for (std::int64_t i = 0; i < count; ++i) {
            laid_.push_back({&visit, session_.slots.size(), i == 0});
            session_.slots.push_back({{placement.begins().ms + length * i / count},
                                      {placement.begins().ms + length * (i + 1) / count}});
        }
    }

    [[nodiscard]] Timestamp laid_until() const {
        return session_.slots.empty() ? session_.span.begin : session_.slots.back().end;
    }

    /// What has begun is over.
    void cut() {
        const auto& slots = session_.slots;
        auto& settled = session_.settled;
        settled.past_slots = static_cast<std::size_t>(std::count_if(
            slots.begin(), slots.end(), [&](const Span& s) { return s.begin < now_; }));
        session_.left.shows_ppm.resize(slots.size() - settled.past_slots);
        for (std::size_t slot = 0; slot < session_.left.shows_ppm.size(); ++slot) {
            const bool may_be_free = std::any_of(laid_.begin(), laid_.end(), [&](const Laid& laid) {
                return laid.slot == settled.past_slots + slot && laid.begins_here &&
                       laid.visit->status == care::Status::booked;
            });
            if (!may_be_free) settled.closed_slots.push_back(slot);
        }
    }

    /// The chance that this visit still wants its slot.
    [[nodiscard]] std::int32_t chance_of(const booking::Visit& visit) const {
        if (care::is_in_queue(visit.status)) return certain_ppm;
        if (visit.status != care::Status::booked || visit.placement->ends() <= now_) return 0;
        return session_.share.show_ppm();
    }

    void put(const booking::Visit& visit, std::size_t slot) { put(chance_of(visit), slot); }
    void put(std::int32_t show_ppm, std::size_t slot) {
        auto& shows = session_.left.shows_ppm;
        slot = std::max(slot, session_.settled.past_slots) - session_.settled.past_slots;
        while (slot < shows.size() && shows[slot].size() >= solver::overbook::max_booked_in_slot) {
            ++slot;
        }
        if (show_ppm > 0 && slot < shows.size()) shows[slot].push_back(show_ppm);
    }

    void put_walk_in(const booking::Visit& visit) {
        const bool runs = session_.span.begin <= now_ && now_ < session_.span.end;
        if (runs && care::is_in_queue(visit.status)) put(certain_ppm, 0);
    }

    void put_extra(const booking::Visit& visit) {
        const std::size_t slot = slot_at(session_, visit.placement->begins());
        ++session_.extras;
        auto& settled = session_.settled;
        if (slot < settled.past_slots || session_.slots.empty()) {
            ++settled.past_extras;
        } else {
            settled.extra_slots.push_back(slot - settled.past_slots);
        }
        put(visit, slot);
    }

    Session& session_;
    Timestamp now_;
    std::int64_t slot_ms_ = minute_ms;
    std::vector<Laid> laid_;
};

Refusal says_no(const char* rule, std::string detail) {
    return {Why::conflict, std::move(detail), rule, "start"};
}

Refusal refusal_of(Stop cap, const Session& session) {
    const std::size_t most =
        solver::overbook::most_extras(session.left, overbook_caps, session.settled);
    switch (cap) {
        case Stop::extras_cap:
            return says_no("extras_cap", std::to_string(session.extras) + " of at most " +
                                             std::to_string(most) +
                                             " extras are booked into this session already.");
        case Stop::overfull_cap:
            return says_no("overfull_cap",
                           "with one more, the chance that too many come is above one in ten.");
        case Stop::no_slot_left:
        case Stop::cost_would_rise:
            break;
    }
    return says_no("slot_has_extra",
                   "this slot has an extra already, or is the last of the session.");
}

}  // namespace

booking::ShowRecords show_records(const Clinic& clinic, const desk::Facts& facts) {
    const auto today = clinic.zone().clinic_day(facts.now, clinic.setup().day_begins);
    const auto until = clinic.zone().clinic_day_begin(today, clinic.setup().day_begins);
    const std::int64_t length = booking::record_days * day_ms;
    return booking::shows_between(facts.model, {until.ms - length}, until);
}

std::vector<Session> sessions_between(const Clinic& clinic, const desk::Facts& facts,
                                      const booking::ShowRecords& records,
                                      const care::Practitioner& practitioner,
                                      const care::WallCalendar& calendar) {
    const booking::Diary diary = diary_of(clinic, facts);
    std::vector<Session> out;
    for (const Span& span : working_spans(clinic, diary, practitioner, calendar)) {
        if (span.end <= facts.now) continue;
        Session session;
        session.practitioner = practitioner.id;
        session.span = span;
        session.share = booking::share_of(records, practitioner.id);
        const auto visits = visits_of(clinic, facts, session);
        Layout(session, facts.now).lay(visits);
        out.push_back(std::move(session));
    }
    return out;
}

Result<booking::Fit> fit_overbooked(const Clinic& clinic, const desk::Facts& facts,
                                    const booking::Wish& wish) {
    const auto fits = booking::fit_extra(diary_of(clinic, facts), wish);
    if (!fits) return fits;
    const Timestamp begins = wish.start.instant();
    const Span span{begins, {begins.ms + fits->minutes * minute_ms}};
    const auto* practitioner = clinic.setup().find_practitioner(wish.practitioner);
    if (practitioner == nullptr) {
        return says_no("unknown_practitioner", "an extra is booked with somebody who works here.");
    }
    for (const Session& session :
         sessions_between(clinic, facts, show_records(clinic, facts), *practitioner,
                          care::WallCalendar(clinic.zone(), span))) {
        if (!session.span.holds(span)) continue;
        if (session.slots.size() > most_session_slots) {
            return says_no("session_too_long", "this session has too many slots to overbook it.");
        }
        const std::size_t slot = slot_at(session, begins);
        const std::size_t past = session.settled.past_slots;
        if (slot < past || session.slots.empty()) {
            return says_no("in_the_past", "this slot has begun: choose a later one.");
        }
        auto settled = session.settled;
        settled.closed_slots.clear();  // where, under the caps, is for a person to say
        const auto cap = solver::overbook::cap_against(session.left, overbook_caps, settled,
                                                       slot - past, session.share.show_ppm());
        if (cap) return refusal_of(*cap, session);
        return fits;
    }
    return says_no("outside_shift", "no session of this practitioner holds this time.");
}

}  // namespace wayside::day
