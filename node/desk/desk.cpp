#include "node/desk/desk.hpp"

#include "node/desk/engine.hpp"

namespace wayside::desk {

Desk::Desk(DeskParts parts) : engine_(std::make_unique<Engine>(std::move(parts))) {}

Desk::~Desk() = default;

void Desk::give(Call call, Reply reply) {
    engine_->put(Given{std::move(call), std::move(reply)});
}

void Desk::ask(Question question, Reply reply) {
    engine_->put(Asked{std::move(question), std::move(reply)});
}

void Desk::take(Incoming incoming, Stored stored) {
    engine_->put(Arrived{std::move(incoming), std::move(stored)});
}

void Desk::open(Tenant tenant) {
    engine_->put(Opened{std::move(tenant)});
}

void Desk::note(ledger::NewSetting setting) {
    engine_->put(Noted{std::move(setting)});
}

void Desk::settle_lost(HeldElsewhere there) {
    engine_->put(std::move(there));
}

}  // namespace wayside::desk
