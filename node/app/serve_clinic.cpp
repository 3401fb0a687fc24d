#include "node/app/serve_clinic.hpp"

#include <spdlog/spdlog.h>

#include "node/app/clinic_model.hpp"
#include "node/app/health.hpp"
#include "node/app/reconciliation.hpp"
#include "node/day/answer_sample.hpp"
#include "node/day/commands.hpp"
#include "node/day/views.hpp"

namespace wayside::app {

namespace {

/// What a lost entry of ours held up stands again before anybody asks, in one commit. A box with a
/// hub does so only where the hub was found to lack the entry, too.
void write_again(ClinicModel& model, NodeStart& node, shelf::LoadReport& report) {
    const shelf::WrittenAgain again = model.write_again(*node.opened.box);
    report.findings.insert(report.findings.end(), again.findings.begin(), again.findings.end());
    if (again.entries.empty()) return;
    node.ledger.commit(again.batch(model.shelf().space()));
    model.shelf().settled(again.entries.back().name.sequence);
    spdlog::warn("{} entries of ours waited for one that is lost and were written again",
                 again.entries.size());
}

void say(const shelf::LoadReport& report, const std::vector<Finding>& findings) {
    spdlog::info("{} entries stand", report.applied);
    for (const Finding& finding : findings) spdlog::error("{}", text_of(finding));
}

std::vector<desk::Event> events_of(const std::vector<ledger::DocumentId>& touched) {
    std::vector<desk::Event> out;
    for (const ledger::DocumentId& document : touched) {
        if (document.kind == document::Kind::day) {
            out.push_back(day::change_event(document.key, nullptr, {"others"}));
        }
    }
    return out;
}

Result<std::optional<net::Endpoint>> hub_endpoint(const Serve& wanted, const Config& config) {
    const std::string& text = wanted.hub.empty() ? config.hub : wanted.hub;
    if (text.empty()) return std::optional<net::Endpoint>{};
    const auto endpoint = endpoint_of(text, "hub");
    if (!endpoint) return endpoint.refusal();
    return std::optional<net::Endpoint>{*endpoint};
}

/// What answers screens; all of it outlives the edge.
struct Working {
    NodeStart& node;
    const trust::ClinicSpaces& spaces;
    const std::vector<Finding>& findings;
    desk::Desk& desk;
    std::shared_ptr<net::EventBuffer> events;
    SyncReport& report;
    const Meeting& meeting;
    Reconciliation& reconciliation;
};

desk::Json sync_json(const Working& at) {
    auto light = at.reconciliation.light();
    if (!light && has_hub(*at.meeting.region_register())) light.emplace();
    return at.report.clinic_json(at.spaces.clinic, at.node.ledger.holdings(), light,
                                 at.reconciliation.is_cut());
}

Result<void> set_link(const Working& at, bool is_open) {
    if (!at.node.opened.config.is_sandbox) {
        return Refusal{Why::forbidden, "only a sandbox's link is cut by hand", "not_a_sandbox"};
    }
    if (!at.reconciliation.light()) {
        return Refusal{Why::not_found, "this node has no hub", "no_hub"};
    }
    at.reconciliation.set_link(is_open);
    return {};
}

http::EdgeParts edge_parts(const Working& at) {
    const bool is_sandbox = at.node.opened.config.is_sandbox;
    return {.desk = at.desk,
            .events = at.events,
            .screens = http::clinic_screens(),
            .is_sandbox = is_sandbox,
            .health = [at, is_sandbox] { return health_json(is_sandbox, at.findings); },
            .sync = [at] { return sync_json(at); },
            .set_link = [at](bool is_open) { return set_link(at, is_open); },
            .find_clinic = [at](const std::string& id) -> std::optional<SpaceId> {
                if (id != at.spaces.enrolled_as) return std::nullopt;
                return at.spaces.clinic;
            }};
}

}  // namespace

Result<void> serve_clinic(NodeStart& node, const Serve& wanted,
                          const std::function<void(const Serving&)>& ready) {
    const Config& config = node.opened.config;
    trust::Box& box = *node.opened.box;
    const auto spaces = box.clinic();
    if (!spaces) return spaces.refusal();
    const auto hub = hub_endpoint(wanted, config);
    if (!hub) return hub.refusal();

    ClinicModel model(
        {spaces->clinic, node.log, box.keyring, node.desk_reader, node.clock, node.random});
    shelf::LoadReport report = model.load();
    node.ledger.begin_holdings(report.logs);
    write_again(model, node, report);
    const std::vector<Finding> findings = findings_of(report, spaces->clinic, node.ledger.lost());
    say(report, findings);

    // Owners: the edge, the streams, and what the desk publishes to.
    const auto events = std::make_shared<net::EventBuffer>(node.log.text());
    const day::Clinic clinic = model.clinic(config.is_sandbox);
    SyncReport sync_report(node.clock);
    if (const auto saved = node.desk_reader.setting(sync_report_setting)) {
        sync_report.restore(*saved);
    }
    SystemRandom link_random;
    Reconciliation* reconciliation_now = nullptr;
    auto desk = std::make_unique<desk::Desk>(desk::DeskParts{
        .tenants = {{model.shelf(), model.words(), model.database(), day::commands(clinic),
                     day::views(clinic), events_of, day::answer_sample(), model.lost()}},
        .ledger = node.ledger,
        .reader = node.desk_reader,
        .start = node.log,
        .clock = node.clock,
        .random = node.random,
        .publish = publisher(events),
        .grown = [&] { reconciliation_now->grown(); },
        .give_up = give_up});
    Meeting meeting({.dir = node.opened.dir,
                     .box = box,
                     .desk = *desk,
                     .holdings = node.ledger.holdings(),
                     .reader = node.session_reader,
                     .wall = node.clock,
                     .report = sync_report,
                     .told = [events] { events->publish(std::vector<net::Event>{{"sync", "{}"}}); },
                     .enrolled = {}});
    Reconciliation reconciliation(meeting, link_random);
    reconciliation_now = &reconciliation;

    const http::Edge edge(
        edge_parts({node, *spaces, findings, *desk, events, sync_report, meeting, reconciliation}));
    if (*hub) reconciliation.dial(**hub);
    serve_screens(node, edge, [&](const net::Endpoint& bound) { ready({bound.text(), ""}); });
    // Nobody of the region is heard any more; then the desk ends what it has in hand.
    reconciliation.stop();
    desk.reset();
    return {};
}

}  // namespace wayside::app
