#include "node/net/responder.hpp"

#include <utility>

#include "storage/base/require.hpp"

namespace wayside::net {

std::string cursor_of(const Request& request) {
    if (const auto last = request.header("Last-Event-ID")) return std::string(*last);
    return std::string(request.parameter("cursor").value_or(""));
}

Responder::Responder(std::shared_ptr<AnswerSink> sink, Exchange exchange)
    : sink_(std::move(sink)), exchange_(exchange) {}

Responder::~Responder() {
    give_up();
}

Responder& Responder::operator=(Responder&& other) noexcept {
    if (this == &other) return *this;
    give_up();
    sink_ = std::move(other.sink_);
    exchange_ = other.exchange_;
    return *this;
}

void Responder::answer(Response response) {
    send(std::move(response));
}

void Responder::follow(Follow events) {
    require(events.events != nullptr, "a stream follows a buffer");
    send(std::move(events));
}

void Responder::give_up() {
    if (sink_) send(problem_response(503, "unavailable", "nobody answered; try again"));
}

void Responder::send(Answer answer) {
    require(sink_ != nullptr, "a request is answered once");
    const auto sink = std::exchange(sink_, nullptr);
    sink->deliver(exchange_, std::move(answer));
}

}  // namespace wayside::net
