// node/app/node_start.hpp: what every node does first and last, whatever its role: it takes its
// folder, opens what is in it, begins a log of its own; and serves until it is told to stop.
#pragma once

#include <memory>

#include "node/app/opened.hpp"
#include "node/app/serve.hpp"
#include "node/desk/desk.hpp"
#include "node/http/edge.hpp"
#include "node/net/server.hpp"
#include "storage/base/clock.hpp"
#include "storage/ledger/ledger.hpp"

namespace wayside::app {

/// Stays where it is: its parts refer to each other.
struct NodeStart {
    Lock lock;  ///< let go last
    Opened opened;
    net::Endpoint listen;
    SystemClock system_clock;
    MovableClock clock{system_clock};  ///< a sandbox goes on at the time at which it was left
    SystemRandom random;
    LogId log;
    ledger::Ledger ledger;
    /// Closed before the writer: the last one to close folds SQLite's log in, and only a writer
    /// may.
    ledger::LedgerReader desk_reader;
    ledger::LedgerReader session_reader;
};

/// Refuses what `open_folder` refuses, and `invalid` for an address that is none, or that others
/// could reach while nobody can sign in. Throws MachineError while another process serves the
/// folder.
Result<std::unique_ptr<NodeStart>> begin_node(const Serve& wanted);

/// HOST:PORT of a flag or of node.toml.
Result<net::Endpoint> endpoint_of(const std::string& text, const char* field);

/// What a desk publishes, in the buffer that screens follow.
std::function<void(const std::vector<desk::Event>&)> publisher(
    const std::shared_ptr<net::EventBuffer>& events);

/// After a failed fsync nobody knows what is on the disk: a new start reads what is.
[[noreturn]] void give_up(const std::string& why);

/// Blocks the signals that end us in this thread and those that it starts.
void hold_signals();
/// Answers screens until one of them comes. `ready` hears where it listens.
void serve_screens(const NodeStart& node, const http::Edge& edge,
                   const std::function<void(const net::Endpoint&)>& ready);

}  // namespace wayside::app
