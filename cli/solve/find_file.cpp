#include "cli/solve/find_file.hpp"

#include <algorithm>
#include <map>

#include "cli/solve/field.hpp"

namespace wayside::cli::solve {

namespace {

namespace find = solver::find;
using find::Tick;

constexpr std::int64_t most_days = 100;
constexpr std::int64_t day_minutes = 24 * 60;
constexpr std::int64_t most_weight = 1'000'000;
constexpr std::int64_t most_need_minutes = find::longest_need_ticks * find::tick_minutes;
constexpr std::size_t most_resources = 2'000;
constexpr std::size_t most_pools = 200;
constexpr std::size_t most_things = 1'000;
constexpr std::size_t most_spans = 20'000;
constexpr std::size_t most_takings = 500'000;
constexpr std::size_t most_questions = 100'000;

Tick ceiling_tick(std::int64_t minutes) {
    return -find::rounded_outward(-minutes, -minutes).begin;
}

Tick floor_tick(std::int64_t minutes) {
    return find::rounded_outward(minutes, minutes).begin;
}

struct Minutes {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// Names of one kind, each once, by place.
class Names {
  public:
    void add(const Field& field, const std::string& name) {
        const auto place = static_cast<std::uint32_t>(place_of_.size());
        if (!place_of_.emplace(name, place).second) field.fail("'" + name + "' is there twice");
    }
    [[nodiscard]] std::uint32_t at(const Field& field, const char* kind) const {
        const std::string name = field.text();
        const auto found = place_of_.find(name);
        if (found != place_of_.end()) return found->second;
        field.fail("there is no " + std::string(kind) + " '" + name + "'");
        return 0;
    }
    /// Its place, new if it was not there.
    std::uint32_t at_or_new(const std::string& name) {
        const auto place = static_cast<std::uint32_t>(place_of_.size());
        return place_of_.emplace(name, place).first->second;
    }
    [[nodiscard]] std::size_t size() const { return place_of_.size(); }
    [[nodiscard]] std::vector<std::string> in_order() const {
        std::vector<std::string> out(place_of_.size());
        for (const auto& [name, place] : place_of_) out[place] = name;
        return out;
    }

  private:
    std::map<std::string, std::uint32_t> place_of_;
};

class Reader {
  public:
    explicit Reader(const LocatedJson& json) : root_(json, fault_) {}

    Result<FindFile> read() {
        read_clock();
        if (!fault_) read_resources();
        if (!fault_) read_pools();
        if (!fault_) read_services();
        if (!fault_) read_takings();
        if (!fault_) read_questions();
        if (fault_) return *fault_;
        out_.sites = sites_.in_order();
        return std::move(out_);
    }

  private:
    void read_clock() {
        if (root_.at("format").text() != "wayside-find-1") {
            root_.at("format").fail("the format is 'wayside-find-1'");
        }
        const Field first = root_.at("first_day");
        const auto date = care::LocalDate::parse(first.text());
        if (!date) first.fail("a day such as 2026-03-02 is wanted");
        horizon_ = root_.at("days").integer(1, most_days) * day_minutes;
        if (fault_) return;
        out_.clock = WallMinutes(*date);
        out_.agenda = find::Agenda(ceiling_tick(horizon_));
    }

    [[nodiscard]] std::int64_t time(const Field& field) const {
        const auto minutes = out_.clock.parse(field.text());
        if (!minutes) field.fail("a time such as 2026-03-02T08:05 is wanted");
        return minutes.value_or(0);
    }

    [[nodiscard]] Minutes span(const Field& from, const Field& to) const {
        const Minutes out{time(from), time(to)};
        if (out.end <= out.begin) to.fail("ends before it begins");
        return out;
    }

    [[nodiscard]] std::vector<Minutes> spans(const Field& field) const {
        std::vector<Minutes> out;
        for (const Field& one : field.elements(0, most_spans)) {
            const auto ends = one.elements(2, 2);
            if (ends.size() == 2) out.push_back(span(ends[0], ends[1]));
        }
        return out;
    }

    [[nodiscard]] static std::int64_t optional_integer(const Field& field, const char* name,
                                                       std::int64_t most, std::int64_t otherwise) {
        const auto found = field.find(name);
        return found ? found->integer(0, most) : otherwise;
    }

    void read_resources() {
        for (const Field& field : root_.at("resources").elements(0, most_resources)) {
            find::Calendar calendar(out_.agenda.horizon());
            const std::string id = field.at("id").text();
            resources_.add(field.at("id"), id);
            for (const Minutes& each : spans(field.at("open"))) {
                calendar.open(each.begin, each.end);
            }
            const auto shortest = optional_integer(field, "shortest_minutes", day_minutes, 0);
            if (fault_) return;
            out_.agenda.add(find::Resource{id, std::move(calendar), ceiling_tick(shortest)});
        }
    }

