#include "node/http/problem.hpp"

namespace wayside::http {

namespace {

using desk::Json;

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

int status_of(Why why) {
    switch (why) {
        case Why::malformed:
            return 400;
        case Why::invalid:
            return 422;
        case Why::not_found:
            return 404;
        case Why::forbidden:
            return 403;
        case Why::conflict:
            return 409;
        case Why::too_large:
            return 413;
        case Why::too_many:
            return 429;
        case Why::unavailable:
            return 503;
        case Why::damaged:
            return 503;
        case Why::unsupported:
            return 422;
    }
    return 500;
}

net::Response problem(const Refusal& refusal, const Json& alternatives) {
    const int status = status_of(refusal.why);
    Json body{{"status", status}, {"rule", refusal.rule_name()}, {"detail", refusal.detail}};
    if (!refusal.field.empty()) body["field"] = refusal.field;
    if (alternatives.is_object()) body.update(alternatives);
    // So was a refusal kept for repeats before it could say more.
    if (alternatives.is_array()) body["alternatives"] = alternatives;
    net::Response response = net::text_response(status, "application/problem+json", text_of(body));
    if (status == 429 || status == 503) response.headers.push_back({"Retry-After", "1"});
    return response;
}

net::Response json_response(int status, const Json& json) {
    return net::text_response(status, "application/json", text_of(json));
}

net::Response response_of(const desk::Answer& answer) {
    net::Response response;
    bool repeated = false;
    if (const auto* done = std::get_if<desk::Done>(&answer)) {
        response = json_response(done->created ? 201 : 200, done->body);
        repeated = done->repeated;
    } else {
        const auto& refused = std::get<desk::Refused>(answer);
        response = problem(refused.refusal, refused.alternatives);
        repeated = refused.repeated;
    }
    if (repeated) response.headers.push_back({"Idempotency-Replayed", "true"});
    return response;
}

}  // namespace wayside::http
