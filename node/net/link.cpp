#include "node/net/link.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <utility>

namespace wayside::net {

namespace {

constexpr std::size_t read_bytes = 8 * 1024;
/// What a ping costs: its frame and the record around it.
constexpr std::size_t ping_bytes = 28;

LinkTime present() {
    return std::chrono::steady_clock::now();
}

}  // namespace

Link::Link(LinkHost& host, Start start)
    : host_(host),
      start_(std::move(start)),
      timer_(host.io()),
      pulse_(host.options().pulse, present()) {}

void Link::open() {
    give_up_at_ = present() + host_.options().handshake_time;
    arm();
    start_.wire->open([self = shared_from_this()](const Result<std::size_t>& greeted) {
        if (self->finished_) return;
        if (!greeted) return self->cut(greeted.refusal());
        self->begin_session();
    });
}

void Link::begin_session() {
    give_up_at_.reset();
    guarded([this](LinkTime now) {
        pulse_ = Pulse(host_.options().pulse, now);
        session_ = start_.factory({.number = start_.number,
                                   .side = start_.side,
                                   .binding = start_.wire->binding(),
                                   .remote = start_.remote,
                                   .now = now});
    });
    if (finished_) return;
    if (!session_) return cut(refusal_of(LinkEnd::closed));
    incoming_.resize(read_bytes);
    outgoing_.reserve(most_write_bytes);
    host_.opened();
    pump();
}

void Link::guarded(const std::function<void(LinkTime)>& act) {
    try {
        act(present());
    } catch (const std::exception& trouble) {
        host_.options().complain(std::string("a sync session failed: ") + trouble.what());
        cut(refusal_of(LinkEnd::broken));
    }
}

void Link::let(const std::function<void(LinkSession&, LinkTime)>& act) {
    if (!session_) return;
    guarded([&](LinkTime now) { act(*session_, now); });
    pump();
}

void Link::pump() {
    if (finished_) return;
    guarded([this](LinkTime now) {
        write_some(now);
        read_some();
        close_if_over(now);
    });
    arm();
}

void Link::write_some(LinkTime now) {
    if (writing_ || closing_) return;
    const ByteView output = session_->output(now);
    if (output.empty()) return;
    const ByteView next = output.first(std::min(output.size(), most_write_bytes));
    outgoing_.assign(next.begin(), next.end());
    session_->wrote(next.size(), now);
    writing_ = true;
    start_.wire->write(outgoing_, [self = shared_from_this()](const Result<std::size_t>& written) {
        self->writing_ = false;
        if (self->finished_) return;
        if (!written) return self->cut(written.refusal());
        self->pulse_.said(*written, present());
        self->pump();
    });
}

void Link::read_some() {
    if (reading_ || closing_ || !session_->wants_input()) return;
    reading_ = true;
    start_.wire->read(incoming_, [self = shared_from_this()](const Result<std::size_t>& got) {
        self->reading_ = false;
        if (self->finished_) return;
        if (!got) return self->cut(got.refusal());
        self->guarded([&](LinkTime now) {
            self->pulse_.heard(now);
            if (*got > 0) self->session_->received(ByteView(self->incoming_).first(*got), now);
        });
        self->pump();
    });
}

void Link::close_if_over(LinkTime now) {
    if (closing_ || writing_ || !session_->over() || !session_->output(now).empty()) return;
    closing_ = true;
    give_up_at_ = now + host_.options().farewell_time;
    start_.wire->close([self = shared_from_this()](const Result<std::size_t>&) {
        self->cut(refusal_of(LinkEnd::closed));
    });
}

void Link::ask(LinkTime now) {
    if (asking_ || closing_) return;
    asking_ = true;
    pulse_.said(ping_bytes, now);
    start_.wire->ask([self = shared_from_this()](const Result<std::size_t>& asked) {
        self->asking_ = false;
        if (!self->finished_ && !asked) self->cut(asked.refusal());
    });
}

LinkTime Link::due() const {
    LinkTime due = give_up_at_.value_or(LinkTime::max());
    if (!session_) return due;
    due = std::min(due, pulse_.deadline());
    return std::min(due, session_->deadline().value_or(LinkTime::max()));
}

void Link::arm() {
    if (finished_) return;
    // A deadline that stands where it was, in the past, must not keep the thread busy.
    const LinkTime at = std::max(due(), present() + std::chrono::milliseconds(1));
    // A timer that fires too early only looks again; setting it for each byte would cost more.
    if (armed_for_ && *armed_for_ <= at) return;
    armed_for_ = at;
    timer_.expires_at(at);
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
        if (error || self->finished_) return;
        self->armed_for_.reset();
        self->look_at_clock();
    });
}

void Link::look_at_clock() {
    const LinkTime now = present();
    if (give_up_at_ && now >= *give_up_at_) {
        return cut(refusal_of(closing_ ? LinkEnd::closed : LinkEnd::slow));
    }
    if (!session_) return arm();
    const auto come = start_.wire->bytes_come();
    // Who is not listened to cannot be heard.
    if (std::exchange(bytes_come_, come) != come || !reading_) pulse_.heard(now);
    const auto advice = pulse_.advice(now);
    if (advice == Pulse::Advice::gone) return cut(refusal_of(LinkEnd::silent));
    if (advice == Pulse::Advice::ask) ask(now);
    const auto deadline = session_->deadline();
    if (deadline && now >= *deadline) guarded([this](LinkTime at) { session_->tick(at); });
    pump();
}

void Link::cut(const Refusal& end) {
    if (std::exchange(finished_, true)) return;
    timer_.cancel();
    start_.wire->drop();
    const auto session = std::move(session_);
    const Refusal why = session ? session->why().value_or(end) : end;
    if (session) {
        try {
            session->link_ended(why);
        } catch (const std::exception& trouble) {
            host_.options().complain(std::string("a sync session failed at its end: ") +
                                     trouble.what());
        }
    }
    host_.over(start_.number, why, session != nullptr);
}

}  // namespace wayside::net
