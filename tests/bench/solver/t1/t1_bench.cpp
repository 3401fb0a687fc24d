// The slot bench T1: every query is answered in several ways in the same run, on the same data, and
// every start is compared with that of a checker which tries every minute (README beside it).
//
//     t1_bench [--write FILE]     also writes data and starts for rivals in other languages

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "solver/find/find_slots.hpp"
#include "tests/bench/solver/t1/interval_rival.hpp"
#include "tests/bench/solver/t1/minute_check.hpp"
#include "tests/bench/solver/t1/sqlite_rival.hpp"
#include "tests/bench/solver/t1/world.hpp"

namespace {

namespace t1 = wayside::bench::t1;
namespace find = wayside::solver::find;

constexpr find::Tick horizon = t1::horizon_minutes / t1::grid_minutes;
constexpr double most_median_us = 4;
constexpr double most_p99_us = 20;
/// As many bookings stand at a time in the run that books what it finds.
constexpr std::size_t standing = 300;
constexpr std::int32_t no_start = -1;
/// SQL answers the first so many: all of them take minutes.
constexpr std::size_t sql_queries = 300;

using Starts = std::vector<std::int32_t>;  // in minutes, by query

template <class Act>
double us_of(const Act& act) {
    const auto begin = std::chrono::steady_clock::now();
    act();
    const auto end = std::chrono::steady_clock::now();
    return std::chrono::duration<double, std::micro>(end - begin).count();
}

struct Times {
    std::vector<double> us;

    void print(const char* name, const char* verdict) {
        std::sort(us.begin(), us.end());
        std::printf("%-42s median %9.2f us   p99 %9.2f us   most %9.2f us   %5zu   %s\n", name,
                    median(), p99(), us.back(), us.size(), verdict);
    }
    /// Of sorted times.
    [[nodiscard]] double median() const { return us[us.size() / 2]; }
    [[nodiscard]] double p99() const { return us[us.size() * 99 / 100]; }
};

/// The search's own view of the data.
struct Clinic {
    find::Agenda agenda{horizon};
    std::vector<find::AnyOf> groups;
    std::vector<find::Pattern> patterns;  // by query
};

Clinic clinic_of(const t1::RawWorld& world) {
    Clinic out;
    out.groups.resize(world.groups);
    for (const t1::RawResource& one : world.resources) {
        find::Calendar calendar(horizon);
        for (const auto& [begin, end] : one.open) calendar.open(begin, end);
        for (const auto& [begin, end] : one.busy) calendar.take(begin, end);
        const auto index = out.agenda.add(find::Resource{one.id, std::move(calendar), 2});
        out.groups[one.group].alternatives.push_back(index);
    }
    for (const t1::RawQuery& query : world.queries) {
        find::Pattern pattern;
        const find::TickSpan holds{0, query.minutes / t1::grid_minutes};
        for (const std::size_t group : query.groups) {
            pattern.needs.push_back({"group", out.groups[group], holds});
        }
        out.patterns.push_back(std::move(pattern));
    }
    return out;
}

find::Question question_of(const t1::RawQuery& query) {
    return {query.from / t1::grid_minutes, horizon, 1, find::Choose::first, {}};
}

std::int32_t start_of(const find::Answer& answer) {
    return answer.slots.empty() ? no_start : answer.slots[0].start * t1::grid_minutes;
}

/// The bench: what was found so far, and whether all of it is as it should be.
class Bench {
  public:
    explicit Bench(const t1::RawWorld& world) : world_(world), check_(world) {
        for (const t1::RawQuery& query : world.queries) {
            right_.push_back(check_.earliest_start(query).value_or(no_start));
        }
    }

    [[nodiscard]] const Starts& right() const { return right_; }
    [[nodiscard]] bool is_good() const { return is_good_; }

    /// Each query is asked several times, round by round, and its shortest time counts: what else
    /// the machine does is not what is measured.
    template <class Ask>
    void ask(const char* name, int rounds, bool has_goal, const Ask& ask_one,
             std::size_t queries = SIZE_MAX) {
        Starts starts(std::min(queries, world_.queries.size()));
        Times times{std::vector<double>(starts.size(), 1e18)};
        for (int round = 0; round < rounds; ++round) {
            for (std::size_t i = 0; i < starts.size(); ++i) {
                const double us = us_of([&] { starts[i] = ask_one(i); });
                times.us[i] = std::min(times.us[i], us);
            }
        }
        judge(name, times, std::equal(starts.begin(), starts.end(), right_.begin()), has_goal);
    }

