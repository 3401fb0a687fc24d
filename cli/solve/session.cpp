#include "cli/solve/session.hpp"

#include <signal.h>
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

bool is_interrupted() {
    // They are kept back, not caught: a handler would need a global, and asking is cheap. Threads
    // that are made after the first call inherit the mask.
    static const bool are_kept_back = [] {
        sigset_t ends;
        sigemptyset(&ends);
        sigaddset(&ends, SIGINT);
        sigaddset(&ends, SIGTERM);
        return pthread_sigmask(SIG_BLOCK, &ends, nullptr) == 0;
    }();
    if (!are_kept_back) return false;
    sigset_t waiting;
    sigemptyset(&waiting);
    sigpending(&waiting);
    return sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1;
}

}  // namespace wayside::cli::solve
