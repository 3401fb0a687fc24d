// tests/bench/solver/t5/t5_bench.cpp: overbooking, and order and times of a session. README.md
// beside it.
//
//     t5_bench [--sessions N] [--futures N] [--seed K] [--iterations N]
//
// Exit: 0 every goal met, 1 one was missed, 2 wrong usage.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>

#include "solver/overbook/extras.hpp"
#include "solver/overbook/times.hpp"
#include "tests/bench/solver/t5/clinic_session.hpp"

using namespace wayside::bench;
namespace overbook = wayside::solver::overbook;

namespace {

struct Wanted {
    std::size_t sessions = 4;
    std::size_t futures = 5'000;
    std::uint64_t seed = 1;
    std::int64_t iterations = 12'000;
};

constexpr int rates[] = {0, 5, 10, 15, 20, 25, 30};  // no-shows, per cent
constexpr overbook::Costs costs{};
constexpr overbook::Caps caps{};

std::int32_t show_ppm(int no_show_percent) {
    return (100 - no_show_percent) * 10'000;
}

/// The extra patients: of each kind in turn, so that the mix stays.
Kind extra_kind(std::size_t number) {
    return number % 2 == 0 ? Kind::brief : Kind::long_one;
}

/// Everybody at the beginning of their slot; an extra after the one who was booked first.
std::vector<Appointment> with_extras(const std::vector<Kind>& booked,
                                     std::vector<std::size_t> extra_slots) {
    std::sort(extra_slots.begin(), extra_slots.end());
    std::vector<Appointment> out;
    std::size_t extras = 0;
    for (std::size_t slot = 0; slot < booked.size(); ++slot) {
        const int minute = static_cast<int>(slot) * slot_minutes;
        out.push_back({booked[slot], minute});
        for (; extras < extra_slots.size() && extra_slots[extras] == slot; ++extras) {
            out.push_back({extra_kind(extras), minute});
        }
    }
    return out;
}

/// So many extras at even distances, none in the last slot.
std::vector<std::size_t> evenly(int count) {
    std::vector<std::size_t> out;
    for (int i = 0; i < count; ++i) {
        out.push_back(static_cast<std::size_t>((2 * i + 1) * (slots - 1) / (2 * count)));
    }
    return out;
}

/// As many extras as patients are missed on average.
std::vector<std::size_t> even_extras(int no_show_percent) {
    return evenly(std::min(slots / 4, (slots * no_show_percent + 50) / 100));
}

/// As many as the no-shows stay under with the chance idle / (idle + overtime).
std::vector<std::size_t> newsvendor_extras(int no_show_percent) {
    const double p = no_show_percent / 100.0;
    const double critical = 6.0 / (6.0 + 9.0);
    double chance = std::pow(1 - p, slots);
    double sum = chance;
    int extras = 0;
    while (sum < critical && extras < slots / 4) {
        ++extras;
        chance *= (slots - extras + 1.0) / extras * p / (1 - p);
        sum += chance;
    }
    return evenly(extras);
}

std::vector<std::size_t> our_extras(int no_show_percent) {
    const overbook::SlotSession session{slot_minutes, {slots, {show_ppm(no_show_percent)}}};
    return overbook::advise_extras(session, costs, caps, show_ppm(no_show_percent)).extra_slots;
}

std::vector<Appointment> our_times(const std::vector<Kind>& kinds, int no_show_percent,
                                   const overbook::Costs& by, const Wanted& wanted,
                                   std::uint64_t seed) {
    overbook::TimedSession session{session_minutes, {}, 1};
    for (const Kind kind : kinds) {
        const Quantiles quantiles = quantiles_of(kind);
        session.visits.push_back({{quantiles.p50, quantiles.p80}, show_ppm(no_show_percent)});
    }
    const auto advice = overbook::advise_times(session, by, seed, {512, wanted.iterations});
    std::vector<Appointment> out;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        out.push_back({kinds[advice.timetable.order[i]], advice.timetable.minutes[i]});
    }
    return out;
}

using Plan = std::function<std::vector<Appointment>(const std::vector<Kind>&, std::uint64_t)>;

/// The average over all sessions; every plan meets the same bookings and fresh futures.
Cost average(const Wanted& wanted, int no_show_percent, const Plan& plan) {
    std::mt19937_64 dice(wanted.seed);
    Cost all;
    for (std::size_t i = 0; i < wanted.sessions; ++i) {
        const auto booked = booking_order(dice);
        const std::uint64_t fresh = wanted.seed * 1'000'003 + i;
        all += simulated(plan(booked, i), no_show_percent / 100.0, wanted.futures, fresh);
    }
    const auto count = static_cast<double>(wanted.sessions);
    return {all.wait / count, all.idle / count, all.overtime / count, all.unused / count};
}

void print(const char* name, std::size_t extras, const Cost& cost, double figure, double base) {
    std::printf("  %-34s %zu %6.0f %6.0f %6.0f %6.0f | %6.0f %6.1f\n", name, extras, cost.wait,
                cost.idle, cost.overtime, cost.unused, figure, 100 - 100 * figure / base);
}

/// Extras in equal slots; every minute without a patient is idle. True if no rival costs less.
bool extras_table(const Wanted& wanted, int rate) {
    const auto run = [&](const std::vector<std::size_t>& extras) {
        return average(wanted, rate, [&](const std::vector<Kind>& booked, std::uint64_t) {
            return with_extras(booked, extras);
        });
    };
    const Cost none = run({});
    const Cost even = run(even_extras(rate));
    const Cost newsvendor = run(newsvendor_extras(rate));
    const Cost ours = run(our_extras(rate));
    print("none", 0, none, none.paid(), none.paid());
    print("even extras", even_extras(rate).size(), even, even.paid(), none.paid());
    print("newsvendor", newsvendor_extras(rate).size(), newsvendor, newsvendor.paid(), none.paid());
    print("ours: forward recursion", our_extras(rate).size(), ours, ours.paid(), none.paid());
    return ours.paid() <= 1.005 * std::min({none.paid(), even.paid(), newsvendor.paid()});
}