    /// Every answer is booked, with one of each group, and given back `standing` bookings later.
    /// Rows that are ready are kept ready through all of it. As often as above, from the beginning.
    void ask_and_book(int rounds, const Clinic& clinic) {
        Times asking{std::vector<double>(world_.queries.size(), 1e18)};
        Times taking;
        std::vector<Booked> log;
        for (int round = 0; round < rounds; ++round) {
            Clinic fresh = clinic;
            log = book_all(fresh, asking, taking);
        }
        judge("bitsets, prepared, every answer booked", asking, is_right(log), true);
        taking.print("  to take or give back one resource", "");
    }

  private:
    /// What was answered to a query, and who was taken for it.
    struct Booked {
        std::int32_t start = no_start;
        std::vector<std::pair<find::ResourceIndex, find::TakingId>> who;
    };

    std::vector<Booked> book_all(Clinic& clinic, Times& asking, Times& taking) const {
        std::vector<Booked> log;
        std::size_t oldest = 0;
        for (std::size_t i = 0; i < world_.queries.size(); ++i) {
            Booked now;
            const double us = us_of([&] {
                now.start = start_of(
                    find_slots(clinic.agenda, clinic.patterns[i], question_of(world_.queries[i])));
            });
            asking.us[i] = std::min(asking.us[i], us);
            if (now.start != no_start) take_one_of_each(clinic, i, now, taking);
            log.push_back(std::move(now));
            if (log.size() <= oldest + standing) continue;
            for (const auto& [who, id] : log[oldest++].who) {
                taking.us.push_back(us_of([&, taken = id] { clinic.agenda.give_back(taken); }));
            }
        }
        return log;
    }

    /// The first of each group who is free.
    void take_one_of_each(Clinic& clinic, std::size_t query, Booked& now, Times& taking) const {
        const std::int32_t end = now.start + world_.queries[query].minutes;
        for (const std::size_t group : world_.queries[query].groups) {
            for (const find::ResourceIndex who : clinic.groups[group].alternatives) {
                const auto& free = clinic.agenda.resources()[who].calendar.free();
                if (!free.has_all(find::rounded_outward(now.start, end))) continue;
                taking.us.push_back(us_of(
                    [&] { now.who.emplace_back(who, clinic.agenda.take(who, now.start, end)); }));
                break;
            }
        }
    }

    /// Whether the checker finds the same starts when it books the same people, and has them free.
    [[nodiscard]] bool is_right(const std::vector<Booked>& log) const {
        t1::MinuteCheck check = check_;
        for (std::size_t i = 0; i < log.size(); ++i) {
            const t1::RawQuery& query = world_.queries[i];
            if (log[i].start != check.earliest_start(query).value_or(no_start)) return false;
            if (log[i].start == no_start && !log[i].who.empty()) return false;
            if (log[i].start != no_start && log[i].who.size() != query.groups.size()) return false;
            for (const auto& [who, id] : log[i].who) {
                if (!check.is_free(who, log[i].start, log[i].start + query.minutes)) return false;
                check.book(who, log[i].start, log[i].start + query.minutes);
            }
            if (i < standing) continue;
            const Booked& old = log[i - standing];
            for (const auto& [who, id] : old.who) {
                check.cancel(who, old.start, old.start + world_.queries[i - standing].minutes);
            }
        }
        return true;
    }

    void judge(const char* name, Times& times, bool is_same, bool has_goal) {
        const char* verdict = is_same ? "same starts" : "OTHER STARTS";
        std::sort(times.us.begin(), times.us.end());
        if (has_goal && (times.median() > most_median_us || times.p99() > most_p99_us)) {
            verdict = is_same ? "same starts, GOAL MISSED" : "OTHER STARTS, GOAL MISSED";
            is_good_ = false;
        }
        is_good_ = is_good_ && is_same;
        times.print(name, verdict);
    }

