// solver/plan/model.hpp: a problem laid out for a search: flat lists of numbers, who suits what
// worked out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "solver/problem/problem.hpp"

namespace wayside::solver::plan {

using problem::Cost;
using problem::Slot;
using problem::Span;

/// Places in the problem's lists, kept small: half of a search's memory are these.
using UnitIndex = std::uint16_t;
using VisitIndex = std::uint16_t;
inline constexpr VisitIndex no_visit = 65535;
inline constexpr std::size_t most_units = 60'000;
inline constexpr std::size_t most_visits = 60'000;

/// One shift of one person: idle time and overtime are counted for each apart.
struct Duty {
    Slot begin = 0;
    Slot end = 0;       ///< overtime begins
    Slot last_end = 0;  ///< and ends
};

/// A resource.
struct Unit {
    bool is_person = false;
    Slot clean = 0;
    std::size_t duty_begin = 0;  ///< its duties in Model::duties
    std::size_t duty_end = 0;
    Slot contract = problem::never;
    Slot share = 0;  ///< fair share, for Weights::beyond_share
    Slot use_least = 0;
    Slot use_most = 0;
    std::vector<Span> taken{};         ///< never to be had: outside of shifts, breaks, closures
    std::vector<std::int16_t> open{};  ///< of a person: slots before each slot that are no break
};

/// Who may fill a need.
struct Suited {
    UnitIndex unit = 0;
    Slot clean = 0;               ///< of a thing: the need's and its own
    Slot until = problem::never;  ///< the stage ends by then (a credential's expiry)
};

struct NeedModel {
    bool is_person = false;
    bool has_expiry = false;
    Slot setup = 0;
    Slot clean = 0;
    std::vector<Suited> pool{};  ///< in order of unit
};

struct StageModel {
    std::vector<NeedModel> needs{};
    std::size_t use_begin = 0;  ///< of its first need among the service's needs
    Slot gap_least = 0;
    Slot gap_most = 0;
};

struct ServiceModel {
    std::vector<StageModel> stages{};
    std::size_t needs = 0;
    std::size_t lead_stage = 0;
    std::size_t lead_need = 0;
    bool is_simple = false;    ///< one stage with one person, its first need: the common case
    std::size_t scarcity = 0;  ///< the smaller, the fewer may serve it
};

/// A stage's place as the search keeps it, and a whole visit's.
struct Seat {
    std::vector<Slot> starts{};
    std::vector<UnitIndex> uses{};
    [[nodiscard]] bool is_empty() const { return starts.empty(); }
    friend bool operator==(const Seat&, const Seat&) = default;
};

/// By how much a stage may take longer, and how likely its patient comes.
struct Overrun {
    std::int16_t slots = 0;
    std::int16_t show_percent = 0;
};

struct VisitModel {
    std::size_t service = 0;
    std::size_t stage_begin = 0;  ///< of its first stage and need in the search's flat lists
    std::size_t use_begin = 0;
    std::vector<Slot> lengths{};
    std::vector<Overrun> overruns{};  ///< of each stage; empty where `knock_on` costs nothing
    Slot person_slots = 0;            ///< lengths times persons
    Slot earliest = 0;
    Slot latest = 0;
    Slot wish_from = 0;
    Slot wish_to = 0;
    Cost unserved = 0;
    std::vector<Cost> lead_price{};   ///< for each of the lead need's pool: wishes not met
    std::vector<Cost> start_price{};  ///< for each slot, besides `wait`; empty: nothing
    Seat announced{};                 ///< repair: what the patient was told; empty: nothing
    std::size_t pinned = 0;           ///< repair: stages that have begun and stay

    [[nodiscard]] Overrun overrun(std::size_t stage) const {
        return overruns.empty() ? Overrun{} : overruns[stage];
    }
};

struct Model {
    problem::Weights weights;
    Slot slots = 0;
    Slot from = 0;                ///< no stage starts before, but pinned ones
    bool has_work_price = false;  ///< fairness or utilisation count
    bool has_knock_on = false;
    bool has_contract = false;
    std::vector<Unit> units{};
    std::vector<Duty> duties{};
    std::vector<ServiceModel> services{};
    std::vector<VisitModel> visits{};
    std::size_t stages = 0;  ///< of all visits
    std::size_t uses = 0;
    std::size_t most_moves = problem::most_slots * most_visits;
    Cost move_over_cap = 0;  ///< for each moved visit beyond `most_moves`

    [[nodiscard]] const ServiceModel& service_of(std::size_t visit) const {
        return services[visits[visit].service];
    }
};

/// Which words a horizon needs: 2, 8 or 40.
std::size_t words_for(Slot slots);

Model make_model(const problem::Problem& problem);
/// The same with what was announced and what befell it. `announced` seats with unknown resources
/// or of the wrong shape count as nothing announced.
Model make_model(const problem::Problem& problem, const problem::Disruption& disruption);

/// Seats, one for each visit, to a plan and back.
problem::Plan plan_of(const Model& model, const std::vector<Seat>& seats);
std::vector<Seat> seats_of(const Model& model, const problem::Plan& plan);

}  // namespace wayside::solver::plan
