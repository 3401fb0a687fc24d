// solver/overbook/costs.hpp: what a minute of waiting, idling and overtime costs.
#pragma once

#include <cstdint>

namespace wayside::solver::overbook {

/// For each minute; 0 to `most`.
struct Costs {
    static constexpr std::int32_t most = 1'000;

    std::int32_t wait = 1;  ///< of a patient, from their time (they come in time) to their visit
    std::int32_t idle = 6;  ///< of the server, while somebody is still to come
    std::int32_t overtime = 9;  ///< after the session's end
    std::int32_t unused = 0;    ///< of the session, after its last visit
};

inline constexpr std::int64_t per_million = 1'000'000;

}  // namespace wayside::solver::overbook
