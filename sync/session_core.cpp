#include "sync/session_core.hpp"

#include <algorithm>

namespace wayside::sync {

Session::Core::Core(const Identity& identity, Store& store, Options options,
                    const ChannelBinding& binding, Side side, Timestamp now)
    : identity_(identity),
      store_(store),
      options_(std::move(options)),
      binding_(binding),
      side_(side),
      now_(now),
      stage_since_(now),
      last_heard_(now),
      last_said_(now),
      register_(store.region_register()) {
    require(!options_.dialects.empty(), "a session knows how to write");
    if (side_ == Side::acceptor) return;
    say_hello(options_.to.value_or(DeviceId{}), register_->proposal() != nullptr);
}

void Session::Core::run(Timestamp now, const std::function<void()>& step) {
    if (ended()) return;
    now_ = std::max(now_, now);
    ++depth_;
    try {
        step();
        // The store may answer from within a question: then the outer call says what is due.
        if (depth_ == 1) advance();
    } catch (const MachineError&) {
        end({Why::unavailable, "this node's machine failed; the session is tried again"});
    }
    --depth_;
}

void Session::Core::received(ByteView bytes, Timestamp now) {
    tally_.bytes_in += bytes.size();
    run(now, [this, &bytes] {
        last_heard_ = now_;
        if (peer_ && !peer_->inbox.is_current(peer_->claim)) {
            return end(
                {Why::unavailable, "the same device has begun another session", "superseded"});
        }
        while (!ended()) {
            const auto frame = reader_.next(bytes);
            if (!frame) return end(frame.refusal());
            if (!*frame) return;
            take(**frame);
        }
    });
}

ByteView Session::Core::output() const {
    return ByteView(output_).subspan(output_written_);
}

void Session::Core::wrote(std::size_t bytes, Timestamp now) {
    require(bytes <= output().size(), "no more is written than there was");
    output_written_ += bytes;
    tally_.bytes_out += bytes;
    if (output_written_ == output_.size()) {
        output_.clear();
        output_written_ = 0;
    }
    run(now, [this] { last_said_ = now_; });
}

Timestamp Session::Core::deadline() const {
    switch (stage_) {
        case Stage::meeting:
        case Stage::proposing:
            return {stage_since_.ms + options_.hello_ms};
        case Stage::enrolling:
        case Stage::open: {
            const std::size_t waiting =
                output().size() + (peer_ ? peer_->outgoing.unanswered_bytes() : 0);
            const std::int64_t backlog_ms =
                static_cast<std::int64_t>(waiting) * 1'000 / options_.slowest_bytes_a_second;
            const std::int64_t silent = last_heard_.ms + options_.silence_ms + backlog_ms;
            const bool gathers = stage_ == Stage::open && may_plan_ && now_ < gathers_until_;
            const std::int64_t next = gathers ? std::min(silent, gathers_until_.ms) : silent;
            // While something waits to be written, a byte of life could only stand behind it.
            if (!output().empty()) return {next};
            return {std::min(next, last_said_.ms + options_.quiet_ms)};
        }
        case Stage::ended:
            break;
    }
    return {INT64_MAX};
}

void Session::Core::tick(Timestamp now) {
    if (now < deadline()) return;
    run(now, [this] {
        switch (stage_) {
            case Stage::meeting:
            case Stage::proposing:
                return end(
                    {Why::unavailable, "the peer did not say in time who it is", "late_hello"});
            case Stage::enrolling:
            case Stage::open:
                break;
            case Stage::ended:
                return;
        }
        const bool is_quiet = output().empty() && now_.ms >= last_said_.ms + options_.quiet_ms;
        if (is_quiet && stage_ == Stage::open) send(HereBody{});
        if (is_quiet) last_said_ = now_;
        if (now_ >= deadline()) {
            end({Why::unavailable, "nothing was heard from the peer for too long", "silent"});
        }
    });
}

void Session::Core::changed(Timestamp now) {
    run(now, [this] {
        if (stage_ != Stage::open) return;
        refresh_register();
        // Acts that come one upon another share a package; the first one waits that long.
        const bool begins = !may_plan_ && peer_->outgoing.is_idle();
        if (begins) gathers_until_ = {now_.ms + options_.gather_ms};
        may_plan_ = true;
        may_owe_words_ = true;
        may_owe_forgotten_ = true;
    });
}

void Session::Core::close(const Refusal& why, Timestamp now) {
    run(now, [this, &why] { end(why); });
}

void Session::Core::advance() {
    while (stage_ == Stage::open) {
        ask_store();
        if (stage_ != Stage::open || output().size() >= options_.output_bytes) return;
        if (!say_next()) return;
    }
}

void Session::Core::end(const Refusal& why, const std::string& told) {
    if (ended()) return;
    ByteWriter payload;
    payload.text(told.size() <= max_rule_bytes ? told : std::string("invalid"));
    write_frame(output_, FrameKind::bye, payload.bytes());
    stage_ = Stage::ended;
    why_ = why;
}

void Session::Core::send(const FrameBody& body) {
    write_frame(output_, kind_of(body), dialect_.encode(body));
}

std::optional<DeviceId> Session::Core::peer() const {
    if (!peer_) return std::nullopt;
    return peer_->device;
}

bool Session::Core::is_settled() const {
    if (stage_ != Stage::open || !has_heard_ || !has_said_words_ || !output().empty()) return false;
    const Peer& peer = *peer_;
    const bool is_busy = peer.incoming.is_busy() || !peer.incoming.is_empty() ||
                         !peer.outgoing.is_idle() || peer.spaces.owes();
    if (is_busy) return false;
    for (const SpaceId& space : peer.spaces.shared()) {
        const Marks* theirs = peer.spaces.theirs(space);
        if (theirs == nullptr) return false;
        for (const ledger::LogMark& change :
             changes_between(*theirs, all_of(store_.holding(space)))) {
            const LogName name{space, change.log};
            if (change.sequence <= peer.spaces.last_that_came(name)) continue;
            if (!peer.outgoing.is_stopped(name) && !peer.incoming.is_stopped(name)) return false;
        }
    }
    return true;
}

}  // namespace wayside::sync
