// tests/sync/dictionary/lesson.hpp: what a dictionary of coding 1 is learned from, and learning it.
#pragma once

#include <filesystem>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/base/result.hpp"

namespace wayside::sync {

struct Lesson {
    std::filesystem::path setup;  ///< a clinic's set-up, JSON
    std::filesystem::path
        scratch;   ///< an empty folder, for the clinics that the days are played in
    int days = 4;  ///< as many, one after another, each at a clinic of its own
    std::size_t most_lines = SIZE_MAX;  ///< of a day
};

/// The streams of the packages of made-up days: each act as it is done, and an hour's work at once.
/// The same lesson gives the same samples on every machine.
std::vector<Bytes> samples_of(const Lesson& lesson);

/// The same samples give the same bytes with the same version of zstd. Refuses `invalid` for
/// samples that are too few.
Result<Bytes> learn(const std::vector<Bytes>& samples);

}  // namespace wayside::sync
