// node/care/zone.hpp: a clinic's time zone: what the wall says at an instant, and which instants a
// wall time means.
//
// Used where something is written (a booking, a ticket, an API start), never by a projection: those
// read `Told` (design 10). Offsets are whole minutes; the odd seconds of local mean times, last
// used in 1972, are dropped. After 2037, where the tables end, the rule holds that a zone states
// for the time after.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "node/care/civil.hpp"
#include "node/care/zone_rule.hpp"
#include "storage/base/clock.hpp"
#include "storage/base/result.hpp"

namespace wayside::care {

/// The instants at which a wall shows one time: none where the clocks jump over it, two where they
/// go back across it. The first is the earlier.
struct WallInstants {
    std::optional<Told> first;
    std::optional<Told> second;

    [[nodiscard]] bool is_gap() const { return !first.has_value(); }
    [[nodiscard]] bool is_twice() const { return second.has_value(); }
};

/// The first instant at which the wall shows `minutes` after the midnight of `date`, or a later
/// time; `minutes` may lie beyond 24:00. `spans` as `Zone::offset_spans` gives them for the dates
/// concerned. For the ends of shifts and days, which are there on every date, also on the two a
/// year whose clocks change.
Timestamp first_at_or_after(std::span<const OffsetSpan> spans, LocalDate date,
                            std::int32_t minutes);

class Zone {
  public:
    /// By its IANA name ("Africa/Cairo"). Refuses `invalid` with rule `unknown_zone` for a name
    /// that the machine's table lacks.
    static Result<Zone> named(std::string_view name);

    [[nodiscard]] const std::string& name() const { return name_; }

    /// What the wall shows, its seconds dropped.
    [[nodiscard]] Told local(Timestamp instant) const;
    /// The span around `instant`.
    [[nodiscard]] OffsetSpan offset_span(Timestamp instant) const;
    /// All spans that a wall time of these dates (both included) can lie in, in order.
    [[nodiscard]] std::vector<OffsetSpan> offset_spans(LocalDate first, LocalDate last) const;
    [[nodiscard]] WallInstants instants(LocalDate date, LocalTime time) const;
    /// As the free function, for one date.
    [[nodiscard]] Timestamp first_at_or_after(LocalDate date, std::int32_t minutes) const;

    /// The clinic day that an instant belongs to; days begin at `begins` and follow one another
    /// without gap or overlap.
    [[nodiscard]] LocalDate clinic_day(Timestamp instant, LocalTime begins) const;
    [[nodiscard]] Timestamp clinic_day_begin(LocalDate day, LocalTime begins) const;
    [[nodiscard]] Timestamp clinic_day_end(LocalDate day, LocalTime begins) const {
        return clinic_day_begin(day.plus_days(1), begins);
    }

    /// What to tell a patient for a start that came through the API:
    ///   `Z`             an instant: its wall time here
    ///   another offset  a claim about the wall here: `no_such_time` where the clocks jump over it,
    ///                   `wrong_offset` (naming the right ones) if this zone has another one then
    ///   no offset       a wall time: `no_such_time`, or `ambiguous_time` naming both offsets
    /// All are `invalid` with field `start`; so is a start that is not a whole minute
    /// (`not_a_minute`).
    [[nodiscard]] Result<Told> told(const WrittenTime& start) const;
    /// The same from its text; `malformed` as `parse_written_time`.
    [[nodiscard]] Result<Told> told(std::string_view start) const;

  private:
    struct Table;
    explicit Zone(std::string name, std::shared_ptr<const Table> table)
        : name_(std::move(name)), table_(std::move(table)) {}

    std::string name_;
    std::shared_ptr<const Table> table_;  // shared by the copies of this Zone; never changes
};

}  // namespace wayside::care
