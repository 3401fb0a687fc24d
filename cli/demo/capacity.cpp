#include "cli/demo/capacity.hpp"

#include <algorithm>

#include "storage/base/require.hpp"

namespace wayside::demo {

namespace {

using care::ServiceNeed;

constexpr std::int32_t grid_minutes = 10;
constexpr std::int32_t day_minutes = 24 * 60;

care::WallSpan span_of(const Slot& slot) {
    return {slot.start, slot.start + slot.service->minutes};
}

bool lies_in(care::WallSpan inner, care::WallSpan outer) {
    return outer.from <= inner.from && inner.to <= outer.to;
}

bool meets(care::WallSpan a, care::WallSpan b) {
    return a.from < b.to && b.from < a.to;
}

std::string pool_name(const ServiceNeed& need) {
    return (need.what == ServiceNeed::What::room ? "room " : "equipment ") + need.kind;
}

std::string person_name(const care::Practitioner& practitioner) {
    return "person " + practitioner.id;
}

bool is_for_one_person(const care::Service& service) {
    std::int32_t people = 0;
    for (const ServiceNeed& need : service.needs) {
        if (need.what == ServiceNeed::What::role) people += need.count;
    }
    return people == 1;
}

std::int32_t most_of(const std::map<std::int32_t, std::int32_t>& minutes, care::WallSpan span) {
    std::int32_t most = 0;
    const auto end = minutes.lower_bound(span.to);
    for (auto at = minutes.lower_bound(span.from); at != end; ++at)
        most = std::max(most, at->second);
    return most;
}

}  // namespace

Capacity::Capacity(const care::Setup& setup, care::LocalDate date) : setup_(setup), date_(date) {}

std::vector<const care::Service*> Capacity::services() const {
    std::vector<const care::Service*> out;
    for (const care::Service& service : setup_.services) {
        if (is_for_one_person(service) && !givers(service).empty()) out.push_back(&service);
    }
    return out;
}

std::vector<const care::Practitioner*> Capacity::givers(const care::Service& service) const {
    std::vector<const care::Practitioner*> out;
    for (const care::Practitioner& practitioner : setup_.practitioners) {
        if (service.may_be_given_by(practitioner) && !shifts(practitioner).empty()) {
            out.push_back(&practitioner);
        }
    }
    return out;
}

bool Capacity::is_free(const Slot& slot) const {
    const care::WallSpan span = span_of(slot);
    if (!is_open(span) || !is_working(*slot.practitioner, span)) return false;
    const auto taken_of = [&](const std::string& name) {
        const auto found = taken_.find(name);
        return found == taken_.end() ? 0 : most_of(found->second, span);
    };
    if (taken_of(person_name(*slot.practitioner)) > 0) return false;
    return std::ranges::all_of(slot.service->needs, [&](const ServiceNeed& need) {
        if (need.what == ServiceNeed::What::role) return true;
        const std::int32_t places = setup_.count_of(need.what, need.kind);
        return taken_of(pool_name(need)) + need.count <= places;
    });
}

void Capacity::take(const Slot& slot) {
    require(is_free(slot), "the demo takes only what is free");
    const care::WallSpan span = span_of(slot);
    for (std::int32_t minute = span.from; minute < span.to; ++minute) {
        taken_[person_name(*slot.practitioner)][minute] += 1;
        for (const ServiceNeed& need : slot.service->needs) {
            if (need.what != ServiceNeed::What::role) taken_[pool_name(need)][minute] += need.count;
        }
    }
}

std::optional<Slot> Capacity::find(const care::Service& service, std::int32_t from,
                                   Dice& dice) const {
    std::vector<Slot> free;
    const std::int32_t first = (std::max(from, setup_.day_begins.minutes) + grid_minutes - 1) /
                               grid_minutes * grid_minutes;
    for (const care::Practitioner* by : givers(service)) {
        for (std::int32_t start = first; start < day_minutes; start += grid_minutes) {
            const Slot slot{&service, by, start};
            if (is_free(slot)) free.push_back(slot);
        }
    }
    if (free.empty()) return std::nullopt;
    return dice.pick(free);
}

std::vector<care::Shift> Capacity::shifts(const care::Practitioner& practitioner) const {
    std::vector<care::Shift> out;
    std::ranges::copy_if(practitioner.shifts, std::back_inserter(out), [&](const auto& shift) {
        return std::ranges::find(shift.days, date_.weekday()) != shift.days.end();
    });
    return out;
}

std::optional<care::WallSpan> Capacity::open() const {
    const auto& spans = setup_.hours[static_cast<std::size_t>(date_.weekday())];
    if (spans.empty()) return std::nullopt;
    care::WallSpan whole = spans.front();
    for (const care::WallSpan& span : spans) {
        whole.from = std::min(whole.from, span.from);
        whole.to = std::max(whole.to, span.to);
    }
    return whole;
}

bool Capacity::is_open(care::WallSpan span) const {
    const auto& hours = setup_.hours[static_cast<std::size_t>(date_.weekday())];
    return span.to <= day_minutes && std::ranges::any_of(hours, [&](const care::WallSpan& open) {
               return lies_in(span, open);
           });
}

bool Capacity::is_working(const care::Practitioner& by, care::WallSpan span) const {
    return std::ranges::any_of(shifts(by), [&](const care::Shift& shift) {
        return lies_in(span, shift.span) &&
               std::ranges::none_of(shift.breaks,
                                    [&](care::WallSpan rest) { return meets(span, rest); });
    });
}

}  // namespace wayside::demo
