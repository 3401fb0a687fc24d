// tests/node/desk/shop.hpp: a desk of a made-up trade over a real ledger: whoever takes a peg first
// has it.
#pragma once

#include <future>
#include <mutex>

#include "node/desk/desk.hpp"
#include "storage/sqlite/database.hpp"
#include "tests/storage/shelf/start.hpp"

namespace wayside::desk {

/// "done", "repeated", or the rule that refused.
std::string said(const Answer& answer);

/// One start: its desk works until `desk` is reset.
struct Shop {
    explicit Shop(ledger::ClinicBox& box);

    std::future<Answer> give(const std::string& key, const std::string& peg,
                             const std::string& role = "keeper",
                             std::optional<Timestamp> now = std::nullopt);
    /// Which pegs are taken, as the desk's read model has it.
    std::vector<std::string> taken(std::optional<Timestamp> now = std::nullopt);
    /// How many commands each commit let go, in order.
    std::vector<std::size_t> groups();

    shelf::Start start;
    MovableClock clock;
    sqlite::Database model = sqlite::Database::in_memory();
    std::mutex heard_by;  // guards heard_
    std::vector<std::size_t> heard;
    std::vector<std::string> gave_up;  ///< why; read once the desk is idle
    std::optional<Desk> desk;
};

}  // namespace wayside::desk
