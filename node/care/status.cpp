#include "node/care/status.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace wayside::care {

namespace {

constexpr std::array all_statuses{
    Status::requested, Status::booked,  Status::expected, Status::moved,  Status::cancelled,
    Status::no_show,   Status::waiting, Status::parked,   Status::called, Status::left,
    Status::in_room,   Status::sent_on, Status::done,
};

bool is_one_of(Status status, std::initializer_list<Status> some) {
    return std::find(some.begin(), some.end(), status) != some.end();
}

bool is_allowed(Act act, Status status) {
    using enum Status;
    switch (act) {
        case Act::reschedule:
        case Act::move:
            return status == booked;
        case Act::cancel:
            return is_one_of(status, {requested, booked, expected});
        case Act::no_show:
            return status == booked;
        case Act::check_in:
            return is_one_of(status, {booked, expected, no_show});
        case Act::call:
            return is_one_of(status, {waiting, parked, called, sent_on});
        case Act::park:
            return is_one_of(status, {waiting, called});
        case Act::start:
            return is_one_of(status, {waiting, called, sent_on});
        case Act::send_on:
            return status == in_room;
        case Act::finish:
            return is_one_of(status, {in_room, sent_on});
        case Act::leave:
            return is_one_of(status, {waiting, parked, called, sent_on});
        case Act::triage:
        case Act::note:
            return true;
    }
    return false;
}

/// What the person at the screen does next, after an act that this status does not allow.
const char* way_on(Act act, Status status) {
    using enum Status;
    switch (status) {
        case requested:
            return "It is only asked for: wait for its booking, or take a walk-in.";
        case booked:
            return "The patient has not checked in: check in first.";
        case expected:
            return "The patient has no ticket yet: check in first.";
        case moved:
            return "It was moved to another day: open the visit there.";
        case cancelled:
            return act == Act::check_in
                       ? "Its place may be taken by now: book anew, or take a walk-in."
                       : "Book anew if it is wanted after all.";
        case no_show:
            return "Check in if the patient came after all, else book anew.";
        case waiting:
            return "The patient has a ticket: call it, or enter that the patient left.";
        case parked:
            return "The ticket is parked: call it first.";
        case called:
            return "The ticket is called: start, or enter that the patient left.";
        case left:
            return "The patient left: take a walk-in if the patient is back.";
        case in_room:
            return "The patient is in the room: finish first.";
        case sent_on:
            return "The patient was sent on: call, start or finish.";
        case done:
            return "It is finished: take a walk-in for anything more.";
    }
    return "";
}

}  // namespace

const char* text_of(Status status) {
    switch (status) {
        case Status::requested:
            return "requested";
        case Status::booked:
            return "booked";
        case Status::expected:
            return "expected";
        case Status::moved:
            return "moved";
        case Status::cancelled:
            return "cancelled";
        case Status::no_show:
            return "no-show";
        case Status::waiting:
            return "waiting";
        case Status::parked:
            return "parked";
        case Status::called:
            return "called";
        case Status::left:
            return "left";
        case Status::in_room:
            return "in-room";
        case Status::sent_on:
            return "sent-on";
        case Status::done:
            return "done";
    }
    return "";
}

Result<Status> parse_status(std::string_view text) {
    for (const Status status : all_statuses) {
        if (text == text_of(status)) return status;
    }
    return Refusal{Why::invalid, "this text names no status of a visit", "", "status"};
}

bool holds_capacity(Status status) {
    using enum Status;
    return is_one_of(status, {booked, waiting, parked, called, in_room, sent_on, done});
}

bool has_ended(Status status) {
    using enum Status;
    return is_one_of(status, {moved, cancelled, no_show, left, done});
}

bool is_in_queue(Status status) {
    using enum Status;
    return is_one_of(status, {waiting, parked, called});
}

MergedStatus merge(std::span<const Status> concurrent) {
    if (concurrent.empty()) return {};
    std::vector<Status> values(concurrent.begin(), concurrent.end());
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());

    const Status winner = values.back();
    values.pop_back();
    return {winner, std::move(values)};
}

const char* text_of(Act act) {
    switch (act) {
        case Act::reschedule:
            return "reschedule";
        case Act::move:
            return "move";
        case Act::cancel:
            return "cancel";
        case Act::no_show:
            return "no-show";
        case Act::check_in:
            return "check-in";
        case Act::triage:
            return "triage";
        case Act::call:
            return "call";
        case Act::park:
            return "park";
        case Act::start:
            return "start";
        case Act::send_on:
            return "send-on";
        case Act::finish:
            return "finish";
        case Act::leave:
            return "leave";
        case Act::note:
            return "note";
    }
    return "";
}

Result<void> may(Act act, Status status) {
    if (is_allowed(act, status)) return {};
    return Refusal{Why::conflict,
                   std::string("a visit that is ") + text_of(status) + " takes no " + text_of(act) +
                       ". " + way_on(act, status),
                   "wrong_status", "status"};
}

std::optional<Status> status_after(Act act) {
    switch (act) {
        case Act::reschedule:
            return Status::booked;
        case Act::move:
            return Status::moved;
        case Act::cancel:
            return Status::cancelled;
        case Act::no_show:
            return Status::no_show;
        case Act::check_in:
            return Status::waiting;
        case Act::call:
            return Status::called;
        case Act::park:
            return Status::parked;
        case Act::start:
            return Status::in_room;
        case Act::send_on:
            return Status::sent_on;
        case Act::finish:
            return Status::done;
        case Act::leave:
            return Status::left;
        case Act::triage:
        case Act::note:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace wayside::care
