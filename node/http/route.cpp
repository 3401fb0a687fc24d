#include "node/http/route.hpp"

namespace wayside::http {

namespace {

using net::Method;

/// Whether `path` is of the form of `pattern`; `subject` gets the segment in braces.
bool fits(std::string_view pattern, const std::vector<std::string>& path, std::string& subject) {
    for (const std::string& segment : path) {
        if (pattern.empty()) return false;
        pattern.remove_prefix(1);
        const std::string_view wanted = pattern.substr(0, pattern.find('/'));
        pattern.remove_prefix(wanted.size());
        if (wanted.starts_with('{')) {
            if (segment.empty()) return false;
            subject = segment;
        } else if (wanted != segment) {
            return false;
        }
    }
    return pattern.empty();
}

}  // namespace

const std::vector<Route>& routes() {
    static const std::vector<Route> table{
        {Method::get, "/api/health", Leads::health, ""},
        {Method::get, "/api/openapi.json", Leads::openapi, ""},
        {Method::get, "/api/setup", Leads::view, "setup"},
        {Method::get, "/api/days/{date}", Leads::view, "day"},
        {Method::get, "/api/days/{date}/totals", Leads::view, "totals"},
        {Method::get, "/api/queue", Leads::view, "queue"},
        {Method::get, "/api/queue/why", Leads::view, "why"},
        {Method::get, "/api/board", Leads::view, "board"},
        {Method::get, "/api/slots", Leads::view, "slots"},
        {Method::get, "/api/overbooking", Leads::view, "overbooking"},
        {Method::get, "/api/patients", Leads::view, "patients"},
        {Method::get, "/api/patients/{id}", Leads::view, "patient"},
        {Method::get, "/api/visits/{id}", Leads::view, "visit"},
        {Method::get, "/api/visits", Leads::view, "visits"},
        {Method::get, "/api/practitioners/{id}/absence", Leads::view, "absence-proposals"},
        {Method::get, "/api/absences/{id}", Leads::view, "absence"},
        {Method::get, "/api/events", Leads::events, ""},
        {Method::get, "/api/sync", Leads::sync, ""},
        {Method::post, "/api/sync/link", Leads::link, ""},
        {Method::post, "/api/bookings", Leads::command, "book"},
        {Method::post, "/api/walk-ins", Leads::command, "walk-in"},
        {Method::post, "/api/arrivals", Leads::command, "arrive"},
        {Method::post, "/api/visits/{id}/reschedule", Leads::command, "reschedule"},
        {Method::post, "/api/visits/{id}/cancel", Leads::command, "cancel"},
        {Method::post, "/api/visits/{id}/no-show", Leads::command, "no-show"},
        {Method::post, "/api/visits/{id}/check-in", Leads::command, "check-in"},
        {Method::post, "/api/visits/{id}/triage", Leads::command, "triage"},
        {Method::post, "/api/visits/{id}/call", Leads::command, "call"},
        {Method::post, "/api/visits/{id}/start", Leads::command, "start"},
        {Method::post, "/api/visits/{id}/finish", Leads::command, "finish"},
        {Method::post, "/api/visits/{id}/leave", Leads::command, "leave"},
        {Method::post, "/api/visits/{id}/note", Leads::command, "note"},
        {Method::post, "/api/practitioners/{id}/state", Leads::command, "state"},
        {Method::post, "/api/practitioners/{id}/absence", Leads::command, "absence"},
        {Method::post, "/api/absences/{id}/undo", Leads::command, "undo-absence"},
    };
    return table;
}

std::optional<Match> match(net::Method method, const std::vector<std::string>& path) {
    const net::Method wanted = method == Method::head ? Method::get : method;
    std::optional<Match> out;
    for (const Route& route : routes()) {
        std::string subject;
        if (!fits(route.path, path, subject)) continue;
        if (!out) out.emplace();
        out->allow += (out->allow.empty() ? "" : ", ");
        out->allow += route.method == Method::get ? "GET, HEAD" : net::name_of(route.method);
        if (route.method == wanted) {
            out->route = &route;
            out->subject = std::move(subject);
        }
    }
    return out;
}

}  // namespace wayside::http