    const t1::RawWorld& world_;
    t1::MinuteCheck check_;
    Starts right_;
    bool is_good_ = true;
};

wayside::bench::Intervals free_ticks(const t1::RawResource& resource) {
    wayside::bench::Intervals out;
    for (const auto& [begin, end] : free_spans(resource)) {
        const std::int32_t first = (begin + t1::grid_minutes - 1) / t1::grid_minutes;
        if (first < end / t1::grid_minutes) out.emplace_back(first, end / t1::grid_minutes);
    }
    return out;
}

void ask_intervals(Bench& bench, const t1::RawWorld& world, const Clinic& clinic) {
    std::vector<wayside::bench::Intervals> free;
    for (const auto& one : world.resources) free.push_back(free_ticks(one));
    std::vector<std::vector<std::vector<std::uint32_t>>> groups;
    for (const t1::RawQuery& query : world.queries) {
        auto& of_query = groups.emplace_back();
        for (const std::size_t g : query.groups) of_query.push_back(clinic.groups[g].alternatives);
    }
    bench.ask("sorted intervals", 3, false, [&](std::size_t i) {
        const t1::RawQuery& query = world.queries[i];
        const auto start =
            wayside::bench::earliest_start(free, groups[i], query.minutes / t1::grid_minutes,
                                           query.from / t1::grid_minutes, horizon);
        return start ? *start * t1::grid_minutes : no_start;
    });
}

/// What a desk asks for: the best three by everything that can weigh, in the next seven days.
void ask_for_best(int rounds, const t1::RawWorld& world, const Clinic& clinic) {
    Times times{std::vector<double>(world.queries.size(), 1e18)};
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < world.queries.size(); ++i) {
            find::Question question = question_of(world.queries[i]);
            question.count = 3;
            question.choose = find::Choose::diverse;
            question.to = question.from + 7 * 288;
            question.objective.urgency = {2, question.from + 288, 5};
            question.objective.wishes = {{{question.from + 288, question.to}}, 20, 7, 24};
            question.objective.fill.per_lost_tick = 12;
            const double us =
                us_of([&] { find_slots(clinic.agenda, clinic.patterns[i], question); });
            times.us[i] = std::min(times.us[i], us);
        }
    }
    times.print("bitsets, prepared: best 3, all weights", "");
}

void write_for_others(const std::string& file, const t1::RawWorld& world, const Starts& right) {
    write_json(world, file);
    std::ofstream out(file + ".starts");
    for (const std::int32_t start : right) out << start << "\n";
}

}  // namespace

int main(int argc, char** argv) {
    const t1::RawWorld world = t1::make_world(5, 240, 2'000);
    const Clinic clinic = clinic_of(world);
    Bench bench(world);
    const auto none = std::count(bench.right().begin(), bench.right().end(), no_start);
    std::printf(
        "%zu queries, %zu resources in %zu groups, %d days, %.0f %% taken (first day %.0f %%, last "
        "%.0f %%), %ld queries without an answer\n",
        world.queries.size(), world.resources.size(), world.groups, t1::days,
        world.busy_share * 100, world.first_day_share * 100, world.last_day_share * 100,
        static_cast<long>(none));
    if (argc == 3 && std::strcmp(argv[1], "--write") == 0) {
        write_for_others(argv[2], world, bench.right());
    }

    Clinic prepared = clinic;
    const double preparing_us = us_of([&] {
        for (const auto& group : prepared.groups) {
            for (const std::int32_t length : t1::lengths) {
                prepared.agenda.prepare(group, length / t1::grid_minutes);
            }
        }
    });
    std::printf("preparing %zu rows: %.2f ms\n", prepared.groups.size() * std::size(t1::lengths),
                preparing_us / 1'000);
    bench.ask("bitsets, prepared", 5, true, [&](std::size_t i) {
        return start_of(
            find_slots(prepared.agenda, prepared.patterns[i], question_of(world.queries[i])));
    });
    bench.ask_and_book(5, prepared);
    ask_for_best(5, world, prepared);
    bench.ask("bitsets", 5, false, [&](std::size_t i) {
        return start_of(
            find_slots(clinic.agenda, clinic.patterns[i], question_of(world.queries[i])));
    });
    ask_intervals(bench, world, clinic);
    t1::SqliteRival database(world);
    bench.ask(
        "SQL in SQLite", 1, false,
        [&](std::size_t i) { return database.earliest_start(world.queries[i]).value_or(no_start); },
        sql_queries);
    std::fflush(stdout);
    return bench.is_good() ? 0 : 1;
}