/// Order and times of the sessions as they are booked. Gives the share saved.
double times_table(const Wanted& wanted, int rate) {
    const Cost equal = average(wanted, rate, [](const std::vector<Kind>& booked, std::uint64_t) {
        return with_extras(booked, {});
    });
    const auto run = [&](const overbook::Costs& by) {
        return average(wanted, rate, [&](const std::vector<Kind>& booked, std::uint64_t seed) {
            return our_times(booked, rate, by, wanted, seed);
        });
    };
    const Cost ours = run(costs);
    print("equal slots, booking order", 0, equal, equal.between(), equal.between());
    print("ours: sample averages", 0, ours, ours.between(), equal.between());
    return 1 - ours.between() / equal.between();
}

/// The same under the harsher account, with the extras that we advise.
void paid_table(const Wanted& wanted, int rate) {
    overbook::Costs by = costs;
    by.unused = costs.idle;
    const auto extras = our_extras(rate);
    const Cost equal = average(wanted, rate, [](const std::vector<Kind>& booked, std::uint64_t) {
        return with_extras(booked, {});
    });
    const Cost ours = average(wanted, rate, [&](std::vector<Kind> booked, std::uint64_t seed) {
        for (std::size_t i = 0; i < extras.size(); ++i) booked.push_back(extra_kind(i));
        return our_times(booked, rate, by, wanted, seed);
    });
    print("equal slots, booking order", 0, equal, equal.paid(), equal.paid());
    print("ours: extras, order and times", extras.size(), ours, ours.paid(), equal.paid());
}

/// How often advice for sessions of any size and chance breaks a cap, counted by hand.
std::size_t broken_caps(std::uint64_t seed) {
    std::mt19937_64 dice(seed);
    std::size_t broken = 0;
    for (int round = 0; round < 2'000; ++round) {
        overbook::SlotSession session{1 + static_cast<int>(dice() % 60), {}};
        const std::size_t count = 1 + dice() % 24;
        for (std::size_t i = 0; i < count; ++i) {
            session.shows_ppm.push_back({static_cast<std::int32_t>(dice() % 1'000'001)});
        }
        const auto extra = static_cast<std::int32_t>(dice() % 1'000'001);
        const auto advice = overbook::advise_extras(session, costs, caps, extra);
        auto at = advice.extra_slots;
        std::sort(at.begin(), at.end());
        bool is_kept = at.size() * 4 <= count;
        is_kept = is_kept && std::adjacent_find(at.begin(), at.end()) == at.end();
        is_kept = is_kept && (at.empty() || at.back() + 1 < count);
        std::vector<double> shows{1};
        for (std::size_t i = 0; i < count + at.size(); ++i) {
            const double p = (i < count ? session.shows_ppm[i][0] : extra) / 1e6;
            shows.push_back(0);
            for (std::size_t n = shows.size() - 1; n > 0; --n) {
                shows[n] = shows[n] * (1 - p) + shows[n - 1] * p;
            }
            shows[0] *= 1 - p;
        }
        double overfull = 0;
        for (std::size_t n = count + 2; n < shows.size(); ++n) overfull += shows[n];
        is_kept = is_kept && (at.empty() || overfull <= 0.1 + 1e-6);
        if (!is_kept) ++broken;
    }
    return broken;
}

bool read(int count, char** words, Wanted& wanted) {
    for (int i = 1; i + 1 < count; i += 2) {
        const auto value = std::strtoull(words[i + 1], nullptr, 10);
        if (std::strcmp(words[i], "--sessions") == 0) {
            wanted.sessions = value;
        } else if (std::strcmp(words[i], "--futures") == 0) {
            wanted.futures = value;
        } else if (std::strcmp(words[i], "--seed") == 0) {
            wanted.seed = value;
        } else if (std::strcmp(words[i], "--iterations") == 0) {
            wanted.iterations = static_cast<std::int64_t>(value);
        } else {
            return false;
        }
    }
    return count % 2 == 1 && wanted.sessions > 0 && wanted.futures > 0;
}

}  // namespace

int main(int count, char** words) {
    Wanted wanted;
    if (!read(count, words, wanted)) {
        std::fprintf(stderr,
                     "usage: t5_bench [--sessions N] [--futures N] [--seed K] [--iterations N]\n");
        return 2;
    }
    bool all_met = true;
    std::printf("%-36s extras, minutes of wait, idle, overtime, unused | cost, saved %%\n", "");
    for (const int rate : rates) {
        std::printf("no-show %d %%\n", rate);
        std::printf(" A: extras in equal slots, unused time counts as idle\n");
        const bool is_best = extras_table(wanted, rate);
        std::printf(" B: order and times, idle while somebody is to come\n");
        const double saved = times_table(wanted, rate);
        std::printf(" C: both, unused time counts as idle\n");
        paid_table(wanted, rate);
        const bool is_met = saved >= 0.22;
        std::printf("  goal: order and times save %.1f %% (at least 22): %s\n", 100 * saved,
                    is_met ? "met" : "MISSED");
        std::printf("  goal: no rival's extras cost less: %s\n", is_best ? "met" : "MISSED");
        all_met = all_met && is_met && is_best;
    }
    const std::size_t broken = broken_caps(wanted.seed);
    std::printf("goal: caps broken in %zu of 2,000 sessions of any kind (0): %s\n", broken,
                broken == 0 ? "met" : "MISSED");
    return all_met && broken == 0 ? 0 : 1;
}
