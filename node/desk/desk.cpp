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

}  // namespace wayside::desk
