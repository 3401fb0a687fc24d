#include "tests/bench/solver/t5/clinic_session.hpp"

#include <algorithm>
#include <cmath>

namespace wayside::bench {

namespace {

double mean_of(Kind kind) {
    return kind == Kind::brief ? 15 : 25;
}

double sigma_of(Kind kind) {
    const double cv = kind == Kind::brief ? 0.3 : 0.6;
    return std::sqrt(std::log(1 + cv * cv));
}

double mu_of(Kind kind) {
    return std::log(mean_of(kind)) - sigma_of(kind) * sigma_of(kind) / 2;
}

}  // namespace

Cost& Cost::operator+=(const Cost& other) {
    wait += other.wait;
    idle += other.idle;
    overtime += other.overtime;
    unused += other.unused;
    return *this;
}

std::vector<Kind> booking_order(std::mt19937_64& dice) {
    std::vector<Kind> out(slots, Kind::brief);
    std::fill(out.begin() + slots / 2, out.end(), Kind::long_one);
    std::shuffle(out.begin(), out.end(), dice);
    return out;
}

Cost simulated(const std::vector<Appointment>& appointments, double no_show, std::size_t count,
               std::uint64_t seed) {
    std::mt19937_64 dice(seed);
    std::uniform_real_distribution<double> chance;
    std::lognormal_distribution<double> lengths[] = {
        std::lognormal_distribution<double>(mu_of(Kind::brief), sigma_of(Kind::brief)),
        std::lognormal_distribution<double>(mu_of(Kind::long_one), sigma_of(Kind::long_one))};
    Cost all;
    for (std::size_t i = 0; i < count; ++i) {
        double free = 0;
        for (const Appointment& each : appointments) {
            const double length = lengths[each.kind == Kind::brief ? 0 : 1](dice);
            if (chance(dice) < no_show) continue;
            all.wait += std::max(0.0, free - each.minute);
            all.idle += std::max(0.0, each.minute - free);
            free = std::max<double>(free, each.minute) + length;
        }
        all.overtime += std::max(0.0, free - session_minutes);
        all.unused += std::max(0.0, session_minutes - free);
    }
    const auto times = static_cast<double>(count);
    return {all.wait / times, all.idle / times, all.overtime / times, all.unused / times};
}

Quantiles quantiles_of(Kind kind) {
    const double z80 = 0.8416212;
    return {std::llround(60 * std::exp(mu_of(kind))),
            std::llround(60 * std::exp(mu_of(kind) + z80 * sigma_of(kind)))};
}

}  // namespace wayside::bench
