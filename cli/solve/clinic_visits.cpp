#include "cli/solve/clinic_visits.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace wayside::cli::solve {

namespace {

using namespace solver::problem;

constexpr std::size_t most_visits = 50'000;

Urgency read_urgency(const Field& field) {
    const std::string text = field.text();
    if (text == "urgent") return Urgency::urgent;
    if (text == "soon") return Urgency::soon;
    if (text != "routine") field.fail("'" + text + "' is no urgency");
    return Urgency::routine;
}

std::vector<Slot> read_lengths(const Field& list, const Service& service, Slot slots) {
    std::vector<Slot> lengths;
    const std::size_t stages = service.stages.size();
    for (const Field& length : list.elements(stages, stages)) {
        lengths.push_back(static_cast<Slot>(length.integer(1, slots)));
    }
    return lengths;
}

Wishes read_wishes(const Field& field, Slot slots) {
    Wishes wishes;
    const auto text = [&](const char* name) {
        const auto given = field.find(name);
        return given ? given->text() : std::string();
    };
    wishes.practitioner = text("practitioner");
    wishes.sex = text("sex");
    wishes.language = text("language");
    wishes.site = text("site");
    if (const auto days = field.find("days")) {
        for (const Field& day : days->elements(0, 100)) {
            const auto ends = day.elements(2, 2);
            if (ends.size() != 2) continue;
            wishes.days.push_back({static_cast<Slot>(ends[0].integer(0, slots)),
                                   static_cast<Slot>(ends[1].integer(0, slots))});
        }
    }
    return wishes;
}

Visit read_visit(const Field& field, const Problem& problem,
                 const std::map<std::string, std::size_t>& services) {
    Visit visit{.id = field.at("id").text()};
    const Field service = field.at("service");
    const auto found = services.find(service.text());
    if (found == services.end()) {
        service.fail("no such service");
        return visit;
    }
    const Slot slots = problem.slots;
    visit.service = found->second;
    visit.slots = read_lengths(field.at("slots"), problem.services[visit.service], slots);
    if (const auto long_ones = field.find("slots_p80")) {
        visit.slots_p80 = read_lengths(*long_ones, problem.services[visit.service], slots);
        const bool is_less =
            !std::equal(visit.slots.begin(), visit.slots.end(), visit.slots_p80.begin(),
                        visit.slots_p80.end(), [](Slot half, Slot most) { return half <= most; });
        if (is_less) long_ones->fail("four in five take no less than half of them");
    }
    visit.urgency = read_urgency(field.at("urgency"));
    visit.earliest = static_cast<Slot>(field.at("earliest").integer(0, slots));
    // An instance may let a window reach beyond the horizon; nothing fits there anyway.
    visit.latest = static_cast<Slot>(field.at("latest").integer(0, most_slots));
    const auto wish = field.at("wish").elements(2, 2);
    if (wish.size() == 2) {
        visit.wish_from = static_cast<Slot>(wish[0].integer(0, most_slots));
        visit.wish_to = static_cast<Slot>(wish[1].integer(0, most_slots));
    }
    visit.wishes = read_wishes(field.at("wishes"), slots);
    if (const auto show = field.find("show_percent")) {
        visit.show_percent = static_cast<int>(show->integer(0, 100));
    }
    return visit;
}

Placement read_placement(const Field& entry, const std::map<std::string, std::size_t>& resources,
                         Slot slots) {
    Placement placement;
    const auto unserved = entry.find("unserved");
    const auto stages = entry.find("stages");
    const bool is_left_out = unserved && unserved->boolean();
    if (stages.has_value() == is_left_out) {
        entry.fail("needs either 'stages' or 'unserved': true");
        return placement;
    }
    if (!stages) return placement;
    for (const Field& field : stages->elements(1, most_stages)) {
        StagePlacement stage{.start = static_cast<Slot>(field.at("start").integer(0, slots)),
                             .uses = {}};
        for (const Field& use : field.at("use").elements(1, most_needs)) {
            const auto found = resources.find(use.text());
            if (found == resources.end()) {
                use.fail("no such resource");
                return placement;
            }
            stage.uses.push_back(found->second);
        }
        placement.push_back(std::move(stage));
    }
    return placement;
}

template <class T>
std::map<std::string, std::size_t> places_of(const std::vector<T>& list) {
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < list.size(); ++i) places[list[i].id] = i;
    return places;
}

}  // namespace

void read_visits(const Field& list, Problem& problem) {
    const auto services = places_of(problem.services);
    for (const Field& field : list.elements(0, most_visits)) {
        problem.visits.push_back(read_visit(field, problem, services));
    }
    if (problem.visits.size() > most_visits) list.fail("too many visits", Why::too_large);
}

Plan read_placements(const Field& list, const Problem& problem) {
    const auto visits = places_of(problem.visits);
    const auto resources = places_of(problem.resources);
    Plan plan;
    plan.visits.resize(problem.visits.size());
    std::vector<bool> is_there(problem.visits.size(), false);
    std::size_t there = 0;
    for (const Field& entry : list.elements(0, most_visits)) {
        const Field id = entry.at("id");
        const auto found = visits.find(id.text());
        if (found == visits.end()) {
            id.fail("the instance has no such visit");
            return plan;
        }
        if (is_there[found->second]) id.fail("planned more than once");
        is_there[found->second] = true;
        ++there;
        plan.visits[found->second] = read_placement(entry, resources, problem.slots);
    }
    if (there < problem.visits.size()) list.fail("a visit of the instance is missing");
    return plan;
}

}  // namespace wayside::cli::solve
