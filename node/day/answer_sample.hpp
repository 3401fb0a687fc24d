// node/day/answer_sample.hpp: what the answers of a clinic's day look like.
#pragma once

#include <string_view>

namespace wayside::day {

/// Made-up answers, for the desk to write kept ones shorter. Once released it is never edited: kept
/// answers open with it.
std::string_view answer_sample();

}  // namespace wayside::day
