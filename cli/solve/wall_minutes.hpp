// cli/solve/wall_minutes.hpp: wall times in a file of the solver, as minutes since the midnight
// that the file names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "node/care/civil.hpp"

namespace wayside::cli::solve {

/// "2026-03-02T08:05". The file's clock knows no zone and never jumps.
class WallMinutes {
  public:
    explicit WallMinutes(care::LocalDate first_day) : first_day_(first_day) {}

    /// Empty for another form, or a day that the calendar lacks.
    [[nodiscard]] std::optional<std::int64_t> parse(const std::string& text) const;
    [[nodiscard]] std::string text(std::int64_t minutes) const;

  private:
    care::LocalDate first_day_;
};

}  // namespace wayside::cli::solve
