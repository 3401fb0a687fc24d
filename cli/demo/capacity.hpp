// cli/demo/capacity.hpp: what is taken on one clinic day, so that the demo never books twice.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/demo/dice.hpp"
#include "node/care/setup.hpp"

namespace wayside::demo {

/// A service, by somebody, at a time; `start` is in wall minutes since the date's midnight. The
/// pointers reach into the set-up.
struct Slot {
    const care::Service* service = nullptr;
    const care::Practitioner* practitioner = nullptr;
    std::int32_t start = 0;
};

/// One day of a clinic: hours, shifts and breaks, practitioners one at a time, pools by count. The
/// set-up must outlive it.
///
/// Cautious on purpose: a cancelled slot stays taken, and a service that needs more than one person
/// is not offered, because a booking line names one.
class Capacity {
  public:
    Capacity(const care::Setup& setup, care::LocalDate date);

    /// The services that one person can give, in the set-up's order.
    [[nodiscard]] std::vector<const care::Service*> services() const;
    /// Who works on this date and may give it, in the set-up's order.
    [[nodiscard]] std::vector<const care::Practitioner*> givers(const care::Service& service) const;
    /// The clinic is open, somebody is on shift and not in a break, and every pool has a place,
    /// from start to end.
    [[nodiscard]] bool is_free(const Slot& slot) const;
    /// Takes a slot that is free; a promise of ours.
    void take(const Slot& slot);
    /// A free slot of the service that starts at `from` or later, on the clinic's ten-minute grid,
    /// chosen by chance; empty if there is none.
    [[nodiscard]] std::optional<Slot> find(const care::Service& service, std::int32_t from,
                                           Dice& dice) const;

    /// The shifts of this date's weekday.
    [[nodiscard]] std::vector<care::Shift> shifts(const care::Practitioner& practitioner) const;
    /// From the first opening to the last closing; empty on a closed day.
    [[nodiscard]] std::optional<care::WallSpan> open() const;

  private:
    [[nodiscard]] bool is_open(care::WallSpan span) const;
    [[nodiscard]] bool is_working(const care::Practitioner& by, care::WallSpan span) const;

    const care::Setup& setup_;
    care::LocalDate date_;
    /// By a practitioner's id or a pool's kind ("room consulting"), then by minute: how many are
    /// taken.
    std::map<std::string, std::map<std::int32_t, std::int32_t>> taken_;
};

}  // namespace wayside::demo
