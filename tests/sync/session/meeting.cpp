#include "tests/sync/session/meeting.hpp"

#include <algorithm>

namespace wayside::sync::test {

Meeting::Meeting(Member& first, Member& second, LinkKind kind, Options options,
                 Options acceptor_options)
    : link(std::move(kind)),
      initiator_store(first),
      acceptor_store(second),
      initiator(first.identity(), initiator_store, std::move(options), link.initiator_binding,
                Side::initiator, now),
      acceptor(second.identity(), acceptor_store, std::move(acceptor_options),
               link.acceptor_binding, Side::acceptor, now) {}

bool Meeting::write(Session& from, Lane& lane) {
    if (from.output().empty() || lane.free_at > now) return false;
    const std::size_t count = std::min(from.output().size(), link.chunk);
    const ByteView taken = from.output().first(count);
    Bytes bytes(taken.begin(), taken.end());
    std::int64_t takes = 0;
    if (link.bytes_a_second > 0) {
        takes = static_cast<std::int64_t>(count) * 1'000 / link.bytes_a_second;
    }
    lane.free_at = {now.ms + takes};
    lane.flights.push_back({{now.ms + takes + link.one_way_ms}, std::move(bytes)});
    from.wrote(count, now);
    return true;
}

bool Meeting::deliver(Lane& lane, Session& to, bool is_up) {
    if (lane.flights.empty() || lane.flights.front().arrives > now) return false;
    Bytes bytes = std::move(lane.flights.front().bytes);
    lane.flights.pop_front();
    if (arrived_ + bytes.size() > link.cut_after) {
        bytes.resize(link.cut_after - arrived_);
        cut_ = true;
    }
    arrived_ += bytes.size();
    lane.bytes += bytes.size();
    if (is_up && tamper_up) bytes = tamper_up(std::move(bytes));
    to.received(bytes, now);
    return true;
}

bool Meeting::step() {
    bool moved = false;
    moved = initiator_store.answer_one(initiator, now) || moved;
    moved = acceptor_store.answer_one(acceptor, now) || moved;
    moved = write(initiator, up) || moved;
    moved = write(acceptor, down) || moved;
    if (!cut_) moved = deliver(up, acceptor, true) || moved;
    if (!cut_) moved = deliver(down, initiator, false) || moved;
    if (after_each) after_each();
    return moved;
}

void Meeting::run(std::int64_t for_ms) {
    const Timestamp until{now.ms + for_ms};
    while (!cut_) {
        while (!cut_ && step()) {
        }
        if (cut_) return;
        Timestamp next{INT64_MAX};
        const auto consider = [&next, this](Timestamp at) {
            if (at > now) next = std::min(next, at);
        };
        for (const Lane* lane : {&up, &down}) {
            if (!lane->flights.empty()) consider(lane->flights.front().arrives);
            consider(lane->free_at);
        }
        const bool is_idle = next.ms == INT64_MAX;
        const bool is_over = is_settled() || (initiator.ended() && acceptor.ended());
        if (is_idle && is_over && !stays_open) return;
        consider(initiator.deadline());
        consider(acceptor.deadline());
        if (next > until) {
            now = until;
            return;
        }
        now = next;
        initiator.tick(now);
        acceptor.tick(now);
    }
}

void Meeting::changed() {
    initiator.changed(now);
    acceptor.changed(now);
}

}  // namespace wayside::sync::test
