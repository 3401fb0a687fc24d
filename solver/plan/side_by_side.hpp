// solver/plan/side_by_side.hpp: several searches at once, each in a thread of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <thread>
#include <vector>

namespace wayside::solver::plan {

/// Far apart, and the first is what one search alone would have.
inline std::uint64_t seed_of_line(std::uint64_t seed, std::size_t line) {
    return seed + line * 0x9E3779B97F4A7C15U;
}

/// Runs `work(0)`, `work(1)`, ... at once and waits for all of them. What one throws, it throws.
template <class Work>
void side_by_side(std::size_t count, const Work& work) {
    std::vector<std::exception_ptr> faults(count);
    std::vector<std::thread> threads;
    const auto guarded = [&](std::size_t i) {
        try {
            work(i);
        } catch (...) {
            faults[i] = std::current_exception();
        }
    };
    for (std::size_t i = 1; i < count; ++i) threads.emplace_back(guarded, i);
    guarded(0);
    for (std::thread& thread : threads) thread.join();
    for (const std::exception_ptr& fault : faults) {
        if (fault) std::rethrow_exception(fault);
    }
}

}  // namespace wayside::solver::plan
