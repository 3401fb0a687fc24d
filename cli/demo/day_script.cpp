#include "cli/demo/day_script.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/demo/passage.hpp"

namespace wayside::demo {

namespace {

using Json = nlohmann::ordered_json;

struct Line {
    std::int64_t second = 0;
    Json action;
};

/// Writes acts down as they come to mind and sorts them at the end.
class Script {
  public:
    Script(const Wall& wall, Dice& dice) : wall_(wall), dice_(dice) {}

    void add(std::int64_t second, const char* device, const char* action, const Json& fields) {
        Json line{{"at", wall_.text_of(second)}, {"device", device}, {"action", action}};
        line.update(fields);
        lines_.push_back({second, std::move(line)});
    }

    void make(const Visit& visit) {
        Json fields{{"appointment", visit.id}, {"patient", person_of(visit.person)}};
        fields["service"] = visit.slot.service->id;
        if (visit.walk_in) {
            fields["reason"] = visit.reason;
            return add(visit.made, at_the_door(), "walk-in", fields);
        }
        fields["practitioner"] = visit.slot.practitioner->id;
        fields["start"] = start_of(visit.slot);
        fields["minutes"] = visit.slot.service->minutes;
        fields["reason"] = visit.reason;
        fields["channel"] = visit.channel;
        add(visit.made, "desk", "book", fields);
    }

    void change(const Visit& visit) {
        if (visit.moved_to) {
            add(visit.moved, "desk", "reschedule",
                {{"appointment", visit.id},
                 {"practitioner", visit.moved_to->practitioner->id},
                 {"start", start_of(*visit.moved_to)}});
        }
        if (visit.fate == Fate::cancelled) {
            add(visit.ended, "desk", "cancel",
                {{"appointment", visit.id}, {"reason", "patient request"}});
        } else if (visit.fate == Fate::no_show) {
            add(visit.ended, "desk", "no-show", {{"appointment", visit.id}});
        }
    }

    void come(const Visit& visit, const Passage& passage) {
        const Json only{{"appointment", visit.id}};
        const auto with = [&](const char* name, const std::string& value) {
            Json fields = only;
            fields[name] = value;
            return fields;
        };
        const std::string& by = visit.last_slot().practitioner->id;
        add(visit.arrived, at_the_door(), "check-in", with("practitioner", by));
        if (passage.triaged != 0) {
            add(passage.triaged, "nurse", "triage", with("triage", passage.triage));
        }
        if (passage.left != 0) return add(passage.left, "desk", "leave", only);
        add(passage.called, "provider", "call", with("practitioner", by));
        add(passage.started, "provider", "start", only);
        if (passage.noted != 0) add(passage.noted, "provider", "note", with("text", passage.note));
        add(passage.finished, "provider", "finish", only);
    }

    void be_there(const Presence& presence) {
        add(presence.second, "provider", "practitioner",
            {{"practitioner", presence.practitioner->id}, {"state", presence.state}});
    }

    std::vector<std::string> written() {
        std::ranges::stable_sort(lines_, {}, &Line::second);
        std::vector<std::string> out;
        out.reserve(lines_.size());
        for (const Line& line : lines_) out.push_back(line.action.dump());
        return out;
    }

  private:
    const char* at_the_door() { return dice_.chance(75) ? "kiosk" : "desk"; }

    [[nodiscard]] std::string start_of(const Slot& slot) const {
        return wall_.text_of(wall_.second_of(slot.start));
    }

    static Json person_of(const Person& person) {
        return {
            {"id", person.id},   {"name", person.name},   {"birth_date", person.birth_date.text()},
            {"sex", person.sex}, {"phone", person.phone}, {"language", person.language}};
    }

    const Wall& wall_;
    Dice& dice_;
    std::vector<Line> lines_;
};

}  // namespace

Result<std::vector<std::string>> day_script(const care::Setup& setup, care::LocalDate date,
                                            std::uint64_t seed) {
    const auto zone = care::Zone::named(setup.time_zone);
    if (!zone) return zone.refusal();
    const Wall wall(*zone, date);
    Capacity capacity(setup, date);
    if (!capacity.open() || capacity.services().empty()) {
        return Refusal{Why::invalid, "the clinic sees nobody on " + date.text()};
    }
    Dice dice(seed);
    const std::vector<Visit> visits = plan_visits(setup, capacity, wall, dice);
    const Passages passages = see_everybody(setup, capacity, visits, wall, dice);

    Script script(wall, dice);
    for (std::size_t n = 0; n < visits.size(); ++n) {
        script.make(visits[n]);
        script.change(visits[n]);
        if (visits[n].comes()) script.come(visits[n], passages.of_visits[n]);
    }
    for (const Presence& presence : passages.presences) script.be_there(presence);
    return script.written();
}

Result<care::LocalDate> next_open_date(const care::Setup& setup, care::LocalDate after) {
    for (std::int32_t days = 1; days <= 366; ++days) {
        const care::LocalDate date = after.plus_days(days);
        const Capacity capacity(setup, date);
        if (capacity.open() && !capacity.services().empty()) return date;
    }
    return Refusal{Why::invalid, "the clinic sees nobody for a year"};
}

}  // namespace wayside::demo