    void read_pools() {
        const auto pools = root_.find("pools");
        if (!pools) return;
        for (const Field& field : pools->elements(0, most_pools)) {
            const std::string name = field.at("id").text();
            pools_.add(field.at("id"), name);
            const auto places = static_cast<std::int32_t>(field.at("places").integer(0, 1'000'000));
            if (fault_) return;
            out_.agenda.add(find::Pool(name, places, out_.agenda.horizon()));
        }
    }

    void read_services() {
        for (const Field& field : root_.at("services").elements(0, most_things)) {
            services_.add(field.at("id"), field.at("id").text());
            auto& ways = out_.services.emplace_back();
            for (const Field& way : field.at("ways").elements(1, 50)) {
                ways.push_back(read_way(way));
                if (fault_) return;
            }
        }
    }

    find::Pattern read_way(const Field& field) {
        find::Pattern out;
        const auto site = field.find("site");
        out.site = sites_.at_or_new(site ? site->text() : "");
        std::int64_t stay = 0;
        for (const Field& need : field.at("needs").elements(1, 20)) {
            out.needs.push_back(read_need(need));
            stay = std::max<std::int64_t>(stay, out.needs.back().holds.end * find::tick_minutes);
            refuse_pool_twice(need, out);
        }
        out.stay = ceiling_tick(optional_integer(field, "stay_minutes", 30 * day_minutes, stay));
        return out;
    }

