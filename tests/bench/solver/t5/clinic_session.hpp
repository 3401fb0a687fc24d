// tests/bench/solver/t5/clinic_session.hpp: the sessions of T5, and a simulation of them that
// shares nothing with the solver.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace wayside::bench {

inline constexpr int session_minutes = 240;
inline constexpr int slots = 12;
inline constexpr int slot_minutes = session_minutes / slots;

/// One kind takes 15 minutes on average (CV 0.3), the other 25 (CV 0.6); lognormal.
enum class Kind { brief, long_one };

/// Whoever is booked, in the order in which they are seen, with the minute that they were told.
struct Appointment {
    Kind kind = Kind::brief;
    int minute = 0;
};

struct Cost {
    double wait = 0;  ///< minutes
    double idle = 0;
    double overtime = 0;
    double unused = 0;  ///< of the session, after its last visit

    /// Idle while somebody is still to come.
    [[nodiscard]] double between() const { return wait + 6 * idle + 9 * overtime; }
    /// Every minute of the session in which nobody is seen is idle.
    [[nodiscard]] double paid() const { return between() + 6 * unused; }
    Cost& operator+=(const Cost& other);
};

/// Twelve visits, half of each kind, in an order that the seed draws.
std::vector<Kind> booking_order(std::mt19937_64& dice);

/// The average of `count` sessions; patients come at their minute or not at all.
Cost simulated(const std::vector<Appointment>& appointments, double no_show, std::size_t count,
               std::uint64_t seed);

/// p50 and p80 of a kind, in seconds.
struct Quantiles {
    std::int64_t p50 = 0;
    std::int64_t p80 = 0;
};
Quantiles quantiles_of(Kind kind);

}  // namespace wayside::bench
