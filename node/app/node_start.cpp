#include "node/app/node_start.hpp"

#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdlib>

#include "node/http/assets.hpp"

namespace wayside::app {

namespace {

/// The signals that end us; blocked in every thread so that one can wait for them.
sigset_t ending_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

Result<net::Endpoint> screens_endpoint(const std::string& text, const Config& config) {
    auto endpoint = endpoint_of(text, "listen");
    if (!endpoint) return endpoint.refusal();
    if (!endpoint->is_loopback() && !config.is_sandbox) {
        return Refusal{Why::invalid,
                       text +
                           " can be reached by others, and nobody can sign in yet: without "
                           "--sandbox a node listens on loopback only",
                       "listen", "listen"};
    }
    return *endpoint;
}

net::ServerOptions server_options(const NodeStart& node) {
    net::ServerOptions options;
    options.listen = node.listen;
    options.http.limits.connections = node.opened.config.connections;
    options.http.standing_headers = http::security_headers();
    // A sandbox may be reached under any name; a box that holds patients answers to its own only.
    if (!node.listen.is_loopback()) options.http.hosts.reset();
    options.complain = [](const std::string& why) { spdlog::warn("{}", why); };
    return options;
}

}  // namespace

Result<net::Endpoint> endpoint_of(const std::string& text, const char* field) {
    auto endpoint = net::parse_endpoint(text);
    if (endpoint) return *endpoint;
    Refusal refusal = endpoint.refusal();
    refusal.field = field;
    return refusal;
}

Result<std::unique_ptr<NodeStart>> begin_node(const Serve& wanted) {
    if (const auto is_node = check_is_node(wanted.dir); !is_node) return is_node.refusal();
    Lock lock(wanted.dir);
    auto opened = open_folder(wanted.dir, wanted.key_file);
    if (!opened) return opened.refusal();
    const auto listen = screens_endpoint(
        wanted.listen.empty() ? opened->config.listen : wanted.listen, opened->config);
    if (!listen) return listen.refusal();
    SystemRandom random;
    const LogId log = random.draw_log();
    auto ledger = ledger::Ledger::open(wanted.dir.root, *opened->box, {log});
    if (!ledger) return ledger.refusal();
    auto sessions = ledger::LedgerReader::open(wanted.dir.root, &opened->box->keyring);
    if (!sessions) return sessions.refusal();
    ledger::LedgerReader desk_reader = std::move(opened->reader);
    std::unique_ptr<NodeStart> node(new NodeStart{.lock = std::move(lock),
                                                  .opened = std::move(*opened),
                                                  .listen = *listen,
                                                  .system_clock = {},
                                                  .random = {},
                                                  .log = log,
                                                  .ledger = std::move(*ledger),
                                                  .desk_reader = std::move(desk_reader),
                                                  .session_reader = std::move(*sessions)});
    restore_clock(node->clock, node->opened.config, node->desk_reader);
    return node;
}

std::function<void(const std::vector<desk::Event>&)> publisher(
    const std::shared_ptr<net::EventBuffer>& events) {
    return [events](const std::vector<desk::Event>& group) {
        std::vector<net::Event> out;
        out.reserve(group.size());
        for (const desk::Event& event : group) out.push_back({event.name, event.data.dump()});
        events->publish(out);
    };
}

void give_up(const std::string& why) {
    spdlog::critical("{}; ending, so that a new start goes on from what is stored", why);
    std::_Exit(3);
}

void hold_signals() {
    const sigset_t ending = ending_signals();
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

void serve_screens(const NodeStart& node, const http::Edge& edge,
                   const std::function<void(const net::Endpoint&)>& ready) {
    net::Server server(server_options(node),
                       [&edge](net::Request request, net::Responder responder) {
                           edge.handle(std::move(request), std::move(responder));
                       });
    ready(server.bound());
    const sigset_t ending = ending_signals();
    int signal = 0;
    sigwait(&ending, &signal);
    spdlog::info("told to stop (signal {})", signal);
    server.stop();
}

}  // namespace wayside::app
