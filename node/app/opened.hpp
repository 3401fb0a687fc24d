// node/app/opened.hpp: a node's folder, opened for reading: its keys and its ledger.
#pragma once

#include <memory>

#include "node/app/config.hpp"
#include "node/app/data_dir.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/trust/box.hpp"

namespace wayside::app {

struct Opened {
    DataDir dir;
    Config config;
    std::unique_ptr<trust::Box> box;  ///< stays where it is: the reader uses its keyring
    ledger::LedgerReader reader;
};

/// Works beside a running `serve`. Refuses `not_found` where there is no node, and whatever
/// config, register and secrets refuse. Throws MachineError for a broken key file or database.
Result<Opened> open_folder(const DataDir& dir, const std::filesystem::path& key_file);

/// Moves `clock` to where requests had moved a sandbox's; of another node, not at all.
void restore_clock(MovableClock& clock, const Config& config, ledger::LedgerReader& reader);

}  // namespace wayside::app
