#include "node/app/talk.hpp"

#include <spdlog/spdlog.h>

namespace wayside::app {

namespace {

/// Sessions count milliseconds of a clock that never runs back.
Timestamp time_of(net::LinkTime now) {
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count()};
}

sync::Identity identity_of(const trust::Box& box, const trust::Register& known) {
    const trust::DeviceAdded* self = known.device(box.device);
    require(self != nullptr, "a node is in its own register, enrolled or proposed");
    return {.region = box.region, .device = box.device, .role = self->role, .signer = box.signer};
}

}  // namespace

Talk::Talk(Meeting& meeting, const net::OpenedLink& link, std::optional<DeviceId> to,
           const ReachTalk& reach)
    : meeting_(meeting),
      remote_(link.remote),
      store_(meeting,
             [reach, number = link.number](std::function<void(sync::Session&, Timestamp)> act) {
                 reach(number, std::move(act));
             }),
      session_(
          identity_of(meeting.parts().box, *meeting.region_register()), store_,
          [&] {
              sync::Options options;
              options.to = to;
              return options;
          }(),
          link.binding,
          link.side == net::LinkSide::dialled ? sync::Side::initiator : sync::Side::acceptor,
          time_of(link.now)) {}

Talk::~Talk() {
    if (!peer_) return;
    meeting_.parts().report.parted(*peer_);
    meeting_.tell();
}

void Talk::received(ByteView bytes, net::LinkTime now) {
    session_.received(bytes, time_of(now));
    look_at_peer();
}

ByteView Talk::output(net::LinkTime) {
    return session_.output();
}

void Talk::wrote(std::size_t bytes, net::LinkTime now) {
    session_.wrote(bytes, time_of(now));
}

std::optional<net::LinkTime> Talk::deadline() const {
    if (session_.ended()) return std::nullopt;
    return net::LinkTime{std::chrono::milliseconds(session_.deadline().ms)};
}

void Talk::tick(net::LinkTime now) {
    session_.tick(time_of(now));
}

void Talk::act(const std::function<void(sync::Session&, Timestamp)>& act, net::LinkTime now) {
    act(session_, time_of(now));
    look_at_peer();
}

void Talk::look_at_peer() {
    if (peer_ || !session_.peer()) return;
    peer_ = session_.peer();
    meeting_.parts().report.connected(*peer_);
    meeting_.tell();
    spdlog::info("device {} is connected from {}", peer_->text(), remote_);
}

void Talk::link_ended(const Refusal& end) {
    const std::optional<Refusal>& why = session_.why();
    if (!why) {
        spdlog::info("the link with {} ended: {}", remote_, end.detail);
        return;
    }
    spdlog::warn("the session with {} ended: {} ({})", remote_, why->detail, why->rule_name());
    meeting_.parts().report.trouble(
        {why->rule_name(), peer_.value_or(DeviceId{}), {}, session_.was_told(), {}});
}

}  // namespace wayside::app
