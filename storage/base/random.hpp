// storage/base/random.hpp: randomness as something that is handed in.
#pragma once

#include <cstdint>
#include <span>

#include "storage/base/id.hpp"

namespace wayside {

class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    LogId draw_log() {
        LogId out;
        fill(out.bytes);
        return out;
    }
};

/// The kernel's generator (getrandom). Throws MachineError where there is none. Thread-safe.
class SystemRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override;
};

/// A repeatable stream (splitmix64) for tests and simulations; never for a key that protects
/// anybody.
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> out) override;
    std::uint64_t next();
    /// A number below `bound` (> 0), without bias that a test would see.
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  private:
    std::uint64_t state_;
};

}  // namespace wayside
