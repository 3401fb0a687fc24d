#include "node/app/serve_hub.hpp"

#include <spdlog/spdlog.h>

#include "node/app/health.hpp"
#include "node/app/hub_clinics.hpp"
#include "node/app/reconciliation.hpp"
#include "node/app/region_model.hpp"

namespace wayside::app {

namespace {

/// What answers screens; all of it outlives the edge.
struct Working {
    NodeStart& node;
    const std::vector<Finding>& findings;
    desk::Desk& desk;
    std::shared_ptr<net::EventBuffer> events;
    SyncReport& report;
    const Meeting& meeting;
};

http::EdgeParts edge_parts(const Working& at) {
    const Config& config = at.node.opened.config;
    return {.desk = at.desk,
            .events = at.events,
            .screens = http::hub_screens(),
            .is_sandbox = config.is_sandbox,
            .health = [at, &config] { return health_json(config.is_sandbox, at.findings); },
            .sync =
                [at, &config] {
                    return at.report.hub_json(config.region, at.meeting.clinics(),
                                              *at.meeting.region_register(),
                                              at.node.ledger.holdings());
                },
            .set_link = [](bool) -> Result<void> {
                return Refusal{Why::not_found, "a hub dials nobody", "no_hub"};
            },
            .find_clinic = [at](const std::string& id) -> std::optional<SpaceId> {
                for (const trust::ClinicSpaces& each : at.meeting.clinics()) {
                    if (each.enrolled_as == id) return each.clinic;
                }
                return std::nullopt;
            }};
}

}  // namespace

Result<void> serve_hub(NodeStart& node, const Serve& wanted,
                       const std::function<void(const Serving&)>& ready) {
    const Config& config = node.opened.config;
    trust::Box& box = *node.opened.box;
    const auto sync = endpoint_of(wanted.sync.empty() ? config.sync : wanted.sync, "sync");
    if (!sync) return sync.refusal();

    SyncReport sync_report(node.clock);
    if (const auto saved = node.desk_reader.setting(sync_report_setting)) {
        sync_report.restore(*saved);
    }
    RegionModel region({region_space(box.region_register), node.log, box.keyring, node.desk_reader,
                        node.clock, node.random});
    HubClinics clinics({.start = node.log,
                        .keyring = box.keyring,
                        .reader = node.desk_reader,
                        .clock = node.clock,
                        .random = node.random,
                        .report = sync_report,
                        .is_sandbox = config.is_sandbox});
    std::vector<desk::Tenant> tenants{region.tenant()};
    for (desk::Tenant& tenant : clinics.take_up(box.clinics)) tenants.push_back(std::move(tenant));
    node.ledger.begin_holdings(region.logs());
    const std::vector<Finding> findings = clinics.findings();
    for (const Finding& finding : findings) spdlog::error("{}", text_of(finding));

    const auto events = std::make_shared<net::EventBuffer>(node.log.text());
    SystemRandom link_random;
    Reconciliation* reconciliation_now = nullptr;
    auto desk =
        std::make_unique<desk::Desk>(desk::DeskParts{.tenants = std::move(tenants),
                                                     .ledger = node.ledger,
                                                     .reader = node.desk_reader,
                                                     .start = node.log,
                                                     .clock = node.clock,
                                                     .random = node.random,
                                                     .publish = publisher(events),
                                                     .grown = [&] { reconciliation_now->grown(); },
                                                     .give_up = give_up});
    const auto told = [events] { events->publish(std::vector<net::Event>{{"sync", "{}"}}); };
    Meeting meeting({.dir = node.opened.dir,
                     .box = box,
                     .desk = *desk,
                     .holdings = node.ledger.holdings(),
                     .reader = node.session_reader,
                     .wall = node.clock,
                     .report = sync_report,
                     .told = told,
                     .enrolled = [&](const std::vector<trust::ClinicSpaces>& enrolled) {
                         for (desk::Tenant& tenant : clinics.take_up(enrolled)) {
                             desk->open(std::move(tenant));
                         }
                         told();
                     }});
    Reconciliation reconciliation(meeting, link_random);
    reconciliation_now = &reconciliation;

    const http::Edge edge(edge_parts({node, findings, *desk, events, sync_report, meeting}));
    const net::Endpoint bound = reconciliation.listen(*sync);
    serve_screens(node, edge,
                  [&](const net::Endpoint& screens) { ready({screens.text(), bound.text()}); });
    reconciliation.stop();
    desk.reset();
    return {};
}

}  // namespace wayside::app
