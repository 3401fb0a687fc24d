#include "node/net/session.hpp"

#include <algorithm>
#include <utility>

namespace wayside::net {

namespace {

/// A client that is refused may still be sending; more than this is not listened to.
constexpr std::size_t most_thrown_away = 1024 * 1024;
constexpr std::size_t slowest_bytes_per_second = 16 * 1024;
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

Response response_of(const Fault& fault) {
    Response response = problem_response(fault.status, fault.rule, fault.detail);
    if (fault.status == 405) response.headers.push_back({"Allow", "GET, HEAD, POST, OPTIONS"});
    return response;
}

void skip_empty_lines(std::string& unread) {
    unread.erase(0, std::min(unread.find_first_not_of("\r\n"), unread.size()));
}

}  // namespace

Session::Session(const HttpOptions& options, Time now)
    : options_(options), limits_(options.limits), deadline_(now + limits_.request_time) {}

void Session::received(std::string_view bytes) {
    switch (state_) {
        case State::receiving:
        case State::waiting:
        case State::sending:
            unread_.append(bytes);
            return;
        case State::streaming:
        case State::parting:
            thrown_away_ += bytes.size();
            if (thrown_away_ > most_thrown_away) close();
            return;
        case State::closed:
            return;
    }
}

void Session::input_ended(Time now) {
    input_ended_ = true;
    if (state_ == State::streaming || state_ == State::parting) return close();
    if (state_ != State::receiving) return;
    if (!parser_ && unread_.empty()) return close();
    refuse({400, "malformed", "the request ended before it was whole"}, now);
}

std::optional<Request> Session::next_request(Time now) {
    if (state_ != State::receiving) return std::nullopt;
    // RFC 9112, 2.2: an empty line before a request is ignored.
    if (!parser_) skip_empty_lines(unread_);
    if (unread_.empty()) return std::nullopt;
    if (!parser_) {
        parser_.emplace(limits_);
        // The first request's time began with the connection.
        if (exchange_ > 0) deadline_ = now + limits_.request_time;
    }
    std::string_view rest = unread_;
    const auto progress = parser_->feed(rest);
    unread_.erase(0, unread_.size() - rest.size());
    if (progress == RequestParser::Progress::refused) {
        refuse(Fault(parser_->fault()), now);
        return std::nullopt;
    }
    if (progress == RequestParser::Progress::needs_more) {
        if (parser_->wants_continue()) out_.append(go_on);
        return std::nullopt;
    }
    framing_ = parser_->framing();
    Request request = parser_->take();
    parser_.reset();
    ++exchange_;
    last_ = !framing_.keep_alive;
    state_ = State::waiting;
    deadline_ = now + limits_.answer_time;
    if (options_.hosts) {
        if (const auto may = check_request(request, *options_.hosts); !may) {
            begin_answer(problem_response(403, may.refusal().rule_name(), may.refusal().detail),
                         now);
            return std::nullopt;
        }
    }
    return request;
}

void Session::answer(std::uint64_t exchange, Answer answer, Time now) {
    if (state_ != State::waiting || exchange != exchange_) return;
    if (auto* const follow = std::get_if<Follow>(&answer)) {
        return begin_stream(std::move(*follow), now);
    }
    begin_answer(std::get<Response>(answer), now);
}

void Session::turn_away(Response response, Time now) {
    last_ = true;
    begin_answer(response, now);
}

void Session::tick(Time now) {
    if (now < deadline_) return;
    switch (state_) {
        case State::receiving:
            if (!parser_) return close();
            return refuse({408, "timeout", "the request did not come whole in time"}, now);
        case State::waiting:
            return begin_answer(problem_response(503, "unavailable", "no answer in time"), now);
        case State::streaming:
            if (sent_ < out_.size()) return close();
            // A comment: it keeps the way open, and finds out that nobody is there.
            out_ = ":\n\n";
            sent_ = 0;
            deadline_ = now + limits_.write_time;
            return;
        case State::sending:
        case State::parting:
        case State::closed:
            return close();
    }
}

void Session::wind_up(Time now) {
    last_ = true;
    if (state_ == State::streaming) return part(now);
    if (state_ == State::receiving) close();
}

void Session::events_came() {
    if (state_ == State::streaming && events_->has_passed(position_)) close();
}

Session::Output Session::output(Time now) {
    if (state_ == State::streaming && sent_ == out_.size()) {
        EventBatch batch = events_->after(position_, limits_.stream_batch_bytes);
        if (batch.fell_behind) {
            close();
            return {};
        }
        position_ = batch.upto;
        if (!batch.text.empty()) deadline_ = now + limits_.write_time;
        out_ = std::move(batch.text);
        sent_ = 0;
    }
    const std::string_view head = out_;
    const std::string_view body = out_body_ ? std::string_view(*out_body_) : std::string_view();
    if (sent_ < head.size()) return {head.substr(sent_), body};
    return {body.substr(sent_ - head.size()), {}};
}

void Session::wrote(std::size_t bytes, Time now) {
    sent_ += bytes;
    const bool all = sent_ == out_.size() + (out_body_ ? out_body_->size() : 0);
    if (state_ == State::streaming) {
        deadline_ = now + (all ? limits_.heartbeat : limits_.write_time);
        return;
    }
    if (!all) return;
    out_.clear();
    out_body_.reset();
    sent_ = 0;
    if (state_ == State::sending) answer_sent(now);
}

bool Session::wants_input() const {
    if (input_ended_) return false;
    return state_ == State::receiving || state_ == State::streaming || state_ == State::parting;
}

bool Session::take_shut() {
    return std::exchange(shut_due_, false);
}

void Session::refuse(const Fault& fault, Time now) {
    parser_.reset();
    unread_ = {};
    framing_ = {};
    last_ = true;
    begin_answer(response_of(fault), now);
}

void Session::begin_answer(const Response& response, Time now) {
    put_head(response);
    const bool bodiless = framing_.head_only || response.status == 204 || response.status == 304;
    out_body_ = bodiless ? nullptr : response.body;
    state_ = State::sending;
    const auto bytes = response.body ? response.body->size() : 0;
    deadline_ = now + limits_.write_time + std::chrono::seconds(bytes / slowest_bytes_per_second);
}

void Session::begin_stream(Follow follow, Time now) {
    Response response{.status = 200, .content_type = "text/event-stream"};
    response.headers = std::move(follow.headers);
    response.headers.push_back({"Cache-Control", "no-store"});
    if (framing_.head_only) return begin_answer(response, now);
    // Without a length the stream ends where the connection does.
    last_ = true;
    out_ += head_of(response,
                    {.closes = true, .unbounded = true, .standing = &options_.standing_headers});
    const EventBatch greeting = follow.events->enter(follow.cursor);
    out_ += greeting.text;
    position_ = greeting.upto;
    events_ = std::move(follow.events);
    unread_ = {};
    state_ = State::streaming;
    deadline_ = now + limits_.write_time;
    if (input_ended_) close();
}

void Session::put_head(const Response& response) {
    last_ = last_ || input_ended_;
    out_ += head_of(response, {.closes = last_,
                               .says_keep_alive = framing_.http_10,
                               .standing = &options_.standing_headers});
}

void Session::answer_sent(Time now) {
    if (last_) return part(now);
    await_request(now);
}

void Session::await_request(Time now) {
    state_ = State::receiving;
    deadline_ = now + limits_.idle_time;
    if (unread_.empty()) unread_ = {};
}

void Session::part(Time now) {
    if (input_ended_) return close();
    state_ = State::parting;
    events_.reset();
    out_ = {};
    sent_ = 0;
    shut_due_ = true;
    unread_ = {};
    deadline_ = now + limits_.linger_time;
}

}  // namespace wayside::net
