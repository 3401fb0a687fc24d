// storage/base/clock.hpp: time as a value, and the clocks that the rest is handed.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>

#include "storage/base/result.hpp"

namespace wayside {

/// A point in UTC, in milliseconds since 1970-01-01T00:00Z.
struct Timestamp {
    std::int64_t ms = 0;
    friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

/// Where the present comes from. Asked from any thread.
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0;
    /// Whether the time may be believed (design 10): set by a synchronised source, not by an empty
    /// battery.
    [[nodiscard]] virtual bool trusted() const = 0;
};

/// The machine's own wall clock.
class SystemClock final : public Clock {
  public:
    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] bool trusted() const override { return true; }
};

/// A wall clock that can be moved forward, never back (`Wayside-Now` in a sandbox, and tests).
/// Until it is first moved it follows `base`; from then on it stands where it was put. Moves no
/// timer.
class MovableClock final : public Clock {
  public:
    explicit MovableClock(const Clock& base) : base_(base) {}
    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] bool trusted() const override { return base_.trusted(); }
    /// An earlier time than the one it stands at is ignored. Thread-safe.
    void advance_to(Timestamp to);

  private:
    const Clock& base_;
    std::atomic<std::int64_t> moved_to_{INT64_MIN};
};

/// Hybrid logical time (Kulkarni et al. 2014): wall milliseconds, and a counter where they do not
/// grow.
struct HybridTime {
    std::int64_t ms = 0;
    std::uint32_t counter = 0;
    bool trusted = false;
    /// Where time decides an order, trusted times come first (design 10), then milliseconds, then
    /// the counter.
    friend std::strong_ordering operator<=>(const HybridTime& a, const HybridTime& b);
    friend bool operator==(const HybridTime&, const HybridTime&) = default;
};

/// The hybrid clock of one process; used by one thread.
class HybridClock {
  public:
    explicit HybridClock(const Clock& wall) : wall_(wall) {}
    /// A time that is later than every one it gave or has seen.
    HybridTime next();
    /// Learns of a peer's time. A trusted wall clock does not adopt one that is more than ten
    /// minutes ahead of it.
    void see(const HybridTime& other);

  private:
    const Clock& wall_;
    std::int64_t last_ms_ = INT64_MIN;
    std::uint32_t last_counter_ = 0;
};

}  // namespace wayside
