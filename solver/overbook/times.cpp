#include "solver/overbook/times.hpp"

#include <algorithm>
#include <numeric>

#include "solver/search/generator.hpp"
#include "solver/search/late_acceptance.hpp"

namespace wayside::solver::overbook {

namespace {

using search::Generator;

/// The order that disturbs least: whose length is surest first.
Timetable surest_first(const TimedSession& session) {
    Timetable out = equal_slots(session);
    std::sort(out.order.begin(), out.order.end(), [&](std::size_t a, std::size_t b) {
        const auto spread = [&](std::size_t at) {
            return session.visits[at].length.p80 - session.visits[at].length.p50;
        };
        return spread(a) != spread(b) ? spread(a) < spread(b) : a < b;
    });
    const auto sum = [](std::int64_t before, const Visit& visit) {
        return before + visit.length.p50 * visit.show_ppm / per_million;
    };
    const std::int64_t all =
        std::accumulate(session.visits.begin(), session.visits.end(), std::int64_t{1}, sum);
    std::int64_t begun = 0;
    for (std::size_t i = 0; i < out.order.size(); ++i) {
        const std::int64_t minute = begun * session.minutes / all;
        out.minutes[i] = static_cast<std::int32_t>(minute - minute % session.step_minutes);
        begun = sum(begun, session.visits[out.order[i]]);
    }
    return out;
}

/// Changes a timetable a little: one time, a run of times, or two places of the order.
class Moves {
  public:
    Moves(const TimedSession& session, Generator& generator)
        : session_(session), generator_(generator) {}

    void change(Timetable& timetable) {
        const std::size_t count = timetable.order.size();
        const std::size_t at = generator_.index(count);
        const std::size_t other = generator_.index(count);
        switch (generator_.below(4)) {
            case 0:
                return shift(timetable, at, at);
            case 1:
                return shift(timetable, std::min(at, other), std::max(at, other));
            case 2:
                return std::swap(timetable.order[at], timetable.order[other]);
            default:
                return put(timetable, at, other);
        }
    }

