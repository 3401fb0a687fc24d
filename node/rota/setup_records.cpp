#include "node/rota/setup_records.hpp"

#include <algorithm>
#include <sstream>

#include "storage/document/fields.hpp"

namespace wayside::rota {

namespace {

using care::ServiceNeed;
using care::Setup;
using care::WallSpan;
using document::Edit;
using document::Record;

/// Ids and kinds hold no control characters, so a line each keeps them apart in one scalar.
std::string lines_of(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts) out += (out.empty() ? "" : "\n") + text;
    return out;
}

std::vector<std::string> from_lines(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

const char* text_of(ServiceNeed::What what) {
    switch (what) {
        case ServiceNeed::What::role:
            return "role";
        case ServiceNeed::What::room:
            return "room";
        case ServiceNeed::What::equipment:
            return "equipment";
    }
    return "";
}

std::optional<ServiceNeed::What> find_what(std::string_view text) {
    for (const auto what :
         {ServiceNeed::What::role, ServiceNeed::What::room, ServiceNeed::What::equipment}) {
        if (text == text_of(what)) return what;
    }
    return std::nullopt;
}

/// Writes the records of one edition.
class Writer {
  public:
    Writer(RecordId edition, crypto::IdSource& ids) : edition_(edition), ids_(ids) {}

    using Fields = std::vector<std::pair<const char*, document::Scalar>>;

    /// A record that keeps its place among those of its map.
    void record(const char* map, std::size_t place, const Fields& fields) {
        const std::string key = ids_.next<RecordId>().text();
        out_.push_back({map, key, "edition", document::scalar_of(edition_)});
        out_.push_back({map, key, "place", static_cast<std::int64_t>(place)});
        for (const auto& [name, value] : fields) out_.push_back({map, key, name, value});
    }
    void clinic(const char* name, document::Scalar value) {
        out_.push_back({"clinic", "", name, std::move(value)});
    }
    std::vector<Edit> take() { return std::move(out_); }

  private:
    RecordId edition_;
    crypto::IdSource& ids_;
    std::vector<Edit> out_;
};

void write_clinic(Writer& to, const Setup& setup, RecordId edition) {
    to.clinic("edition", document::scalar_of(edition));
    to.clinic("id", setup.clinic);
    to.clinic("name", setup.name);
    to.clinic("time_zone", setup.time_zone);
    to.clinic("languages", lines_of(setup.languages));
    to.clinic("day_begins", std::int64_t{setup.day_begins.minutes});
    to.clinic("untriaged", setup.triage.untriaged);
    std::vector<std::string> letters;
    letters.reserve(setup.ticket_letters.size());
    for (const auto& each : setup.ticket_letters) letters.push_back(each.letter + each.screen);
    to.clinic("ticket_letters", lines_of(letters));
    to.clinic("other_ticket_letter", std::string(1, setup.other_ticket_letter));
}

void write_people(Writer& to, const Setup& setup) {
    for (std::size_t i = 0; i < setup.practitioners.size(); ++i) {
        const auto& each = setup.practitioners[i];
        to.record("practitioners", i,
                  {{"id", each.id}, {"name", each.name}, {"roles", lines_of(each.roles)}});
        for (std::size_t j = 0; j < each.shifts.size(); ++j) {
            const auto& shift = each.shifts[j];
            std::vector<std::string> days;
            std::vector<std::string> breaks;
            days.reserve(shift.days.size());
            breaks.reserve(shift.breaks.size());
            for (const auto day : shift.days) days.emplace_back(care::text_of(day));
            for (const auto& span : shift.breaks) {
                breaks.push_back(std::to_string(span.from) + " " + std::to_string(span.to));
            }
            to.record("shifts", j,
                      {{"practitioner", each.id},
                       {"days", lines_of(days)},
                       {"from", std::int64_t{shift.span.from}},
                       {"to", std::int64_t{shift.span.to}},
                       {"breaks", lines_of(breaks)}});
        }
    }
    for (std::size_t day = 0; day < setup.hours.size(); ++day) {
        for (std::size_t i = 0; i < setup.hours[day].size(); ++i) {
            const WallSpan& span = setup.hours[day][i];
            to.record("hours", i,
                      {{"day", std::string(care::text_of(static_cast<care::Weekday>(day)))},
                       {"from", std::int64_t{span.from}},
                       {"to", std::int64_t{span.to}}});
        }
    }
}

void write_things(Writer& to, const char* map, const std::vector<care::Thing>& things) {
    for (std::size_t i = 0; i < things.size(); ++i) {
        to.record(map, i,
                  {{"id", things[i].id}, {"kind", things[i].kind}, {"name", things[i].name}});
    }
}

void write_services(Writer& to, const Setup& setup) {
    for (std::size_t i = 0; i < setup.services.size(); ++i) {
        const auto& each = setup.services[i];
        to.record("services", i,
                  {{"id", each.id}, {"name", each.name}, {"minutes", std::int64_t{each.minutes}}});
        for (std::size_t j = 0; j < each.needs.size(); ++j) {
            to.record("needs", j,
                      {{"service", each.id},
                       {"what", std::string(text_of(each.needs[j].what))},
                       {"kind", each.needs[j].kind},
                       {"count", std::int64_t{each.needs[j].count}}});
        }
    }
    for (std::size_t i = 0; i < setup.triage.classes.size(); ++i) {
        const auto& each = setup.triage.classes[i];
        to.record("targets", i,
                  {{"class", each.name},
                   {"minutes", std::int64_t{each.target_minutes}},
                   {"emergency", each.is_emergency}});
    }
}

/// Reads the records of one edition. A field that is missing reads as nothing; whether the whole
/// makes a set-up is judged at the end.
class Reader {
  public:
    Reader(const SetupRecords& records, RecordId edition) : records_(records), edition_(edition) {}

    /// This edition's records of a map, by place.
    [[nodiscard]] std::vector<const Record*> of(const std::string& map) const {
        std::vector<const Record*> out;
        for (auto at = records_.lower_bound({map, ""});
             at != records_.end() && at->first.first == map; ++at) {
            if (document::first_id<RecordId>(at->second, "edition") == edition_) {
                out.push_back(&at->second);
            }
        }
        std::stable_sort(out.begin(), out.end(), [](const Record* a, const Record* b) {
            return number(*a, "place") < number(*b, "place");
        });
        return out;
    }
    [[nodiscard]] std::vector<const Record*> of(const std::string& map, const char* field,
                                                const std::string& value) const {
        std::vector<const Record*> out = of(map);
        std::erase_if(out, [&](const Record* each) { return text(*each, field) != value; });
        return out;
    }
    static std::string text(const Record& record, std::string_view field) {
        return document::copy_of<std::string>(record, field).value_or("");
    }
    /// Outside what the set-up can hold reads as -1, which no field of it may be.
    static std::int32_t number(const Record& record, std::string_view field) {
        const auto value = document::copy_of<std::int64_t>(record, field).value_or(-1);
        return value < 0 || value > 1'000'000 ? -1 : static_cast<std::int32_t>(value);
    }
    static WallSpan span(const Record& record) {
        return {number(record, "from"), number(record, "to")};
    }

  private:
    const SetupRecords& records_;
    RecordId edition_;
};

void read_clinic(const Record& clinic, Setup& out) {
    out.clinic = Reader::text(clinic, "id");
    out.name = Reader::text(clinic, "name");
    out.time_zone = Reader::text(clinic, "time_zone");
    out.languages = from_lines(Reader::text(clinic, "languages"));
    out.day_begins = {std::max(0, Reader::number(clinic, "day_begins")) % (24 * 60)};
    out.triage.untriaged = Reader::text(clinic, "untriaged");
    out.ticket_letters.clear();
    for (const std::string& line : from_lines(Reader::text(clinic, "ticket_letters"))) {
        if (!line.empty()) out.ticket_letters.push_back({line.substr(1), line[0]});
    }
    const std::string other = Reader::text(clinic, "other_ticket_letter");
    if (!other.empty()) out.other_ticket_letter = other[0];
}

care::Shift shift_in(const Record& record) {
    care::Shift out;
    out.span = Reader::span(record);
    for (const std::string& day : from_lines(Reader::text(record, "days"))) {
        if (const auto weekday = care::find_weekday(day)) out.days.push_back(*weekday);
    }
    for (const std::string& line : from_lines(Reader::text(record, "breaks"))) {
        std::istringstream in(line);
        WallSpan span{-1, -1};
        in >> span.from >> span.to;
        out.breaks.push_back(span);
    }
    return out;
}

void read_people(const Reader& from, Setup& out) {
    for (const Record* record : from.of("practitioners")) {
        care::Practitioner each;
        each.id = Reader::text(*record, "id");
        each.name = Reader::text(*record, "name");
        each.roles = from_lines(Reader::text(*record, "roles"));
        for (const Record* shift : from.of("shifts", "practitioner", each.id)) {
            each.shifts.push_back(shift_in(*shift));
        }
        out.practitioners.push_back(std::move(each));
    }
    for (const Record* record : from.of("hours")) {
        const auto day = care::find_weekday(Reader::text(*record, "day"));
        if (day) out.hours[static_cast<std::size_t>(*day)].push_back(Reader::span(*record));
    }
}

std::vector<care::Thing> things_in(const Reader& from, const char* map) {
    std::vector<care::Thing> out;
    for (const Record* record : from.of(map)) {
        out.push_back({Reader::text(*record, "id"), Reader::text(*record, "kind"),
                       Reader::text(*record, "name")});
    }
    return out;
}

void read_services(const Reader& from, Setup& out) {
    for (const Record* record : from.of("services")) {
        care::Service each;
        each.id = Reader::text(*record, "id");
        each.name = Reader::text(*record, "name");
        each.minutes = Reader::number(*record, "minutes");
        for (const Record* need : from.of("needs", "service", each.id)) {
            const auto what = find_what(Reader::text(*need, "what"));
            if (!what) continue;
            each.needs.push_back(
                {*what, Reader::text(*need, "kind"), Reader::number(*need, "count")});
        }
        out.services.push_back(std::move(each));
    }
    out.triage.classes.clear();
    for (const Record* record : from.of("targets")) {
        out.triage.classes.push_back(
            {Reader::text(*record, "class"), Reader::number(*record, "minutes"),
             document::copy_of<bool>(*record, "emergency").value_or(false)});
    }
}

/// Every span has two ends, as `care::encode_setup` must find them.
bool has_whole_spans(const Setup& setup) {
    const auto is_whole = [](const WallSpan& span) { return span.from >= 0 && span.to >= 0; };
    for (const auto& spans : setup.hours) {
        if (!std::all_of(spans.begin(), spans.end(), is_whole)) return false;
    }
    for (const auto& each : setup.practitioners) {
        for (const auto& shift : each.shifts) {
            const auto& breaks = shift.breaks;
            if (!is_whole(shift.span) || !std::all_of(breaks.begin(), breaks.end(), is_whole)) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace

ledger::DocumentId setup_document() {
    return {document::Kind::setup, "setup"};
}

std::vector<Edit> setup_edits(const Setup& setup, crypto::IdSource& ids) {
    const auto edition = ids.next<RecordId>();
    Writer to(edition, ids);
    write_clinic(to, setup, edition);
    write_people(to, setup);
    write_things(to, "rooms", setup.rooms);
    write_things(to, "equipment", setup.equipment);
    write_services(to, setup);
    return to.take();
}

std::optional<Setup> setup_in(const SetupRecords& records) {
    const auto clinic = records.find({"clinic", ""});
    if (clinic == records.end()) return std::nullopt;
    const auto edition = document::first_id<RecordId>(clinic->second, "edition");
    if (!edition) return std::nullopt;

    const Reader from(records, *edition);
    Setup out;
    read_clinic(clinic->second, out);
    read_people(from, out);
    out.rooms = things_in(from, "rooms");
    out.equipment = things_in(from, "equipment");
    read_services(from, out);
    if (!has_whole_spans(out)) return std::nullopt;
    // The set-up's own decoder knows every rule that a set-up keeps; peers' records are held to it.
    auto checked = care::decode_setup(care::encode_setup(out));
    if (!checked) return std::nullopt;
    return std::move(*checked);
}

}  // namespace wayside::rota
