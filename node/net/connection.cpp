#include "node/net/connection.hpp"

#include <utility>

namespace wayside::net {

namespace {

Session::Time present() {
    return std::chrono::steady_clock::now();
}

}  // namespace

Connection::Connection(ConnectionHost& host, const HttpOptions& options, Client client)
    : host_(host),
      number_(client.number),
      remote_(std::move(client.remote)),
      counted_(client.counted),
      socket_(host.io(), client.socket.number()),
      channel_(plain_channel(client.socket.release())),
      session_(options, present()) {}

void Connection::pump() {
    while (!finished_ && !session_.closed()) {
        if (write_some()) continue;
        if (take_request()) continue;
        if (session_.take_shut()) channel_->shut();
        if (!read_some()) break;
    }
    if (finished_) return;
    if (session_.closed()) return finish();
    // While a request is being answered nothing is read: what a client may have under way with us
    // is one request and the kernel's buffer.
    if (session_.wants_input()) wait_for_input();
}

bool Connection::write_some() {
    if (waiting_room_) return false;
    const auto now = present();
    const auto output = session_.output(now);
    if (output.size() == 0) return false;
    const Step step = channel_->write(output.first, output.second);
    if (step.bytes > 0) {
        session_.wrote(step.bytes, now);
        return true;
    }
    if (step.then == Step::Then::when_writable) wait_for_room();
    if (step.then == Step::Then::broken) session_.close();
    return false;
}

bool Connection::take_request() {
    auto request = session_.next_request(present());
    // A refusal, or "go on", lies there to be written.
    if (!request) return !waiting_room_ && session_.output(present()).size() > 0;
    request->remote = remote_;
    host_.handle({.connection = number_, .number = session_.exchange()}, *std::move(request));
    return true;
}

bool Connection::read_some() {
    if (!readable_ || !session_.wants_input()) return false;
    const auto buffer = host_.read_buffer();
    const Step step = channel_->read(buffer);
    if (step.bytes > 0) {
        session_.received({buffer.data(), step.bytes});
        // A short read emptied the socket; epoll will tell of more.
        readable_ = step.bytes == buffer.size();
        return true;
    }
    readable_ = false;
    if (step.then == Step::Then::ended) session_.input_ended(present());
    if (step.then == Step::Then::broken) session_.close();
    return step.then != Step::Then::when_readable;
}

void Connection::wait_for_input() {
    if (waiting_input_) return;
    waiting_input_ = true;
    socket_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                       [self = shared_from_this()](const boost::system::error_code& error) {
                           if (error || self->finished_) return;
                           self->waiting_input_ = false;
                           self->readable_ = true;
                           self->pump();
                           self->host_.settle();
                       });
}

void Connection::wait_for_room() {
    waiting_room_ = true;
    socket_.async_wait(boost::asio::posix::descriptor_base::wait_write,
                       [self = shared_from_this()](const boost::system::error_code& error) {
                           if (error || self->finished_) return;
                           self->waiting_room_ = false;
                           self->pump();
                           self->host_.settle();
                       });
}

void Connection::events_came() {
    if (!session_.streaming()) return;
    session_.events_came();
    if (session_.closed() || !waiting_room_) pump();
}

void Connection::answer(std::uint64_t exchange, Answer answer) {
    session_.answer(exchange, std::move(answer), present());
    pump();
}

void Connection::turn_away(Response response) {
    session_.turn_away(std::move(response), present());
    pump();
}

void Connection::tick(Session::Time now) {
    if (now < session_.deadline()) return;
    session_.tick(now);
    pump();
}

void Connection::wind_up() {
    session_.wind_up(present());
    pump();
}

void Connection::cut() {
    session_.close();
    finish();
}

void Connection::finish() {
    if (std::exchange(finished_, true)) return;
    // Who did not read what we wrote must not keep the kernel's memory either.
    if (waiting_room_) channel_->abandon();
    boost::system::error_code ignored;  // it is gone either way
    socket_.close(ignored);
    host_.over(number_);
}

}  // namespace wayside::net