  private:
    void shift(Timetable& timetable, std::size_t first, std::size_t last) {
        // Often a little, sometimes much.
        const int most = generator_.chance(16'384) ? 20 : 4;
        const int by = generator_.between(-most, most) * session_.step_minutes;
        const std::int32_t end = session_.minutes - session_.minutes % session_.step_minutes;
        for (std::size_t i = first; i <= last; ++i) {
            timetable.minutes[i] = std::clamp(timetable.minutes[i] + by, 0, end);
        }
        std::sort(timetable.minutes.begin(), timetable.minutes.end());
    }
    static void put(Timetable& timetable, std::size_t from, std::size_t to) {
        const auto place = [&](std::size_t i) {
            return timetable.order.begin() + static_cast<std::ptrdiff_t>(i);
        };
        if (from < to) std::rotate(place(from), place(from + 1), place(to + 1));
        if (to < from) std::rotate(place(to), place(from), place(from + 1));
    }

    const TimedSession& session_;
    Generator& generator_;
};

}  // namespace

Timetable equal_slots(const TimedSession& session) {
    Timetable out;
    const auto count = static_cast<std::int32_t>(session.visits.size());
    for (std::int32_t i = 0; i < count; ++i) {
        const std::int32_t minute = i * session.minutes / count;
        out.order.push_back(static_cast<std::size_t>(i));
        out.minutes.push_back(minute - minute % session.step_minutes);
    }
    return out;
}

Futures::Futures(const TimedSession& session, std::size_t count, std::uint64_t seed)
    : visits_(session.visits.size()),
      session_seconds_(session.minutes * 60),
      count_(count),
      seconds_(visits_ * count) {
    Generator generator(seed);
    std::vector<std::size_t> places(count);
    for (std::size_t visit = 0; visit < visits_; ++visit) {
        const search::Lengths lengths(session.visits[visit].length);
        std::iota(places.begin(), places.end(), std::size_t{0});
        generator.shuffle(std::span(places));
        for (std::size_t i = 0; i < count; ++i) {
            seconds_[i * visits_ + visit] = static_cast<std::int32_t>(lengths.drawn(places[i]));
        }
        generator.shuffle(std::span(places));
        const auto shows = static_cast<std::int64_t>(session.visits[visit].show_ppm);
        const auto all = static_cast<std::int64_t>(count);
        for (std::size_t i = 0; i < count; ++i) {
            const bool comes =
                (2 * static_cast<std::int64_t>(places[i]) + 1) * per_million < 2 * shows * all;
            if (!comes) seconds_[i * visits_ + visit] = -1;
        }
    }
}

std::int64_t Futures::cost_of(const Timetable& timetable, const Costs& costs) const {
    std::int64_t wait = 0;
    std::int64_t idle = 0;
    std::int64_t overtime = 0;
    std::int64_t unused = 0;
    for (std::size_t future = 0; future < count_; ++future) {
        const std::int32_t* const seconds = &seconds_[future * visits_];
        std::int32_t free = 0;
        for (std::size_t i = 0; i < visits_; ++i) {
            const std::int32_t length = seconds[timetable.order[i]];
            if (length < 0) continue;
            const std::int32_t comes = timetable.minutes[i] * 60;
            wait += std::max(0, free - comes);
            idle += std::max(0, comes - free);
            free = std::max(free, comes) + length;
        }
        overtime += std::max(0, free - session_seconds_);
        unused += std::max(0, session_seconds_ - free);
    }
    const std::int64_t all =
        costs.wait * wait + costs.idle * idle + costs.overtime * overtime + costs.unused * unused;
    return all * 1'000 / 60 / static_cast<std::int64_t>(count_);
}

const char* fault_of(const TimedSession& session, const Costs& costs) {
    const auto is_cost = [](std::int32_t cost) { return cost >= 0 && cost <= Costs::most; };
    if (session.visits.empty()) return "no_visit";
    if (session.visits.size() > max_visits) return "too_many";
    const bool has_minutes = session.minutes >= 1 && session.minutes <= max_session_minutes &&
                             session.step_minutes >= 1 && session.step_minutes <= session.minutes;
    if (!has_minutes) return "bad_minutes";
    for (const Visit& visit : session.visits) {
        const bool is_length = visit.length.p50 > 0 && visit.length.p50 <= visit.length.p80 &&
                               visit.length.p80 <= max_session_minutes * 60;
        if (!is_length) return "bad_duration";
        if (visit.show_ppm < 0 || visit.show_ppm > per_million) return "bad_probability";
    }
    const bool are_costs = is_cost(costs.wait) && is_cost(costs.idle) && is_cost(costs.overtime) &&
                           is_cost(costs.unused);
    return are_costs ? nullptr : "bad_cost";
}

TimesAdvice advise_times(const TimedSession& session, const Costs& costs, std::uint64_t seed,
                         const TimesEffort& effort) {
    const Futures futures(session, effort.futures, seed);
    TimesAdvice best;
    best.timetable = equal_slots(session);
    best.cost_equal = futures.cost_of(best.timetable, costs);
    best.cost = best.cost_equal;

    Timetable current = surest_first(session);
    std::int64_t cost = futures.cost_of(current, costs);
    Generator generator = Generator::derived(seed, 1);
    Moves moves(session, generator);
    search::LateAcceptance late(60, cost);
    for (std::int64_t i = 0; i <= effort.iterations; ++i) {
        if (cost < best.cost) {
            best.cost = cost;
            best.timetable = current;
        }
        Timetable candidate = current;
        moves.change(candidate);
        const std::int64_t candidate_cost = futures.cost_of(candidate, costs);
        if (!late.accepts(candidate_cost, cost)) continue;
        current = std::move(candidate);
        cost = candidate_cost;
    }
    return best;
}

}  // namespace wayside::solver::overbook
