#include "node/day/wish.hpp"

#include "node/rota/absences.hpp"

namespace wayside::day {

WishBody read_wish(Body& body) {
    WishBody out;
    out.practitioner = body.text("practitioner", max_id_bytes);
    out.start = body.needed_text("start", max_id_bytes);
    out.minutes = body.whole("minutes", 1, booking::max_minutes).value_or(0);
    return out;
}

Result<booking::Wish> wish_in(const Clinic& clinic, const WishBody& body, std::string service) {
    const auto start = clinic.zone().told(body.start);
    if (!start) return start.refusal();
    return booking::Wish{std::move(service), body.practitioner, *start, body.minutes, {}};
}

std::string with_sign(std::string text) {
    constexpr std::size_t offset_bytes = std::string_view(" 03:00").size();
    if (text.size() > offset_bytes && text[text.size() - offset_bytes] == ' ') {
        text[text.size() - offset_bytes] = '+';
    }
    return text;
}

booking::Diary diary_of(const Clinic& clinic, const desk::Facts& facts) {
    booking::Diary out{clinic.setup(), clinic.zone(), facts.model, facts.now};
    for (const rota::Absence& each : rota::standing_absences(facts.model, facts.now)) {
        out.away.push_back({each.practitioner, {each.from, each.until}});
    }
    return out;
}

desk::Json openings_json(const std::vector<booking::Opening>& openings) {
    desk::Json out = desk::Json::array();
    for (const auto& each : openings) {
        desk::Json one{{"start", each.start.text()}, {"minutes", each.minutes}};
        if (!each.practitioner.empty()) one["practitioner"] = each.practitioner;
        one["reasons"] = each.reasons;
        out.push_back(std::move(one));
    }
    return out;
}

desk::Json shortage_json(const care::SlotShortage& shortage) {
    desk::Json out{{"what", name_of(shortage.need.what)}, {"alone", shortage.is_alone_enough}};
    if (!shortage.need.name.empty()) out["name"] = shortage.need.name;
    if (shortage.frees) out["frees"] = shortage.frees->text();
    return out;
}

desk::Json advice(const booking::Diary& diary, const booking::Wish& wish) {
    desk::Json out{{"alternatives", openings_json(booking::openings_instead_of(diary, wish))}};
    if (const auto shortage = booking::shortage_of(diary, wish)) {
        out["bottleneck"] = shortage_json(*shortage);
    }
    return out;
}

std::string day_of(const Clinic& clinic, const care::Told& start) {
    return care::clinic_day_of(start, clinic.setup().day_begins).text();
}

}  // namespace wayside::day
