// tests/bench/solver/t3/psplib_file.hpp: the single-mode project files of PSPLIB (.sm), and its
// tables of best known makespans.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "solver/shop/shop.hpp"
#include "storage/base/result.hpp"

namespace wayside::bench {

/// Reads the number of jobs (source and sink among them) and of renewable resources, the precedence
/// relations, requests and durations, and availabilities; the rest is passed over.
///
/// Refuses as `malformed`, by file and line, what is missing, out of order or out of range, has
/// several modes or resources that do not renew, and what `fault_of` finds in the whole.
Result<solver::shop::Shop> read_psplib(std::string_view text, const std::string& file);

/// Best known makespans by the file's stem, such as j1201_1. Either PSPLIB's own list (parameter,
/// instance, makespan; `set` is the stem's beginning, such as j120) or lines of NAME,MAKESPAN, with
/// or without an extension, where LEAST..MOST stands for MOST. Lines of neither kind are passed
/// over.
std::map<std::string, std::uint32_t> read_best_known(std::string_view text, const std::string& set);

/// The stem's beginning up to its parameter number: j120 of j12047_10, as PSPLIB names files.
std::string set_of(const std::string& stem);

}  // namespace wayside::bench
