// node/day/book.cpp: a booking: a person, a service, a time; and with a reason one more than there
// is room for.

#include "node/booking/visits.hpp"
#include "node/day/commands.hpp"
#include "node/day/overbooking.hpp"
#include "node/day/slip_code.hpp"
#include "node/day/visit_view.hpp"
#include "node/day/wish.hpp"

namespace wayside::day {

namespace {

struct BookBody {
    patients::GivenPatient patient;
    std::string service;
    WishBody wish;
    std::string overbook;  // why, if need be, as an extra; empty: only where there is room
    std::string reason;
    std::string channel;
    std::string identifier;
};

Result<BookBody> decode(const desk::Json& json) {
    Body body(json);
    BookBody out;
    auto patient = body.patient();
    if (!patient) body.fail("patient", "a booking is for somebody: this field is missing");
    if (patient) out.patient = std::move(*patient);
    out.service = body.needed_text("service", max_id_bytes);
    out.wish = read_wish(body);
    out.overbook = body.text("overbook", max_id_bytes);
    if (!out.overbook.empty() && !booking::is_overbook_reason(out.overbook)) {
        body.fail("overbook", "an extra is urgent, no_other_time or promised");
    }
    if (!out.overbook.empty() && out.wish.practitioner.empty()) {
        body.fail("practitioner", "an extra is booked with somebody: this field is missing");
    }
    out.reason = body.text("reason", max_reason_bytes);
    out.channel = body.text("channel", max_id_bytes);
    if (out.channel.empty()) out.channel = "desk";
    if (out.channel != "desk" && out.channel != "region") {
        body.fail("channel", "a booking comes through desk or region");
    }
    out.identifier = body.text("identifier", max_id_bytes);
    return body.result(std::move(out));
}

Result<void> is_free(sqlite::Database& model, const std::string& identifier) {
    if (identifier.empty() || !booking::find_live_visit(model, identifier)) return {};
    return Refusal{Why::conflict, "a visit that has not ended bears this identifier already",
                   "identifier_taken", "identifier"};
}

/// The visit as its row will read.
booking::Visit visit_of(const booking::NewVisit& made, const booking::Placement& placement,
                        std::string day, Timestamp now) {
    booking::Visit out;
    out.id = made.id;
    out.day = std::move(day);
    out.patient = made.patient;
    out.service = made.service;
    out.channel = made.channel;
    out.identifier = made.identifier;
    out.code = made.code;
    out.status = care::Status::booked;
    out.placement = placement;
    out.changed_at = now;
    return out;
}

struct Place {
    booking::Fit fit;
    std::string overbooked{};
};

/// Room that is there is taken, also by who would come as an extra: its capacity is held then.
Result<Place> place_for(const Clinic& clinic, const desk::Facts& facts, const booking::Wish& wish,
                        const std::string& overbook) {
    const auto fits = booking::fit(diary_of(clinic, facts), wish);
    if (fits) return Place{*fits};
    if (overbook.empty() || fits.refusal().rule != "practitioner_taken") return fits.refusal();
    const auto extra = fit_overbooked(clinic, facts, wish);
    if (!extra) return extra.refusal();
    return Place{*extra, overbook};
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const BookBody& body) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const auto wish = wish_in(clinic, body.wish, body.service);
    if (!wish) return wish.refusal();
    if (auto free = is_free(facts.model, body.identifier); !free) return free.refusal();
    const auto place = place_for(clinic, facts, *wish, body.overbook);
    if (!place) return place.refusal();
    auto person = patients::find_or_make_patient(facts, means, body.patient);
    if (!person) return person.refusal();

    const booking::Placement placement{means.ids.next<PlacementId>(), place->fit.practitioner,
                                       wish->start, place->fit.minutes, place->overbooked};
    const booking::NewVisit visit{means.ids.next<VisitId>(),
                                  person->id,
                                  body.service,
                                  body.channel,
                                  false,
                                  body.identifier,
                                  draw_slip_code(means.random),
                                  {}};
    if (!body.reason.empty()) {
        auto reason = patients::sealed_edit(means, person->id, "reasons", visit.id.text(), "text",
                                            body.reason);
        if (!reason) return reason.refusal();
        person->edits.edits.push_back(std::move(*reason));
    }

    const std::string day = day_of(clinic, wish->start);
    desk::Decision out;
    out.edits.push_back({day_document(day), booking::edits_of(visit, &placement)});
    if (!person->edits.edits.empty()) out.edits.push_back(std::move(person->edits));
    out.patient = person->id;
    out.reason = placement.overbooked;
    out.makes_record = true;
    out.created = true;
    out.answer =
        visit_view(clinic, facts, visit_of(visit, placement, day, facts.now), Shown::ids_only);
    out.events.push_back(change_event(day, &visit.id, {"day"}));
    return out;
}

desk::Json alternatives(const Clinic& clinic, const desk::Facts& facts, const BookBody& body) {
    if (!is_open(clinic)) return nullptr;
    const auto wish = wish_in(clinic, body.wish, body.service);
    if (!wish) return nullptr;
    return advice(diary_of(clinic, facts), *wish);
}

}  // namespace

desk::Command book(const Clinic& clinic) {
    return desk::make_command<BookBody>(
        "book", staff(), decode,
        [clinic](const desk::Facts& facts, desk::Means& means, const BookBody& body) {
            return decide(clinic, facts, means, body);
        },
        [clinic](const desk::Facts& facts, const BookBody& body) {
            return alternatives(clinic, facts, body);
        });
}

}  // namespace wayside::day
