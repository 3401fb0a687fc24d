// node/net/session.hpp: HTTP/1.1 on one connection, without a socket.
//
// Bytes come in, requests come out; answers go in, bytes come out; and there is always a deadline.
// The shell around it (Connection) moves the bytes and owns the clock; tests and fuzzers are other
// shells.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/net/guard.hpp"
#include "node/net/limits.hpp"
#include "node/net/parser.hpp"
#include "node/net/responder.hpp"

namespace wayside::net {

/// How this server speaks HTTP.
struct HttpOptions {
    Limits limits{};
    std::optional<HostNames> hosts = loopback_names();  ///< see guard.hpp; empty: no check at all
    std::vector<Field> standing_headers{};  ///< on every answer that does not name the same
};

/// One request at a time, in the order sent. Used by one thread.
///
/// A deadline for each state: a request has `request_time` from its first byte (408), silence
/// between requests `idle_time`, the handler `answer_time` (503), the client's reading `write_time`
/// and a second more for each 16 kB, a stream `write_time` for each piece. After a refusal, and
/// after the last answer, our side is shut first and what still arrives is thrown away for
/// `linger_time`: a plain close would reset the connection and could take the answer with it.
class Session {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// `options` outlive the session.
    Session(const HttpOptions& options, Time now);

    /// At most one shell's buffer full, and only while `wants_input`.
    void received(std::string_view bytes);
    /// The client will send no more; it may still read.
    void input_ended(Time now);
    /// The next whole request, while none is being answered. Refuses bad ones by itself, so look
    /// for output after it.
    std::optional<Request> next_request(Time now);

    /// Answers the request that `next_request` gave; `exchange` as it was then. Anything later (the
    /// deadline answered first) is dropped.
    void answer(std::uint64_t exchange, Answer answer, Time now);
    /// Answers before any request was read, and ends: for a connection too many.
    void turn_away(Response response, Time now);
    /// To be called when the deadline has passed; harmless before.
    void tick(Time now);
    /// No further request; ends as soon as the one in hand is answered.
    void wind_up(Time now);
    /// The buffer that it follows has grown: closes if the client is too far behind, even if it is
    /// in the middle of reading.
    void events_came();
    /// The connection is gone.
    void close() { state_ = State::closed; }

    /// What is to be written next, in two pieces; borrowed until the next call.
    struct Output {
        std::string_view first;
        std::string_view second;
        [[nodiscard]] std::size_t size() const { return first.size() + second.size(); }
    };
    Output output(Time now);
    /// So many bytes of `output` are out.
    void wrote(std::size_t bytes, Time now);

    [[nodiscard]] bool wants_input() const;
    [[nodiscard]] bool streaming() const { return state_ == State::streaming; }
    [[nodiscard]] bool closed() const { return state_ == State::closed; }
    /// Our side is to be shut; true once.
    [[nodiscard]] bool take_shut();
    [[nodiscard]] std::uint64_t exchange() const { return exchange_; }
    [[nodiscard]] Time deadline() const { return deadline_; }

  private:
    enum class State { receiving, waiting, sending, streaming, parting, closed };

    void refuse(const Fault& fault, Time now);
    void begin_answer(const Response& response, Time now);
    void begin_stream(Follow follow, Time now);
    void answer_sent(Time now);
    void part(Time now);
    void await_request(Time now);
    void put_head(const Response& response);

    const HttpOptions& options_;
    const Limits& limits_;
    State state_ = State::receiving;
    Time deadline_;
    std::optional<RequestParser> parser_;  ///< only while a request is being read
    std::string unread_;
    Framing framing_;
    std::uint64_t exchange_ = 0;
    bool last_ = false;  ///< the answer in hand is the last one
    bool input_ended_ = false;
    bool shut_due_ = false;
    std::size_t thrown_away_ = 0;

    std::string out_;
    SharedText out_body_;
    std::size_t sent_ = 0;
    std::shared_ptr<EventBuffer> events_;  ///< while streaming
    std::uint64_t position_ = 0;
};

}  // namespace wayside::net
