// tests/cli/solve/page.hpp: the examples of FORMAT.md, and what becomes of them when they are
// damaged.
#pragma once

#include <random>
#include <string>

namespace wayside::testing {

/// The whole document in the `number`th block of a section, "## queue".
std::string block_of_page(const std::string& section, int number);

/// A text with the first occurrence of `part`, which it holds, put as `instead`.
std::string with_part(std::string text, const std::string& part, const std::string& instead);

/// A text with a few bytes changed, cut out, or doubled.
std::string damaged(std::string text, std::mt19937_64& dice);

}  // namespace wayside::testing
