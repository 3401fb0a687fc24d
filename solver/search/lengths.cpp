#include "solver/search/lengths.hpp"

#include <algorithm>

namespace wayside::solver::search {

namespace {

/// Fixed point with 30 binary places: products stay below 2^63.
constexpr int places = 30;
constexpr std::uint64_t one = std::uint64_t{1} << places;

/// The upper half of the standard normal's quantiles at (i + 1/2) / 128, in millionths of the one
/// at 0.8: how many times log2(p80 / p50) a length lies above the median. The lower half mirrors
/// it.
constexpr std::array<std::int64_t, Lengths::count / 2> steps{
    11634,   34907,   58194,   81503,   104843,  128224,  151654,  175144,  198702,  222339,
    246064,  269888,  293820,  317872,  342056,  366382,  390862,  415510,  440337,  465359,
    490588,  516041,  541733,  567681,  593902,  620416,  647242,  674402,  701920,  729819,
    758127,  786871,  816084,  845799,  876052,  906884,  938340,  970467,  1003320, 1036958,
    1071449, 1106867, 1143297, 1180835, 1219590, 1259688, 1301275, 1344520, 1389623, 1436824,
    1486407, 1538724, 1594206, 1653401, 1717011, 1785961, 1861513, 1945442, 2040381, 2150483,
    2282916, 2451849, 2692692, 3160647};

std::uint64_t square_root(std::uint64_t of) {
    std::uint64_t root = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 31; bit > 0; bit >>= 1) {
        if ((root | bit) * (root | bit) <= of) root |= bit;
    }
    return root;
}

/// log2(above / below) for above >= below > 0.
std::int64_t log2_of_ratio(std::uint64_t above, std::uint64_t below) {
    std::int64_t out = 0;
    while (above >= 2 * below) {
        below *= 2;
        out += one;
    }
    std::uint64_t x = (above << places) / below;
    for (std::int64_t bit = one >> 1; bit > 0; bit >>= 1) {
        x = (x * x) >> places;
        if (x >= 2 * one) {
            x >>= 1;
            out += bit;
        }
    }
    return out;
}

/// 2^x for x in [0, 1).
std::uint64_t power_of_two(std::int64_t x) {
    std::uint64_t out = one;
    std::uint64_t root = 2 * one;
    for (std::int64_t bit = one >> 1; bit > 0; bit >>= 1) {
        root = square_root(root << places);
        if ((x & bit) != 0) out = (out * root) >> places;
    }
    return out;
}

}  // namespace

Lengths::Lengths(const Duration& duration) {
    const auto p50 = static_cast<std::uint64_t>(duration.p50);
    const auto spread = log2_of_ratio(static_cast<std::uint64_t>(duration.p80), p50);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::int64_t x = spread * steps[i] / 1'000'000;
        // Beyond this every length is out of bounds either way.
        const std::int64_t whole = std::min<std::int64_t>(x >> places, 32);
        const std::uint64_t part = power_of_two(x & static_cast<std::int64_t>(one - 1));
        const std::uint64_t longer = ((p50 * part) >> places) << whole;
        const std::uint64_t shorter = ((p50 << places) / part) >> whole;
        lengths_[count / 2 + i] = std::min(static_cast<std::int64_t>(longer), longest);
        lengths_[count / 2 - 1 - i] = std::max<std::int64_t>(static_cast<std::int64_t>(shorter), 1);
    }
}

std::int64_t Lengths::drawn(std::uint64_t random) const {
    return lengths_[random % count];
}

std::int64_t Lengths::remaining(std::uint64_t random, std::int64_t elapsed) const {
    const auto longer = std::upper_bound(lengths_.begin(), lengths_.end(), elapsed);
    const auto left = static_cast<std::uint64_t>(lengths_.end() - longer);
    if (left > 0) return longer[static_cast<std::ptrdiff_t>(random % left)] - elapsed;
    const auto median = static_cast<std::uint64_t>(lengths_[count / 2]);
    return static_cast<std::int64_t>(1 + random % (median / 2 + 1));
}

}  // namespace wayside::solver::search
