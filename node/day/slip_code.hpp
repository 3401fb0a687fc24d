// node/day/slip_code.hpp: the code on a patient's slip, by which the kiosk and a phone find the
// visit.
#pragma once

#include <string>
#include <string_view>

#include "storage/base/random.hpp"

namespace wayside::day {

/// 8 random characters of Crockford's base32 (40 bits): nobody guesses one at a kiosk.
std::string draw_slip_code(Random& random);

/// A code as it was typed: upper case, O read as 0, I and L as 1, spaces and hyphens left out.
std::string slip_code_of(std::string_view typed);

}  // namespace wayside::day
