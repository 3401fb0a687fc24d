// cli/demo/wall.hpp: one date's wall clock, counted in seconds from its midnight.
#pragma once

#include <cstdint>
#include <string>

#include "node/care/zone.hpp"

namespace wayside::demo {

class Wall {
  public:
    Wall(const care::Zone& zone, care::LocalDate date)
        : zone_(zone), date_(date), midnight_(zone.first_at_or_after(date, 0)) {}

    [[nodiscard]] care::LocalDate date() const { return date_; }
    /// When the wall shows so many minutes after midnight; right also on a day that loses an hour.
    [[nodiscard]] std::int64_t second_of(std::int32_t minutes) const {
        return (zone_.first_at_or_after(date_, minutes).ms - midnight_.ms) / 1000;
    }
    /// The wall time of a second, in minutes since midnight.
    [[nodiscard]] std::int32_t minutes_of(std::int64_t second) const;
    /// "2026-03-02T08:00:07+03:00".
    [[nodiscard]] std::string text_of(std::int64_t second) const;

  private:
    [[nodiscard]] Timestamp instant_of(std::int64_t second) const {
        return {midnight_.ms + second * 1000};
    }

    const care::Zone& zone_;
    care::LocalDate date_;
    Timestamp midnight_;
};

}  // namespace wayside::demo
