// tests/sync/dictionary/made_day.hpp: a made-up day at a made-up clinic, whose every entry is a
// function of the set-up, the date and a seed.
#pragma once

#include <filesystem>
#include <string>

#include "cli/replay/line.hpp"
#include "node/care/setup.hpp"

namespace wayside::sync {

/// What `cli/demo` makes of this date, as `wayside replay` reads it. Throws MachineError for a
/// date on which the clinic is closed.
replay::Script made_script(const care::Setup& setup, care::LocalDate date);

struct MadeDay {
    std::filesystem::path folder;  ///< becomes the clinic's node; must not exist yet
    std::string setup;             ///< JSON
    replay::Script script;
    std::uint64_t seed = 0;
};

/// Makes the clinic and plays the script at its desk, in this process: keys and logs are drawn from
/// the seed and the clock stands where each line says, so that the same day gives the same entries,
/// byte for byte. Throws MachineError where a line is refused.
void play(const MadeDay& day);

}  // namespace wayside::sync
