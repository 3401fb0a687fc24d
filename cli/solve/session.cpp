#include "cli/solve/session.hpp"

#include <time.h>

#include <iostream>

namespace wayside::cli::solve {

namespace {

std::int64_t read_clock(clockid_t id) {
    timespec at{};
    ::clock_gettime(id, &at);
    return std::int64_t{at.tv_sec} * 1'000'000'000 + at.tv_nsec;
}

}  // namespace

std::int64_t now_ns() {
    return read_clock(CLOCK_MONOTONIC);
}

std::int64_t process_start_ns() {
    // Processor time since the start is all that passed, but for what the disk took.
    static const std::int64_t start = now_ns() - read_clock(CLOCK_PROCESS_CPUTIME_ID);
    return start;
}

Exit refuse(const Refusal& refusal) {
    std::cerr << "wayside solve: " << refusal.detail;
    if (!refusal.field.empty()) std::cerr << " (" << refusal.field << ")";
    std::cerr << "\n";
    if (refusal.why == Why::conflict) return Exit::not_so;
    const bool is_usage = refusal.why == Why::invalid || refusal.why == Why::malformed ||
                          refusal.why == Why::too_large || refusal.why == Why::unsupported ||
                          refusal.why == Why::not_found;
    return is_usage ? Exit::usage : Exit::machine;
}

std::function<void(std::int64_t, std::int64_t)> say_progress() {
    return [said = now_ns()](std::int64_t cost, std::int64_t rounds) mutable {
        const std::int64_t now = now_ns();
        if (now - said < 500'000'000) return;
        said = now;
        std::cerr << "cost " << cost << " after " << rounds << " rounds\n";
    };
}

}  // namespace wayside::cli::solve
