#include "node/booking/placement.hpp"

#include "storage/document/fields.hpp"

namespace wayside::booking {

namespace {

constexpr std::int64_t minutes_a_day = 24 * 60;

bool is_between(std::int64_t least, const std::int64_t* value, std::int64_t most) {
    return value != nullptr && *value >= least && *value <= most;
}

}  // namespace

bool is_overbook_reason(std::string_view reason) {
    return reason == "urgent" || reason == "no_other_time" || reason == "promised";
}

std::vector<document::Edit> edits_of(const Placement& placement, VisitId visit) {
    const std::string key = placement.id.text();
    const std::string map = "placements";
    std::vector<document::Edit> out{
        {map, key, "visit", document::scalar_of(visit)},
        {map, key, "practitioner", placement.practitioner},
        {map, key, "date", placement.start.date.text()},
        {map, key, "wall", std::int64_t{placement.start.time.minutes}},
        {map, key, "offset", std::int64_t{placement.start.offset_minutes}},
        {map, key, "minutes", placement.minutes},
    };
    if (placement.is_extra()) out.push_back({map, key, "overbooked", placement.overbooked});
    return out;
}

std::optional<Placement> placement_in(const document::Record& record) {
    const auto id = PlacementId::parse(record.key);
    const auto* practitioner = document::first_as<std::string>(record, "practitioner");
    const auto* date_text = document::first_as<std::string>(record, "date");
    const auto* wall = document::first_as<std::int64_t>(record, "wall");
    const auto* offset = document::first_as<std::int64_t>(record, "offset");
    const auto* minutes = document::first_as<std::int64_t>(record, "minutes");
    if (!id || practitioner == nullptr || date_text == nullptr) return std::nullopt;
    if (!is_between(0, wall, minutes_a_day - 1) || !is_between(1, minutes, max_minutes) ||
        !is_between(1 - minutes_a_day, offset, minutes_a_day - 1)) {
        return std::nullopt;
    }
    const auto date = care::LocalDate::parse(*date_text);
    if (!date) return std::nullopt;

    const care::Told start{
        *date, {static_cast<std::int32_t>(*wall)}, static_cast<std::int32_t>(*offset)};
    // A reason that this software does not know is a later one's: an extra is one all the same.
    const auto* overbooked = document::first_as<std::string>(record, "overbooked");
    return Placement{*id, *practitioner, start, *minutes, overbooked == nullptr ? "" : *overbooked};
}

}  // namespace wayside::booking
