// node/desk/tenant.hpp: one space at the desk: its documents, its read model, and what may be asked
// and done there.
#pragma once

#include "node/desk/command.hpp"
#include "node/desk/view.hpp"
#include "storage/shelf/written_again.hpp"

namespace wayside::shelf {
class Shelf;
}

namespace wayside::desk {

/// A clinic's box has one; a hub has one for each clinic that it is a member of. All that it refers
/// to outlives the desk and is used on the desk thread alone from now on.
struct Tenant {
    shelf::Shelf& shelf;
    shelf::Words& words;
    sqlite::Database& model;  ///< the read model, in memory
    CommandTable commands;
    ViewTable views;
    /// What screens are to hear once others changed these documents; may be empty.
    std::function<std::vector<Event>(const std::vector<ledger::DocumentId>&)> events_of{};
    /// Text that answers are likely to repeat. Stored answers do not open with another.
    std::string_view answer_sample{};
    /// Of our own logs, as the setting of an earlier start has it (lost_logs.hpp).
    shelf::LostFrom lost{};
};

}  // namespace wayside::desk
