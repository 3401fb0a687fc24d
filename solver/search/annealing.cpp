#include "solver/search/annealing.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

namespace wayside::solver::search {

namespace {

constexpr std::size_t variates = 2048;
/// ln 2 in 65,536ths.
constexpr std::uint64_t ln2 = 45426;

/// Binary logarithm of `value` (at least 1) in 65,536ths, by squaring: no floating point, so every
/// machine has the same.
constexpr std::uint64_t log2_of(std::uint64_t value) {
    const auto whole = static_cast<unsigned>(std::bit_width(value)) - 1;
    std::uint64_t mantissa = whole <= 31 ? value << (31 - whole) : value >> (whole - 31);
    std::uint64_t fraction = 0;
    for (int bit = 0; bit < 16; ++bit) {
        mantissa = (mantissa * mantissa) >> 31U;
        fraction <<= 1U;
        if (mantissa >= (std::uint64_t{1} << 32U)) {
            mantissa >>= 1U;
            fraction |= 1U;
        }
    }
    return (std::uint64_t{whole} << 16U) | fraction;
}

/// 2 to the power of `exponent` in 65,536ths, times 256; within a quarter of a percent.
std::int64_t power_of_2(std::int64_t exponent) {
    const std::int64_t whole = exponent >> 16;
    const std::int64_t x = exponent & 65535;
    // 1 + .6565 x + .3435 x^2 on [0, 1).
    const std::int64_t mantissa = 65536 + (x * 43024 >> 16) + ((x * x >> 16) * 22512 >> 16);
    const std::int64_t shift = whole + 8 - 16;
    return shift >= 0 ? mantissa << shift : mantissa >> -shift;
}

/// -ln((i + 1/2) / variates) in 65,536ths: the exponential distribution in equal shares.
constexpr std::array<std::int32_t, variates> exponential_variates() {
    std::array<std::int32_t, variates> table{};
    const std::uint64_t top = log2_of(2 * variates);
    for (std::size_t i = 0; i < variates; ++i) {
        table[i] = static_cast<std::int32_t>((top - log2_of(2 * i + 1)) * ln2 >> 16U);
    }
    return table;
}

constexpr std::array<std::int32_t, variates> exponential = exponential_variates();

}  // namespace

std::int64_t temperature_at(Cooling cooling, Share share) {
    const auto first =
        static_cast<std::int64_t>(log2_of(static_cast<std::uint64_t>(cooling.first)));
    const auto last = static_cast<std::int64_t>(log2_of(static_cast<std::uint64_t>(cooling.last)));
    return std::max<std::int64_t>(1, power_of_2(first + ((last - first) * share >> 16)) >> 8);
}

Annealing::Annealing(Cooling cooling)
    : cooling_{std::max<std::int64_t>(1, cooling.first), std::max<std::int64_t>(1, cooling.last)} {
    cool(0);
}

void Annealing::cool(Share spent) {
    if (spent == cooled_at_) return;
    cooled_at_ = spent;
    temperature_ = temperature_at(cooling_, spent);
}

std::int64_t Annealing::draw_slack(Generator& generator) const {
    return temperature_ * exponential[generator.below(variates)] >> 24;
}

}  // namespace wayside::solver::search
