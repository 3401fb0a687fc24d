// node/desk/incoming.hpp: what reconciliation brings to the desk: entries of others, keys, records.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "storage/ledger/batch.hpp"

namespace wayside::desk {

/// One commit of its own: it never shares the fate of a command.
struct Incoming {
    std::optional<ledger::CheckedRange> range;
    std::vector<trust::PatientKeyRow> keys;
    std::vector<Bytes> register_records;
    /// What a peer says of logs that are held here; one that proves a fork is answered with `fork`.
    std::vector<ledger::CheckedHead> heads{};
};

/// Hears, once and on the desk thread, that it is durable and in the read model; or why nothing of
/// it was kept: what `Ledger::receive` refuses, or `unavailable`, rule `busy`.
using Stored = std::function<void(Result<void>)>;

}  // namespace wayside::desk