    [[nodiscard]] find::Need read_need(const Field& field) const {
        find::Need out{field.at("name").text(), {}, {}};
        out.holds = {grid(field.at("from")), grid(field.at("to"))};
        const Tick length = out.holds.end - out.holds.begin;
        if (length < 1 || length > find::longest_need_ticks) {
            field.at("to").fail("a need lasts 5 to " + std::to_string(most_need_minutes) +
                                " minutes");
        }
        const auto pool = field.find("pool");
        const auto count = static_cast<std::int32_t>(
            std::max<std::int64_t>(optional_integer(field, "count", 1'000, 1), 1));
        if (pool) {
            out.what = find::Places{pools_.at(*pool, "pool"), count};
            return out;
        }
        find::AnyOf any_of{{}, count};
        for (const Field& one : field.at("any_of").elements(1, most_resources)) {
            any_of.alternatives.push_back(resources_.at(one, "resource"));
        }
        auto sorted = any_of.alternatives;
        std::sort(sorted.begin(), sorted.end());
        const bool is_twice = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
        if (is_twice) field.at("any_of").fail("a resource is there twice");
        out.what = std::move(any_of);
        return out;
    }

    /// Minutes after a service's start, on the grid.
    [[nodiscard]] static Tick grid(const Field& field) {
        const std::int64_t minutes = field.integer(-30 * day_minutes, 30 * day_minutes);
        if (minutes % find::tick_minutes != 0) field.fail("a multiple of 5 minutes is wanted");
        return floor_tick(minutes);
    }

    /// Places of one pool at the same time are one need with their sum: two would each see the
    /// same free ones.
    static void refuse_pool_twice(const Field& field, const find::Pattern& way) {
        const find::Need& last = way.needs.back();
        const auto* places = std::get_if<find::Places>(&last.what);
        for (std::size_t i = 0; places != nullptr && i + 1 < way.needs.size(); ++i) {
            const auto* other = std::get_if<find::Places>(&way.needs[i].what);
            const find::TickSpan& holds = way.needs[i].holds;
            const bool do_meet = holds.begin < last.holds.end && last.holds.begin < holds.end;
            if (other != nullptr && other->pool == places->pool && do_meet) {
                field.fail("this pool is needed twice at the same time: say the sum once");
            }
        }
    }

    void read_takings() {
        if (const auto bookings = root_.find("bookings")) {
            for (const Field& one : bookings->elements(0, most_takings)) {
                take(one, std::nullopt);
                if (fault_) return;
            }
        }
        if (const auto leases = root_.find("leases")) {
            for (const Field& one : leases->elements(0, 10'000)) {
                take(one, find::Lease{one.at("holder").text(), time(one.at("until"))});
                if (fault_) return;
            }
        }
    }

    void take(const Field& field, std::optional<find::Lease> lease) {
        const Minutes taken = span(field.at("from"), field.at("to"));
        find::Taking out{{}, taken.begin, taken.end, std::move(lease)};
        if (const auto pool = field.find("pool")) {
            const auto places = optional_integer(field, "places", 1'000, 1);
            out.what = find::Places{pools_.at(*pool, "pool"), static_cast<std::int32_t>(places)};
        } else {
            out.what = resources_.at(field.at("resource"), "resource");
        }
        if (!fault_) out_.agenda.take(std::move(out));
    }

    void read_questions() {
        for (const Field& field : root_.at("questions").elements(0, most_questions)) {
            FindQuestion out;
            out.id = field.at("id").text();
            question_ids_.add(field.at("id"), out.id);
            out.service = services_.at(field.at("service"), "service");
            const Minutes asked = span(field.at("from"), field.at("to"));
            const bool is_within = asked.begin >= 0 && asked.end <= horizon_;
            if (!is_within) field.fail("the question lies outside of the file's days");
            out.question.from = ceiling_tick(asked.begin);
            out.question.to = ceiling_tick(asked.end);
            const auto count = field.find("count");
            if (count) out.question.count = static_cast<std::size_t>(count->integer(1, 1'000));
            if (const auto choose = field.find("choose")) out.question.choose = choice(*choose);
            out.question.objective = read_objective(field);
            if (fault_) return;
            out_.questions.push_back(std::move(out));
        }
    }

    [[nodiscard]] static find::Choose choice(const Field& field) {
        const std::string text = field.text();
        if (text == "best") return find::Choose::best;
        if (text == "diverse") return find::Choose::diverse;
        if (text != "first") field.fail("'first', 'best' or 'diverse' is wanted");
        return find::Choose::first;
    }

    [[nodiscard]] static std::int64_t weight(const Field& field, const char* name,
                                             std::int64_t otherwise = 0) {
        return optional_integer(field, name, most_weight, otherwise);
    }

    find::Objective read_objective(const Field& field) {
        find::Objective out;
        if (const auto urgency = field.find("urgency")) out.urgency = read_urgency(*urgency);
        if (const auto wishes = field.find("wishes")) {
            if (const auto times = wishes->find("times")) {
                out.wishes.times = tick_spans(*times, ceiling_tick);
            }
            out.wishes.outside_times = weight(*wishes, "outside_times");
            if (const auto who = wishes->find("practitioner")) {
                out.wishes.practitioner = resources_.at(*who, "resource");
            }
            out.wishes.other_practitioner = weight(*wishes, "other_practitioner");
        }
        out.fill.per_lost_tick = weight(field, "lost_tick");
        if (const auto travel = field.find("travel")) out.travel = read_travel(*travel);
        return out;
    }

    /// The class's weights from the file's table, and the latest start of this patient.
    [[nodiscard]] find::Urgency read_urgency(const Field& field) const {
        find::Urgency out;
        if (const auto name = field.find("class")) {
            const auto row = root_.at("urgencies").find(name->text());
            if (!row) name->fail("there is no urgency '" + name->text() + "'");
            if (row) out.per_tick_of_wait = weight(*row, "tick_of_wait", 1);
            if (row) out.per_tick_late = weight(*row, "tick_late");
        }
        if (const auto latest = field.find("latest")) out.latest_start = floor_tick(time(*latest));
        return out;
    }

    find::Travel read_travel(const Field& field) {
        find::Travel out;
        const Field journeys = field.at("journey_minutes");
        for (const auto& [site, value] : journeys.value().members) {
            const auto minutes = journeys.at(site).integer(0, day_minutes);
            const std::uint32_t place = sites_.at_or_new(site);
            if (sites_.size() > most_things) journeys.fail("too many sites");
            if (out.journeys.size() <= place) out.journeys.resize(place + 1, 0);
            out.journeys[place] = ceiling_tick(minutes);
        }
        out.per_tick_of_journey = weight(field, "tick_of_journey");
        if (const auto times = field.find("times")) out.times = tick_spans(*times, floor_tick);
        out.outside_times = weight(field, "outside_times");
        return out;
    }

    /// Begins rounded up, ends as `end_tick` rounds.
    std::vector<find::TickSpan> tick_spans(const Field& field, Tick (*end_tick)(std::int64_t)) {
        std::vector<find::TickSpan> out;
        for (const Minutes& each : spans(field)) {
            out.push_back({ceiling_tick(each.begin), end_tick(each.end)});
        }
        return out;
    }

    std::optional<Refusal> fault_;
    Field root_;
    FindFile out_;
    std::int64_t horizon_ = 0;
    Names resources_;
    Names pools_;
    Names services_;
    Names sites_;
    Names question_ids_;
};

}  // namespace

Result<FindFile> decode_find_file(const LocatedJson& json) {
    return Reader(json).read();
}

std::vector<find::Answer> answer_all(const FindFile& file) {
    std::vector<find::Answer> out;
    out.reserve(file.questions.size());
    for (const FindQuestion& one : file.questions) {
        out.push_back(find_slots(file.agenda, file.services[one.service], one.question));
    }
    return out;
}

}  // namespace wayside::cli::solve
