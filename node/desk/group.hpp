// node/desk/group.hpp: what waits together and shares one commit.
#pragma once

#include <chrono>
#include <utility>
#include <vector>

#include "node/desk/desk.hpp"
#include "node/desk/incoming.hpp"
#include "storage/ledger/batch.hpp"

namespace wayside::desk {

/// What came from others and is in the read model of `space` already.
struct TakenIn {
    SpaceId space;
    std::uint64_t ticket = 0;  ///< Shelf::take
};

/// Commands and questions that were judged on the same read model, whose answers leave together; or
/// one Incoming.
struct Group {
    ledger::Batch batch;
    std::vector<std::pair<Reply, Answer>> answers;
    std::vector<Event> events;
    std::vector<TakenIn> taken;
    Stored stored;  ///< of an Incoming

    [[nodiscard]] bool empty() const { return answers.empty() && !writes(); }
    [[nodiscard]] bool writes() const { return stored || !batch.empty(); }
};

}  // namespace wayside::desk
