// solver/find/calendar.hpp: one resource's time in 5-minute ticks, a bit each.
//
// Tick 0 is an instant in UTC that the caller chose, on a 5-minute boundary; the solver knows no
// other time. Time that is free is rounded inward and time that is taken outward, so a slot that is
// found is free to the minute.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wayside::solver::find {

/// A count of 5-minute ticks since tick 0.
using Tick = std::int32_t;
inline constexpr std::int64_t tick_minutes = 5;

/// Half open.
struct TickSpan {
    Tick begin = 0;
    Tick end = 0;
    friend bool operator==(const TickSpan&, const TickSpan&) = default;

    [[nodiscard]] bool holds(Tick tick) const { return begin <= tick && tick < end; }
};

/// All ticks that [begin, end) touches, in minutes since tick 0.
TickSpan rounded_outward(std::int64_t begin_minutes, std::int64_t end_minutes);
/// All ticks that [begin, end) holds whole; may be empty.
TickSpan rounded_inward(std::int64_t begin_minutes, std::int64_t end_minutes);

/// A set of ticks, in words of 64, read in blocks of 512.
class TickSet {
  public:
    static constexpr std::size_t block_words = 8;
    static constexpr Tick block_ticks = 512;
    /// Words of zeros after the last block, so that a reader may look ahead.
    static constexpr std::size_t spare_words = 8;

    /// Empty; holds ticks 0 to `ticks` - 1, none outside.
    explicit TickSet(Tick ticks);

    [[nodiscard]] Tick ticks() const { return ticks_; }
    [[nodiscard]] std::size_t blocks() const { return words_.size() / block_words - 1; }
    [[nodiscard]] const std::uint64_t* words() const { return words_.data(); }
    [[nodiscard]] std::uint64_t* words() { return words_.data(); }

    /// Parts outside of the horizon are left out.
    void add(TickSpan span);
    void remove(TickSpan span);
    [[nodiscard]] bool has(Tick tick) const;
    [[nodiscard]] bool has_all(TickSpan span) const;
    /// How many ticks in a row it holds that end right before `at`, or begin there; at most `most`.
    [[nodiscard]] Tick run_before(Tick at, Tick most) const;
    [[nodiscard]] Tick run_from(Tick at, Tick most) const;

    friend bool operator==(const TickSet&, const TickSet&) = default;

  private:
    Tick ticks_;
    std::vector<std::uint64_t> words_;
};

/// The longest need that can be searched for: 37 hours.
inline constexpr Tick longest_need_ticks = 448;

/// Writes block `block` of the erosion of `free` by `length` (1 to `longest_need_ticks`): the ticks
/// at which `length` free ticks in a row begin. `free` points at the words of a TickSet.
void erode_block(const std::uint64_t* free, std::size_t block, Tick length, std::uint64_t* out);

/// What a resource can still give: free ticks. Nothing is free at first.
class Calendar {
  public:
    explicit Calendar(Tick horizon) : free_(horizon) {}

    /// Makes time free that is `open`, in minutes since tick 0; rounded inward.
    void open(std::int64_t begin_minutes, std::int64_t end_minutes) {
        free_.add(rounded_inward(begin_minutes, end_minutes));
    }
    /// Takes time away, rounded outward; what was not free stays so.
    void take(std::int64_t begin_minutes, std::int64_t end_minutes) {
        free_.remove(rounded_outward(begin_minutes, end_minutes));
    }

    [[nodiscard]] const TickSet& free() const { return free_; }
    [[nodiscard]] TickSet& free() { return free_; }

  private:
    TickSet free_;
};

}  // namespace wayside::solver::find
