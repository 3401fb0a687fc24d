#include "sync/session.hpp"

#include "sync/session_core.hpp"

namespace wayside::sync {

Session::Session(const Identity& identity, Store& store, Options options,
                 const ChannelBinding& binding, Side side, Timestamp now)
    : core_(std::make_unique<Core>(identity, store, std::move(options), binding, side, now)) {}

Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

void Session::received(ByteView bytes, Timestamp now) {
    core_->received(bytes, now);
}
ByteView Session::output() const {
    return core_->output();
}
void Session::wrote(std::size_t bytes, Timestamp now) {
    core_->wrote(bytes, now);
}
Timestamp Session::deadline() const {
    return core_->deadline();
}
void Session::tick(Timestamp now) {
    core_->tick(now);
}
void Session::changed(Timestamp now) {
    core_->changed(now);
}
void Session::stored(Ticket ticket, const Result<void>& answer, Timestamp now) {
    core_->stored(ticket, answer, now);
}
void Session::packed(Ticket ticket, Result<Packed> answer, Timestamp now) {
    core_->packed(ticket, answer, now);
}
void Session::close(const Refusal& why, Timestamp now) {
    core_->close(why, now);
}
bool Session::ended() const {
    return core_->ended();
}
const std::optional<Refusal>& Session::why() const {
    return core_->why();
}
bool Session::was_told() const {
    return core_->was_told();
}
std::optional<DeviceId> Session::peer() const {
    return core_->peer();
}
bool Session::is_settled() const {
    return core_->is_settled();
}
const Tally& Session::tally() const {
    return core_->tally();
}

}  // namespace wayside::sync
