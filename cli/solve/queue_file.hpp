// cli/solve/queue_file.hpp: the file of `wayside solve queue` as values, and its answer as JSON
// (FORMAT.md, "queue").
#pragma once

#include <cstdint>
#include <string>

#include "cli/solve/located_json.hpp"
#include "solver/queue/waiting_room.hpp"

namespace wayside::cli::solve {

/// Passes `solver::queue::fault_of`. Times are ms since the midnight that 1970 begins with.
struct QueueFile {
    std::int64_t now_ms = 0;
    solver::queue::WaitingRoom room;
};

/// Refuses as `malformed`, by file and line, what FORMAT.md does not allow: the first fault found.
Result<QueueFile> decode_queue_file(const LocatedJson& json);

/// The document that `wayside solve queue` prints; the same for the same file and seed.
std::string encode_queue_answer(const QueueFile& file, std::uint64_t seed);

}  // namespace wayside::cli::solve
