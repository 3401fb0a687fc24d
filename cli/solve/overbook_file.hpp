// cli/solve/overbook_file.hpp: the file of `wayside solve overbook` as values, and its advice as
// JSON (FORMAT.md, "overbook").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/solve/located_json.hpp"
#include "solver/overbook/extras.hpp"
#include "solver/overbook/times.hpp"

namespace wayside::cli::solve {

/// Its sessions pass `fault_of` of their kind; one of them at least is there.
struct OverbookFile {
    solver::overbook::Costs costs;
    solver::overbook::Caps caps;
    std::optional<solver::overbook::SlotSession> slots;
    std::int32_t extra_show_ppm = 0;
    std::optional<solver::overbook::TimedSession> session;
    std::vector<std::string> visits;  ///< their names, as in `session`
};

/// Refuses as `malformed`, by file and line, what FORMAT.md does not allow: the first fault found.
Result<OverbookFile> decode_overbook_file(const LocatedJson& json);

struct OverbookEffort {
    std::uint64_t seed = 1;
    std::int64_t iterations = 12'000;
};

/// The document that `wayside solve overbook` prints; the same for the same file and effort.
std::string encode_overbook_advice(const OverbookFile& file, const OverbookEffort& effort);

}  // namespace wayside::cli::solve
