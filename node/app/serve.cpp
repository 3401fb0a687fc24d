#include "node/app/serve.hpp"

#include <spdlog/spdlog.h>
#include <csignal>
#include <cstdlib>

#include "node/app/clinic_model.hpp"
#include "node/app/health.hpp"
#include "node/app/opened.hpp"
#include "node/day/commands.hpp"
#include "node/day/views.hpp"
#include "node/desk/sandbox_clock.hpp"
#include "node/http/assets.hpp"
#include "node/http/edge.hpp"
#include "node/net/server.hpp"
#include "storage/ledger/ledger.hpp"

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

Result<net::Endpoint> endpoint_of(const std::string& text, const Config& config) {
    auto endpoint = net::parse_endpoint(text);
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

/// A sandbox goes on at the time at which it was left.
void restore_clock(MovableClock& clock, Opened& opened) {
    if (!opened.config.is_sandbox) return;
    const auto setting = opened.reader.setting(desk::sandbox_clock);
    if (!setting) return;
    const auto stands_at = desk::decode_sandbox_clock(*setting);
    if (stands_at) clock.advance_to(*stands_at);
}

void publish(net::EventBuffer& buffer, const std::vector<desk::Event>& events) {
    std::vector<net::Event> out;
    out.reserve(events.size());
    for (const desk::Event& event : events) out.push_back({event.name, event.data.dump()});
    buffer.publish(out);
}

/// After a failed fsync nobody knows what is on the disk: a new start reads what is.
[[noreturn]] void give_up(const std::string& why) {
    spdlog::critical("the disk did not keep a commit ({}); ending, so that a new start reads it",
                     why);
    std::_Exit(3);
}

net::ServerOptions server_options(const net::Endpoint& endpoint, const Config& config) {
    net::ServerOptions options;
    options.listen = endpoint;
    options.http.limits.connections = config.connections;
    options.http.standing_headers = http::security_headers();
    // A sandbox may be reached under any name; a box that holds patients answers to its own only.
    if (!endpoint.is_loopback()) options.http.hosts.reset();
    options.complain = [](const std::string& why) { spdlog::warn("{}", why); };
    return options;
}

/// What a lost entry of ours held up stands again before anybody asks, in one commit.
void write_again(ClinicModel& model, const trust::Box& box, ledger::Ledger& ledger,
                 shelf::LoadReport& report) {
    const shelf::WrittenAgain again = model.write_again(box.device);
    report.findings.insert(report.findings.end(), again.findings.begin(), again.findings.end());
    if (again.entries.empty()) return;
    ledger.commit(again.batch(model.shelf().space()));
    model.shelf().settled(again.entries.back().name.sequence);
    spdlog::warn("{} entries of ours waited for one that is lost and were written again",
                 again.entries.size());
}

void say(const shelf::LoadReport& report, const std::vector<Finding>& findings) {
    spdlog::info("{} entries stand", report.applied);
    for (const Finding& finding : findings) spdlog::error("{}", text_of(finding));
}

}  // namespace

Result<void> serve(const Serve& wanted, const std::function<void(const std::string&)>& ready) {
    const sigset_t ending = ending_signals();
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    if (const auto is_node = check_is_node(wanted.dir); !is_node) return is_node.refusal();
    const Lock lock(wanted.dir);
    auto opened = open_folder(wanted.dir, wanted.key_file);
    if (!opened) return opened.refusal();
    const Config& config = opened->config;
    const auto endpoint =
        endpoint_of(wanted.listen.empty() ? config.listen : wanted.listen, config);
    if (!endpoint) return endpoint.refusal();
    const auto spaces = opened->box->clinic();
    if (!spaces) return spaces.refusal();

    SystemRandom random;
    const SystemClock system_clock;
    MovableClock clock(system_clock);
    restore_clock(clock, *opened);
    const LogId start = random.draw_log();
    auto ledger = ledger::Ledger::open(wanted.dir.root, *opened->box, {start});
    if (!ledger) return ledger.refusal();
    // Closed before the writer: the last one to close folds SQLite's log in, and only a writer may.
    ledger::LedgerReader reader = std::move(opened->reader);

    ClinicModel model({spaces->clinic, start, opened->box->keyring, reader, clock, random});
    shelf::LoadReport report = model.load();
    write_again(model, *opened->box, *ledger, report);
    const std::vector<Finding> findings = findings_of(report, spaces->clinic, ledger->lost());
    say(report, findings);

    // Owners: the edge, the streams, and what the desk publishes to.
    const auto events = std::make_shared<net::EventBuffer>(start.text());
    const day::Clinic clinic = model.clinic(config.is_sandbox);
    desk::Desk desk({.tenants = {{model.shelf(), model.words(), model.database(),
                                  day::commands(clinic), day::views(clinic)}},
                     .ledger = *ledger,
                     .reader = reader,
                     .start = start,
                     .clock = clock,
                     .random = random,
                     .publish = [events](const auto& group) { publish(*events, group); },
                     .give_up = give_up});
    const http::Edge edge(
        {.desk = desk, .events = events, .is_sandbox = config.is_sandbox, .health = [&] {
             return health_json(config.is_sandbox, findings);
         }});
    net::Server server(server_options(*endpoint, config),
                       [&edge](net::Request request, net::Responder responder) {
                           edge.handle(std::move(request), std::move(responder));
                       });
    ready(server.bound().text());

    int signal = 0;
    sigwait(&ending, &signal);
    spdlog::info("told to stop (signal {})", signal);
    server.stop();
    return {};
}

}  // namespace wayside::app
