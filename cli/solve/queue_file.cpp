#include "cli/solve/queue_file.hpp"

#include <algorithm>
#include <set>

#include "cli/solve/field.hpp"
#include "cli/solve/wall_minutes.hpp"

namespace wayside::cli::solve {

namespace {

namespace queue = solver::queue;
using queue::minute_ms;
using queue::WaitingRoom;

constexpr std::size_t most_listed = 1'000;
constexpr std::int64_t most_minutes = 24 * 60;

/// Reads the parts of a file in the order in which they name one another.
class Reader {
  public:
    Reader(const LocatedJson& json, std::optional<Refusal>& fault) : root_(json, fault) {}

    QueueFile read() {
        if (root_.at("format").text() != "wayside-queue-1") {
            root_.at("format").fail("the format is 'wayside-queue-1'");
        }
        QueueFile out;
        out.now_ms = time(root_.at("now"));
        read_scale(out.room.scale);
        for (const Field& field : listed(root_.find("services"))) {
            out.room.services.push_back({own_id(field, services_), duration(field)});
        }
        for (const Field& field : listed(root_.find("servers"), queue::max_servers)) {
            out.room.servers.push_back(server(field));
        }
        for (const Field& field : listed(root_.at("waiting"), queue::max_patients)) {
            out.room.waiting.push_back(patient(field));
        }
        for (const Field& field : listed(root_.find("expected"), queue::max_patients)) {
            const auto show = field.at("show_percent").integer(0, 100);
            out.room.expected.push_back({patient(field), static_cast<std::int32_t>(show * 10'000)});
        }
        for (const Field& field : listed(root_.find("streams"))) {
            out.room.streams.push_back(stream(field));
        }
        return out;
    }

    [[nodiscard]] const Field& root() const { return root_; }

  private:
    using Names = std::vector<std::string>;

    static std::vector<Field> listed(const std::optional<Field>& field,
                                     std::size_t most = most_listed) {
        return field ? field->elements(0, most) : std::vector<Field>{};
    }
    std::int64_t time(const Field& field) const {
        const auto minutes = clock_.parse(field.text());
        if (!minutes) field.fail("a time such as 2026-03-02T08:05 is wanted");
        return minutes.value_or(0) * minute_ms;
    }
    std::string own_id(const Field& field, Names& names) const {
        const Field id = field.at("id");
        std::string name = id.text();
        const bool is_known = std::find(names.begin(), names.end(), name) != names.end();
        if (is_known) id.fail("'" + name + "' is there twice");
        names.push_back(name);
        return name;
    }
    static std::size_t place(const Field& field, const Names& names, const char* what) {
        const std::string name = field.text();
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end())
            field.fail("there is no " + std::string(what) + " '" + name + "'");
        return static_cast<std::size_t>(found - names.begin());
    }
    static std::optional<std::size_t> place_of(const Field& field, const char* key,
                                               const Names& names, const char* what) {
        const auto named = field.find(key);
        if (!named) return std::nullopt;
        return place(*named, names, what);
    }
    static queue::Duration duration(const Field& field) {
        const std::int64_t p50 = field.at("p50_minutes").integer(1, most_minutes);
        const std::int64_t p80 = field.at("p80_minutes").integer(1, most_minutes);
        if (p80 < p50) field.at("p80_minutes").fail("four in five take no less than half of them");
        return {p50 * minute_ms, p80 * minute_ms};
    }

    void read_scale(queue::Scale& scale) {
        scale = queue::south_african_scale();
        if (const auto early = root_.find("early_call_minutes")) {
            scale.early_call_ms = early->integer(0, most_minutes) * minute_ms;
        }
        if (const auto given = root_.find("classes")) {
            scale.classes.clear();
            for (const Field& field : given->elements(1, most_listed)) {
                scale.classes.push_back(one_class(field, scale));
            }
        } else {
            for (const queue::Class& one : scale.classes) classes_.push_back(one.name);
        }
    }
    queue::Class one_class(const Field& field, const queue::Scale& before) {
        queue::Class out;
        out.name = own_id(field, classes_);
        out.target_ms = field.at("target_minutes").integer(0, 10 * most_minutes) * minute_ms;
        const auto strict = field.find("strict");
        out.is_strict = strict && strict->boolean();
        const bool others_began = !before.classes.empty() && !before.classes.back().is_strict;
        if (out.is_strict && others_began) strict->fail("strict classes stand before all others");
        return out;
    }
    queue::Span span(const Field& field) const {
        const auto ends = field.elements(2, 2);
        if (ends.size() != 2) return {};
        const queue::Span out{time(ends[0]), time(ends[1])};
        if (out.to_ms < out.from_ms) field.fail("a span ends after it begins");
        return out;
    }
    queue::Server server(const Field& field) {
        queue::Server out;
        out.id = own_id(field, servers_);
        for (const Field& service : field.at("services").elements(0, most_listed)) {
            out.services.push_back(place(service, services_, "service"));
        }
        const queue::Span here = span(field.at("here"));
        out.from_ms = here.from_ms;
        out.until_ms = here.to_ms;
        for (const Field& away : listed(field.find("away"))) {
            const queue::Span gone = span(away);
            const bool is_later = out.away.empty() || gone.from_ms >= out.away.back().to_ms;
            if (!is_later) away.fail("times away stand in order and apart");
            out.away.push_back(gone);
        }
        if (const auto busy = field.find("busy")) {
            out.busy = queue::Busy{time(busy->at("since")),
                                   place_of(*busy, "service", services_, "service")};
        }
        return out;
    }
    queue::Patient patient(const Field& field) {
        queue::Patient out;
        const Field ticket = field.at("ticket");
        out.ticket.id = ticket.text();
        if (!tickets_.insert(out.ticket.id).second) {
            ticket.fail("'" + out.ticket.id + "' is there twice");
        }
        out.ticket.arrival_ms = time(field.at("arrival"));
        if (const auto slot = field.find("slot")) out.ticket.slot_ms = time(*slot);
        out.ticket.of_class = place(field.at("class"), classes_, "class");
        out.service = place_of(field, "service", services_, "service");
        out.meant_for = place_of(field, "for", servers_, "server");
        const auto aside = field.find("set_aside");
        out.is_set_aside = aside && aside->boolean();
        return out;
    }
    queue::Stream stream(const Field& field) const {
        queue::Stream out;
        out.of_class = place(field.at("class"), classes_, "class");
        out.service = place_of(field, "service", services_, "service");
        out.per_1000_hours = static_cast<std::int32_t>(
            field.at("per_1000_hours").integer(0, queue::max_per_1000_hours));
        return out;
    }

    Field root_;
    WallMinutes clock_{care::LocalDate{}};
    Names classes_;
    Names services_;
    Names servers_;
    std::set<std::string> tickets_;
};

}  // namespace

Result<QueueFile> decode_queue_file(const LocatedJson& json) {
    std::optional<Refusal> fault;
    Reader reader(json, fault);
    QueueFile file = reader.read();
    if (fault) return *fault;
    // What the reader lets pass makes sense; this is the solver's own word on it.
    if (const auto wrong = queue::fault_of(file.room)) {
        reader.root().fail(wrong->where + ": " + wrong->rule);
        return *fault;
    }
    return file;
}

}  // namespace wayside::cli::solve
