#include "cli/solve/session.hpp"

#include <time.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "storage/base/require.hpp"

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

Result<LocatedJson> read_json_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text;
    if (in) {
        text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    if (!in) return Refusal{Why::unavailable, file + ": cannot be read"};
    if (text.size() > most_file_bytes) {
        return Refusal{Why::too_large, file + ": more than 64 MB"};
    }
    return LocatedJson::parse(text, file);
}

void write_text(const std::string& file, const std::string& text) {
    if (file.empty()) {
        std::cout << text << std::flush;
        if (!std::cout) throw MachineError("standard output cannot be written");
        return;
    }
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out) throw MachineError(file + ": cannot be written");
}

}  // namespace wayside::cli::solve
