// cli/solve/find_file.hpp: the file of `wayside solve find` as values, and its answers as JSON
// (FORMAT.md, "find").
#pragma once

#include <string>
#include <vector>

#include "cli/solve/located_json.hpp"
#include "cli/solve/wall_minutes.hpp"
#include "solver/find/find_slots.hpp"

namespace wayside::cli::solve {

/// One question of the file.
struct FindQuestion {
    std::string id;
    std::size_t service = 0;  ///< its place in the file
    solver::find::Question question;
};

/// A file, with everything named by its place.
struct FindFile {
    WallMinutes clock{care::LocalDate{}};
    solver::find::Agenda agenda{0};  ///< bookings and leases taken
    std::vector<std::string> sites;
    std::vector<std::vector<solver::find::Pattern>> services;  ///< the ways of each
    std::vector<FindQuestion> questions;
};

/// Refuses as `malformed`, by file and line, what FORMAT.md does not allow: the first fault found.
Result<FindFile> decode_find_file(const LocatedJson& json);

/// Asks every question of the file; its answers in the same order.
std::vector<solver::find::Answer> answer_all(const FindFile& file);

/// The document that `wayside solve find` prints.
std::string encode_answers(const FindFile& file, const std::vector<solver::find::Answer>& answers);

}  // namespace wayside::cli::solve
