// node/care/calendar.hpp: opening hours, shifts and breaks of a set-up as spans of UTC.
//
// A span that begins in an hour that the clocks skip begins when they have jumped; one that ends at
// a time that comes twice ends the first time. What crosses midnight belongs to the date that it
// begins on.
#pragma once

#include <span>
#include <vector>

#include "node/care/setup.hpp"
#include "storage/base/clock.hpp"

namespace wayside::care {

/// Half open, in UTC; never empty.
struct Span {
    Timestamp begin;
    Timestamp end;
    friend bool operator==(const Span&, const Span&) = default;

    [[nodiscard]] bool meets(const Span& other) const {
        return begin < other.end && other.begin < end;
    }
    [[nodiscard]] bool holds(const Span& other) const {
        return begin <= other.begin && other.end <= end;
    }
};

/// Turns wall spans of a range of dates into UTC. Asks the zone once, so that a month of shifts of
/// everybody costs one look into its table.
class WallCalendar {
  public:
    /// For spans that begin on `first` to `last`, both included.
    WallCalendar(const Zone& zone, LocalDate first, LocalDate last);
    /// For all spans that can meet `span`: from the day before it begins.
    WallCalendar(const Zone& zone, const Span& span);

    // Each in order, and spans that touch or overlap are one.

    [[nodiscard]] std::vector<Span> opening(const Setup& setup) const;
    /// Breaks not taken out.
    [[nodiscard]] std::vector<Span> shifts(const Practitioner& practitioner) const;
    [[nodiscard]] std::vector<Span> breaks(const Practitioner& practitioner) const;

  private:
    void add(std::vector<Span>& out, LocalDate date, const WallSpan& wall) const;

    LocalDate first_;
    LocalDate last_;
    std::vector<OffsetSpan> offsets_;
};

/// Sorted, and spans that touch or overlap made one.
std::vector<Span> united(std::vector<Span> spans);
/// What two lists of united spans have in common.
std::vector<Span> shared(std::span<const Span> a, std::span<const Span> b);
/// What `spans` (united) leave of `whole`.
std::vector<Span> gaps(std::span<const Span> spans, const Span& whole);
/// Whether one of `spans` (united) holds all of `inner`.
bool any_holds(std::span<const Span> spans, const Span& inner);
/// The first of `spans` that meets `other`; null if none does.
const Span* find_meeting(std::span<const Span> spans, const Span& other);

}  // namespace wayside::care
