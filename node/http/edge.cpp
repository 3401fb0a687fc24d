#include "node/http/edge.hpp"

#include "node/http/assets.hpp"
#include "node/http/body.hpp"
#include "node/http/problem.hpp"

namespace wayside::http {

namespace {

using desk::Json;

/// An answer arrives as a copyable function; a responder can only be moved. `more` goes with what
/// was done, not with a refusal.
desk::Reply reply_through(net::Responder responder, std::vector<net::Field> more = {}) {
    // Owners: the copies of one std::function, of which one is called.
    auto shared = std::make_shared<net::Responder>(std::move(responder));
    return [shared, more = std::move(more)](const desk::Answer& answer) {
        net::Response response = response_of(answer);
        const bool is_done = std::holds_alternative<desk::Done>(answer);
        if (is_done) response.headers.insert(response.headers.end(), more.begin(), more.end());
        shared->answer(std::move(response));
    };
}

net::Response wrong_method(const std::string& allow) {
    net::Response response =
        net::problem_response(405, "method", "this path takes " + allow + " only");
    response.headers.push_back({"Allow", allow + ", OPTIONS"});
    return response;
}

net::Response options(const std::string& allow) {
    return net::Response{.status = 204, .headers = {{"Allow", allow + ", OPTIONS"}}};
}

/// A screen's page or file, whatever was asked of it.
net::Response page(const net::Request& request) {
    auto asset = asset_response(request.path);
    // The target is not repeated: it may hold a patient's words.
    if (!asset) return problem(Refusal{Why::not_found, "there is nothing at this address"});
    switch (request.method) {
        case net::Method::get:
        case net::Method::head:
            return std::move(*asset);
        case net::Method::options:
            return options("GET, HEAD");
        case net::Method::post:
            break;
    }
    return wrong_method("GET, HEAD");
}

Refusal no_such_clinic() {
    return {Why::not_found, "this node knows of no such clinic", "clinic", "clinic"};
}

}  // namespace

void Edge::handle(net::Request request, net::Responder responder) const {
    const auto matched = match(request.method, request.path);
    if (matched && request.method == net::Method::options) {
        return responder.answer(options(matched->allow));
    }
    if (matched && matched->route == nullptr) return responder.answer(wrong_method(matched->allow));
    if (!matched) return responder.answer(page(request));
    auto asked = asked_by(request, parts_.screens, parts_.is_sandbox);
    if (!asked) return responder.answer(problem(asked.refusal()));
    switch (matched->route->leads) {
        case Leads::command:
            return give(request, std::move(responder), *matched, std::move(*asked));
        case Leads::view:
            return ask(request, std::move(responder), *matched, std::move(*asked));
        case Leads::health:
            return responder.answer(json_response(200, parts_.health()));
        case Leads::sync:
            return responder.answer(json_response(200, parts_.sync()));
        case Leads::link:
            return switch_link(request, std::move(responder));
        case Leads::openapi:
            return responder.answer(
                net::text_response(200, "application/json", std::string(openapi_document())));
        case Leads::events: {
            net::Follow follow{parts_.events, net::cursor_of(request)};
            return responder.follow(std::move(follow));
        }
    }
}

void Edge::give(const net::Request& request, net::Responder responder, const Match& match,
                Asked asked) const {
    auto body = body_of(request.body);
    if (!body) return responder.answer(problem(body.refusal()));
    desk::Call call{.command = std::string(match.route->name),
                    .subject = match.subject,
                    .body = std::move(*body),
                    .asker = std::move(asked.asker),
                    .idempotency_key = std::string(request.header("Idempotency-Key").value_or("")),
                    .now = asked.now};
    parts_.desk.give(std::move(call), reply_through(std::move(responder)));
}

void Edge::ask(const net::Request& request, net::Responder responder, const Match& match,
               Asked asked) const {
    desk::Question question{.view = std::string(match.route->name),
                            .subject = match.subject,
                            .parameters = {},
                            .asker = std::move(asked.asker),
                            .now = asked.now};
    for (const net::Field& field : request.query)
        question.parameters.emplace(field.name, field.value);
    if (const auto clinic = question.parameters.find("clinic");
        clinic != question.parameters.end()) {
        question.space = parts_.find_clinic(clinic->second);
        if (!question.space) return responder.answer(problem(no_such_clinic()));
    }
    // Taken before the view is rendered: whoever follows from here misses nothing.
    std::vector<net::Field> cursor{{"Wayside-Cursor", parts_.events->cursor()}};
    parts_.desk.ask(std::move(question), reply_through(std::move(responder), std::move(cursor)));
}

void Edge::switch_link(const net::Request& request, net::Responder responder) const {
    const auto body = body_of(request.body);
    if (!body) return responder.answer(problem(body.refusal()));
    if (request.header("Idempotency-Key").value_or("").empty()) {
        return responder.answer(
            problem(Refusal{Why::malformed, "a command needs an idempotency key", "idempotency_key",
                            "Idempotency-Key"}));
    }
    const auto open = body->find("open");
    if (open == body->end() || !open->is_boolean()) {
        return responder.answer(
            problem(Refusal{Why::invalid, "'open' must be true or false", "open", "open"}));
    }
    const auto done = parts_.set_link(open->get<bool>());
    if (!done) return responder.answer(problem(done.refusal()));
    responder.answer(json_response(200, parts_.sync()));
}

}  // namespace wayside::http
