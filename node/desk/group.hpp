// node/desk/group.hpp: what waits together and shares one commit.
#pragma once

#include <chrono>
#include <utility>
#include <vector>

#include "node/desk/desk.hpp"
#include "storage/ledger/batch.hpp"

namespace wayside::desk {

/// Commands and questions that were judged on the same read model; their answers leave together.
struct Group {
    ledger::Batch batch;
    std::vector<std::pair<Reply, Answer>> answers;
    std::vector<Event> events;

    [[nodiscard]] bool empty() const { return answers.empty(); }
    [[nodiscard]] bool writes() const {
        return !batch.entries.empty() || !batch.answers.empty() || !batch.settings.empty();
    }
};

}  // namespace wayside::desk
