#include "cli/solve/clinic_plan.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/solve/clinic_visits.hpp"
#include "cli/solve/field.hpp"

namespace wayside::cli::solve {

namespace {

using namespace solver::problem;

constexpr std::size_t most_resources = 20'000;
constexpr std::size_t most_services = 2'000;
constexpr std::size_t most_in_list = 200;
constexpr Cost most_weight = 1'000'000;

std::vector<std::string> read_texts(const Field& list, std::size_t least = 0) {
    std::vector<std::string> texts;
    for (const Field& text : list.elements(least, most_in_list)) texts.push_back(text.text());
    return texts;
}

/// Two slots in order; in reach of the horizon.
Span read_span(const Field& field, Slot slots) {
    const auto ends = field.elements(2, 2);
    if (ends.size() != 2) return {};
    const Span span{static_cast<Slot>(ends[0].integer(0, slots)),
                    static_cast<Slot>(ends[1].integer(0, slots))};
    if (span.begin > span.end) field.fail("a span ends before it begins");
    return span;
}

std::vector<Span> read_spans(const Field& list, Slot slots) {
    std::vector<Span> spans;
    for (const Field& span : list.elements(0, most_in_list))
        spans.push_back(read_span(span, slots));
    return spans;
}

void check_apart(std::vector<Span> spans, const Field& at, const char* what) {
    std::sort(spans.begin(), spans.end(), [](Span a, Span b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < spans.size(); ++i) {
        if (spans[i].begin < spans[i - 1].end) at.fail(std::string(what) + " overlap");
    }
}

std::vector<Credential> read_credentials(const Field& list, Slot slots) {
    std::vector<Credential> credentials;
    for (const Field& field : list.elements(0, most_in_list)) {
        if (field.value().kind == JsonValue::Kind::text) {
            credentials.push_back({.name = field.text()});
            continue;
        }
        Credential credential{.name = field.at("name").text()};
        if (const auto scope = field.find("services")) credential.services = read_texts(*scope);
        if (const auto expires = field.find("expires")) {
            credential.expires = static_cast<Slot>(expires->integer(0, slots));
        }
        credentials.push_back(std::move(credential));
    }
    return credentials;
}

std::vector<Shift> read_shifts(const Field& field, Slot slots) {
    std::vector<Shift> shifts;
    if (const auto one = field.find("shift")) {
        shifts.push_back(
            {read_span(*one, slots), static_cast<Slot>(field.at("overtime").integer(0, slots))});
        return shifts;
    }
    std::vector<Span> spans;
    for (const Field& element : field.at("shifts").elements(1, most_in_list)) {
        shifts.push_back({read_span(element.at("span"), slots),
                          static_cast<Slot>(element.at("overtime").integer(0, slots))});
        spans.push_back(
            {shifts.back().span.begin, shifts.back().span.end + shifts.back().overtime});
    }
    for (std::size_t i = 1; i < spans.size(); ++i) {
        if (spans[i].begin < spans[i - 1].end) field.fail("shifts are out of order or overlap");
    }
    return shifts;
}

Resource read_person(const Field& field, Kind kind, Slot slots) {
    Resource person{.id = field.at("id").text(), .kind = kind, .group = field.at("role").text()};
    person.credentials = read_credentials(field.at("credentials"), slots);
    if (const auto sex = field.find("sex")) person.sex = sex->text();
    if (const auto languages = field.find("languages")) person.languages = read_texts(*languages);
    if (const auto site = field.find("site")) person.site = site->text();
    person.shifts = read_shifts(field, slots);
    person.breaks = read_spans(field.at("breaks"), slots);
    check_apart(person.breaks, field, "breaks");
    if (const auto contract = field.find("contract")) {
        person.contract_slots = static_cast<Slot>(contract->integer(0, slots));
    }
    if (const auto closed = field.find("away")) person.closed = read_spans(*closed, slots);
    return person;
}

Resource read_thing(const Field& field, Kind kind, Slot slots) {
    Resource thing{.id = field.at("id").text(), .kind = kind, .group = field.at("kind").text()};
    thing.clean = static_cast<Slot>(field.at("clean").integer(0, slots));
    thing.closed = read_spans(field.at("closed"), slots);
    if (const auto site = field.find("site")) thing.site = site->text();
    return thing;
}

constexpr std::pair<const char*, Kind> lists[] = {{"practitioners", Kind::practitioner},
                                                  {"rooms", Kind::room},
                                                  {"devices", Kind::device},
                                                  {"chairs", Kind::chair},
                                                  {"beds", Kind::bed},
                                                  {"support", Kind::support},
                                                  {"interpreters", Kind::interpreter}};

constexpr std::pair<const char*, Kind> need_types[] = {{"practitioner", Kind::practitioner},
                                                       {"room", Kind::room},
                                                       {"device", Kind::device},
                                                       {"chair", Kind::chair},
                                                       {"bed", Kind::bed},
                                                       {"support", Kind::support},
                                                       {"interpreter", Kind::interpreter}};

Need read_need(const Field& field, Slot slots) {
    Need need;
    const std::string type = field.at("type").text();
    const auto found = std::find_if(std::begin(need_types), std::end(need_types),
                                    [&](const auto& known) { return type == known.first; });
    if (found == std::end(need_types)) {
        field.fail("'" + type + "' is no type of need");
        return need;
    }
    need.kind = found->second;
    if (is_person(need.kind)) {
        need.groups = read_texts(field.at("roles"), 1);
        need.credentials = read_texts(field.at("credentials"));
        return need;
    }
    need.groups = read_texts(field.at("kinds"), 1);
    need.setup = static_cast<Slot>(field.at("setup").integer(0, slots));
    need.clean = static_cast<Slot>(field.at("clean").integer(0, slots));
    return need;
}

Service read_service(const Field& field, Slot slots) {
    Service service{.id = field.at("id").text()};
    if (const auto name = field.find("name")) service.name = name->text();
    std::size_t needs = 0;
    for (const Field& element : field.at("stages").elements(1, most_stages)) {
        Stage stage;
        if (const auto name = element.find("name")) stage.name = name->text();
        if (!service.stages.empty()) {
            const Span gap = read_span(element.at("gap"), slots);
            stage.gap_least = gap.begin;
            stage.gap_most = gap.end;
        }
        for (const Field& need : element.at("needs").elements(1, most_needs)) {
            stage.needs.push_back(read_need(need, slots));
        }
        needs += stage.needs.size();
        service.stages.push_back(std::move(stage));
    }
    if (needs > most_needs) field.fail("more than " + std::to_string(most_needs) + " needs");
    const auto lead = field.at("lead").elements(2, 2);
    if (lead.size() != 2 || field.has_failed()) return service;
    service.lead_stage =
        static_cast<std::size_t>(lead[0].integer(0, static_cast<int>(service.stages.size()) - 1));
    service.lead_need = static_cast<std::size_t>(
        lead[1].integer(0, static_cast<int>(service.stages[service.lead_stage].needs.size()) - 1));
    return service;
}

Weights read_weights(const Field& field) {
    const auto weight = [&](const char* name, Cost otherwise) {
        const auto given = field.find(name);
        return given ? given->integer(0, most_weight) : otherwise;
    };
    Weights weights{.wait = weight("wait", 0),
                    .idle = weight("idle", 0),
                    .overtime = weight("overtime", 0),
                    .wish = weight("wish", 0)};
    const Cost unserved = weight("unserved", 0);
    weights.unserved = {unserved, weight("unserved_soon", unserved),
                        weight("unserved_urgent", unserved)};
    weights.moved = weight("moved", 0);
    weights.long_wait = weight("long_wait", 0);
    weights.long_wait_after =
        static_cast<Slot>(std::min<Cost>(weight("long_wait_after", 0), never));
    weights.beyond_share = weight("beyond_share", 0);
    weights.knock_on = weight("knock_on", 0);
    weights.over_use = weight("over_use", 0);
    weights.under_use = weight("under_use", 0);
    weights.use_least_percent =
        static_cast<int>(std::min<Cost>(weight("use_least_percent", 85), 100));
    weights.use_most_percent =
        static_cast<int>(std::min<Cost>(weight("use_most_percent", 90), 100));
    return weights;
}

/// Ids are one of a kind over all of a list.
template <class T>
void check_ids(const std::vector<T>& list, const Field& at, const char* what) {
    std::set<std::string> ids;
    for (const T& element : list) {
        if (!ids.insert(element.id).second) {
            at.fail(std::string(what) + " '" + element.id + "' is there twice");
        }
    }
}

/// A need that nobody fills would leave its visits without any hope, which nobody would notice.
void check_pools(const Problem& problem, const Field& at) {
    for (const Service& service : problem.services) {
        for (const Stage& stage : service.stages) {
            for (const Need& need : stage.needs) {
                const auto suits = [&](const Resource& r) {
                    return suits_until(r, need, service) > 0;
                };
                if (std::none_of(problem.resources.begin(), problem.resources.end(), suits)) {
                    at.fail("nobody and nothing fills a need of service '" + service.id + "'");
                }
            }
        }
    }
}

}  // namespace

Result<Problem> read_instance(const LocatedJson& json) {
    std::optional<Refusal> fault;
    const Field root(json, fault);
    Problem problem;
    if (root.at("format").text() != "clinic-plan-1") root.fail("the format is not clinic-plan-1");
    problem.name = root.at("name").text();
    problem.slot_minutes = static_cast<int>(root.at("slot_minutes").integer(1, 1440));
    problem.slots = static_cast<Slot>(root.at("slots").integer(1, most_slots));
    problem.weights = read_weights(root.at("weights"));
    for (const auto& [name, kind] : lists) {
        const bool is_wanted = kind == Kind::practitioner || kind == Kind::room ||
                               kind == Kind::device || kind == Kind::chair;
        const auto list = is_wanted ? std::optional(root.at(name)) : root.find(name);
        if (!list) continue;
        for (const Field& element : list->elements(0, most_resources)) {
            problem.resources.push_back(is_person(kind) ? read_person(element, kind, problem.slots)
                                                        : read_thing(element, kind, problem.slots));
        }
    }
    if (problem.resources.size() > most_resources) root.fail("too many resources", Why::too_large);
    check_ids(problem.resources, root, "resource");
    for (const Field& element : root.at("services").elements(0, most_services)) {
        problem.services.push_back(read_service(element, problem.slots));
    }
    check_ids(problem.services, root, "service");
    if (!fault) check_pools(problem, root.at("services"));
    if (!fault) read_visits(root.at("visits"), problem);
    check_ids(problem.visits, root, "visit");
    if (fault) return *fault;
    return problem;
}

Result<Plan> read_plan(const LocatedJson& json, const Problem& problem) {
    std::optional<Refusal> fault;
    const Field root(json, fault);
    Plan plan = read_placements(root.at("visits"), problem);
    if (fault) return *fault;
    return plan;
}

Result<Disruption> read_repair(const LocatedJson& json, Problem& problem) {
    std::optional<Refusal> fault;
    const Field root(json, fault);
    Disruption disruption;
    if (root.at("format").text() != "clinic-plan-repair-1") {
        root.fail("the format is not clinic-plan-repair-1");
    }
    if (root.at("instance").text() != problem.name) root.fail("a repair of another instance");
    disruption.from = static_cast<Slot>(root.at("from").integer(0, problem.slots));
    disruption.announced = read_placements(root.at("visits"), problem);
    std::map<std::string, std::size_t> resources;
    for (std::size_t r = 0; r < problem.resources.size(); ++r)
        resources[problem.resources[r].id] = r;
    const auto resource_at = [&](const Field& field) {
        const auto found = resources.find(field.text());
        if (found == resources.end()) field.fail("no such resource");
        return found == resources.end() ? 0 : found->second;
    };
    if (const auto absent = root.find("practitioner")) {
        const std::size_t resource = resource_at(*absent);
        if (!fault && !is_person(problem.resources[resource].kind)) absent->fail("no person");
        disruption.absences.push_back({resource, disruption.from});
    }
    if (const auto closures = root.find("closed")) {
        for (const Field& closure : closures->elements(0, most_in_list)) {
            disruption.closures.push_back({resource_at(closure.at("resource")),
                                           read_span(closure.at("span"), problem.slots)});
        }
    }
    if (const auto emergencies = root.find("emergencies"); emergencies && !fault) {
        const std::size_t known = problem.visits.size();
        read_visits(*emergencies, problem);
        for (std::size_t v = known; v < problem.visits.size(); ++v) {
            disruption.emergencies.push_back(v);
        }
        check_ids(problem.visits, root, "visit");
        disruption.announced.visits.resize(problem.visits.size());
    }
    if (fault) return *fault;
    return disruption;
}

std::string visits_json(const Problem& problem, const Plan& plan) {
    std::string text;
    for (std::size_t v = 0; v < plan.visits.size(); ++v) {
        text += v == 0 ? "" : ",\n";
        text += "{\"id\":" + nlohmann::json(problem.visits[v].id).dump();
        if (plan.visits[v].empty()) {
            text += ",\"unserved\":true}";
            continue;
        }
        text += ",\"stages\":[";
        for (std::size_t k = 0; k < plan.visits[v].size(); ++k) {
            const StagePlacement& stage = plan.visits[v][k];
            text += (k == 0 ? "" : ",") + std::string("{\"start\":") + std::to_string(stage.start) +
                    ",\"use\":[";
            for (std::size_t n = 0; n < stage.uses.size(); ++n) {
                text += (n == 0 ? "" : ",") +
                        nlohmann::json(problem.resources[stage.uses[n]].id).dump();
            }
            text += "]}";
        }
        text += "]}";
    }
    return text;
}

std::string plan_json(const Problem& problem, const Plan& plan) {
    return "{\"format\":\"clinic-plan-1-plan\",\n\"instance\":" +
           nlohmann::json(problem.name).dump() + ",\n\"visits\":[\n" + visits_json(problem, plan) +
           "\n]}\n";
}

}  // namespace wayside::cli::solve
