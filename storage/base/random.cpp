#include "storage/base/random.hpp"

#include <sys/random.h>
#include <cerrno>

#include "storage/base/require.hpp"

namespace wayside {

void SystemRandom::fill(std::span<std::uint8_t> out) {
    while (!out.empty()) {
        const ssize_t got = ::getrandom(out.data(), out.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw MachineError("the kernel gives no random numbers");
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

std::uint64_t SeededRandom::next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
    std::uint64_t held = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (i % 8 == 0) held = next();
        out[i] = static_cast<std::uint8_t>(held >> (8 * (i % 8)));
    }
}

}  // namespace wayside
