#include "cli/demo/visit.hpp"

#include <algorithm>
#include <string_view>

namespace wayside::demo {

namespace {

constexpr std::int64_t minute = 60;

// For each person on shift: about two thirds of what one can do in a day.
constexpr std::int32_t evening_bookings = 13;
constexpr std::int32_t day_bookings = 4;
constexpr std::int32_t walk_ins = 4;

class Planner {
  public:
    Planner(const care::Setup& setup, Capacity& capacity, const Wall& wall, Dice& dice)
        : setup_(setup), capacity_(capacity), wall_(wall), dice_(dice) {}

    std::vector<Visit> plan() {
        services_ = capacity_.services();
        const auto open = capacity_.open();
        if (!open || services_.empty()) return {};
        opens_ = wall_.second_of(open->from);
        closes_ = wall_.second_of(open->to);
        const auto people = static_cast<std::int32_t>(std::ranges::count_if(
            setup_.practitioners, [&](const auto& by) { return !capacity_.shifts(by).empty(); }));

        std::int64_t evening = wall_.second_of(0) - 6 * 60 * minute;
        for (std::int32_t n = 0; n < people * evening_bookings; ++n) {
            evening += dice_.between(30, 140);
            book(evening);
        }
        for (std::int32_t n = 0; n < people * day_bookings; ++n) {
            book(moment(opens_ - 40 * minute, closes_ - 90 * minute));
        }
        for (std::int32_t n = 0; n < people * walk_ins; ++n) {
            walk_in(moment(opens_ + 2 * minute, closes_ - 100 * minute));
        }
        return std::move(visits_);
    }

  private:
    std::int64_t moment(std::int64_t low, std::int64_t high) {
        return low + dice_.between(0, static_cast<std::int32_t>(high - low));
    }

    Visit begin(std::int64_t made, char letter) {
        const auto n = static_cast<std::int32_t>(visits_.size()) + 1;
        Visit visit;
        visit.id = letter + ("-" + wall_.date().text()) + "-" + std::to_string(n);
        visit.person =
            made_up_person(dice_, wall_.date().days * 1000 + n, wall_.date(), setup_.languages);
        visit.made = made;
        return visit;
    }

    /// More often what more people can give.
    const care::Service& some_service() {
        std::vector<const care::Service*> all;
        for (const care::Service* service : services_) {
            for (std::size_t n = capacity_.givers(*service).size(); n > 0; --n) {
                all.push_back(service);
            }
        }
        return *dice_.pick(all);
    }

    std::string reason_for(const care::Service& service) {
        static const std::vector<std::string_view> complaints{
            "Cough since a week", "Headache",    "Stomach pain", "Back pain", "Skin rash",
            "Fever at night",     "Sore throat", "Follow-up",    "Results",   "Dizziness"};
        return dice_.chance(70) ? service.name : std::string(dice_.pick(complaints));
    }

    void book(std::int64_t made) {
        const care::Service& service = some_service();
        const auto slot = capacity_.find(service, wall_.minutes_of(made) + 20, dice_);
        if (!slot) return;
        capacity_.take(*slot);
        Visit visit = begin(made, 'b');
        visit.slot = *slot;
        visit.channel = dice_.chance(10) ? "region" : "desk";
        visit.reason = reason_for(service);
        if (dice_.chance(7)) move(visit);
        decide_end(visit);
        visits_.push_back(std::move(visit));
    }

    /// To a later free slot, in the hours before the first one; not at all if that is too near.
    void move(Visit& visit) {
        const std::int64_t earliest = std::max(visit.made + 5 * minute, opens_ - 60 * minute);
        const std::int64_t latest = wall_.second_of(visit.slot.start) - 20 * minute;
        if (earliest >= latest) return;
        visit.moved = moment(earliest, latest);
        visit.moved_to =
            capacity_.find(*visit.slot.service, wall_.minutes_of(visit.moved) + 30, dice_);
        if (visit.moved_to) capacity_.take(*visit.moved_to);
    }

    void decide_end(Visit& visit) {
        const std::int64_t known = visit.moved_to ? visit.moved : visit.made;
        const std::int64_t start = wall_.second_of(visit.last_slot().start);
        const std::int32_t roll = dice_.between(1, 100);
        if (roll <= 8) {
            const std::int64_t earliest = std::max(known + 5 * minute, opens_ - 60 * minute);
            visit.fate = earliest < start - 10 * minute ? Fate::cancelled : Fate::done;
            visit.ended = moment(earliest, std::max(earliest, start - 10 * minute));
        } else if (roll <= 15) {
            visit.fate = Fate::no_show;
            visit.ended = start + dice_.between(20 * minute, 35 * minute);
        } else if (roll <= 18) {
            visit.fate = Fate::left;
        }
        const std::int64_t arrival = start + dice_.between(-35 * minute, 8 * minute);
        visit.arrived = std::max(arrival, known + 2 * minute);
    }

    void walk_in(std::int64_t made) {
        const care::Service& service = some_service();
        std::vector<const care::Practitioner*> present;
        for (const care::Practitioner* by : capacity_.givers(service)) {
            if (is_there(*by, made)) present.push_back(by);
        }
        if (present.empty()) return;
        Visit visit = begin(made, 'w');
        visit.slot = Slot{&service, dice_.pick(present), 0};
        visit.walk_in = true;
        visit.reason = reason_for(service);
        visit.fate = dice_.chance(6) ? Fate::left : Fate::done;
        visit.arrived = made + 20;
        visits_.push_back(std::move(visit));
    }

    bool is_there(const care::Practitioner& by, std::int64_t second) {
        return std::ranges::any_of(capacity_.shifts(by), [&](const care::Shift& shift) {
            return wall_.second_of(shift.span.from) <= second &&
                   second + 90 * minute <= wall_.second_of(shift.span.to);
        });
    }

    const care::Setup& setup_;
    Capacity& capacity_;
    const Wall& wall_;
    Dice& dice_;
    std::vector<const care::Service*> services_;
    std::int64_t opens_ = 0;
    std::int64_t closes_ = 0;
    std::vector<Visit> visits_;
};

}  // namespace

std::vector<Visit> plan_visits(const care::Setup& setup, Capacity& capacity, const Wall& wall,
                               Dice& dice) {
    return Planner(setup, capacity, wall, dice).plan();
}

}  // namespace wayside::demo
