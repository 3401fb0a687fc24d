#include "node/http/edge.hpp"

#include "node/http/assets.hpp"
#include "node/http/problem.hpp"
#include "node/http/route.hpp"
#include "node/http/screen.hpp"

namespace wayside::http {

namespace {

using desk::Json;

/// An answer arrives as a copyable function; a responder can only be moved.
desk::Reply reply_through(net::Responder responder) {
    // Owners: the copies of one std::function, of which one is called.
    auto shared = std::make_shared<net::Responder>(std::move(responder));
    return [shared](const desk::Answer& answer) { shared->answer(response_of(answer)); };
}

/// The body as JSON. Refuses `malformed` for anything but an object; nothing at all is an empty
/// one.
Result<Json> body_of(const net::Request& request) {
    if (request.body.empty()) return Json::object();
    Json json = Json::parse(request.body, nullptr, false);
    if (json.is_discarded()) return Refusal{Why::malformed, "the body is not JSON"};
    if (!json.is_object()) return Refusal{Why::malformed, "the body must be a JSON object"};
    return json;
}

net::Response wrong_method(const std::string& allow) {
    net::Response response =
        net::problem_response(405, "method", "this path takes " + allow + " only");
    response.headers.push_back({"Allow", allow});
    return response;
}

net::Response options(const std::string& allow) {
    return net::Response{.status = 204, .headers = {{"Allow", allow + ", OPTIONS"}}};
}

}  // namespace

void Edge::handle(net::Request request, net::Responder responder) const {
    const auto matched = match(request.method, request.path);
    if (matched && request.method == net::Method::options) {
        return responder.answer(options(matched->allow));
    }
    if (matched && matched->route == nullptr) return responder.answer(wrong_method(matched->allow));
    if (!matched) {
        auto asset = asset_response(request.path);
        if (!asset) {
            return responder.answer(
                problem(Refusal{Why::not_found, "there is nothing at " + request.target}));
        }
        const bool reads =
            request.method == net::Method::get || request.method == net::Method::head;
        return responder.answer(reads ? std::move(*asset) : wrong_method("GET, HEAD"));
    }
    switch (matched->route->leads) {
        case Leads::command:
            return give(request, std::move(responder), matched->route->name, matched->subject);
        case Leads::view:
            return ask(request, std::move(responder), matched->route->name, matched->subject);
        case Leads::health:
            return responder.answer(json_response(200, parts_.health()));
        case Leads::openapi:
            return responder.answer(
                net::text_response(200, "application/json", std::string(openapi_document())));
        case Leads::events: {
            net::Follow follow{parts_.events, net::cursor_of(request)};
            return responder.follow(std::move(follow));
        }
    }
}

void Edge::give(const net::Request& request, net::Responder responder, std::string_view command,
                std::string subject) const {
    auto asker = asker_of(request);
    if (!asker) return responder.answer(problem(asker.refusal()));
    const auto now = now_of(request, parts_.is_sandbox);
    if (!now) return responder.answer(problem(now.refusal()));
    auto body = body_of(request);
    if (!body) return responder.answer(problem(body.refusal()));
    desk::Call call{.command = std::string(command),
                    .subject = std::move(subject),
                    .body = std::move(*body),
                    .asker = std::move(*asker),
                    .idempotency_key = std::string(request.header("Idempotency-Key").value_or("")),
                    .now = *now};
    parts_.desk.give(std::move(call), reply_through(std::move(responder)));
}

void Edge::ask(const net::Request& request, net::Responder responder, std::string_view view,
               std::string subject) const {
    auto asker = asker_of(request);
    if (!asker) return responder.answer(problem(asker.refusal()));
    const auto now = now_of(request, parts_.is_sandbox);
    if (!now) return responder.answer(problem(now.refusal()));
    desk::Question question{.view = std::string(view),
                            .subject = std::move(subject),
                            .parameters = {},
                            .asker = std::move(*asker),
                            .now = *now};
    for (const net::Field& field : request.query)
        question.parameters.emplace(field.name, field.value);
    parts_.desk.ask(std::move(question), reply_through(std::move(responder)));
}

}  // namespace wayside::http
