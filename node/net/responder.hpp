// node/net/responder.hpp: the right to answer one request, once, from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "node/net/events.hpp"
#include "node/net/response.hpp"

namespace wayside::net {

/// The answer "follow these events": Server-Sent Events until one side ends it.
struct Follow {
    /// Owners: who publishes, and each stream that follows.
    std::shared_ptr<EventBuffer> events;
    std::string cursor{};          ///< where the client stands, see `cursor_of`
    std::vector<Field> headers{};  ///< beside those that a stream needs
};

/// The cursor that a client sends: `cursor` of the query, else `Last-Event-ID`. The header wins
/// where both stand, since a browser that reconnects repeats the old query beside the new header.
std::string cursor_of(const Request& request);

using Answer = std::variant<Response, Follow>;

/// One request among all that the server has taken.
struct Exchange {
    std::uint64_t connection = 0;
    std::uint64_t number = 0;
    friend bool operator==(const Exchange&, const Exchange&) = default;
};

/// Carries answers to the thread that owns the connection. Called from any thread.
class AnswerSink {
  public:
    virtual ~AnswerSink() = default;
    virtual void deliver(const Exchange& exchange, Answer answer) = 0;
};

/// Move-only; any thread may hold it, one at a time. If it goes away unanswered the client gets
/// 503. If the client went first, or the server has stopped, the answer goes nowhere, quietly.
class Responder {
  public:
    /// Owners of `sink`: its network thread and every responder that still waits.
    Responder(std::shared_ptr<AnswerSink> sink, Exchange exchange);
    ~Responder();
    Responder(Responder&&) noexcept = default;
    Responder& operator=(Responder&& other) noexcept;

    /// Once, and not after `follow`.
    void answer(Response response);
    /// Once, and not after `answer`. For a HEAD request only the head is sent.
    void follow(Follow events);

  private:
    void give_up();
    void send(Answer answer);

    std::shared_ptr<AnswerSink> sink_;
    Exchange exchange_;
};

}  // namespace wayside::net
