#include "node/desk/repeats.hpp"

#include "node/desk/kept_answer.hpp"

namespace wayside::desk {

crypto::Hash32 hash_of_request(const Call& call) {
    ByteWriter writer;
    writer.text(call.command);
    writer.text(call.subject);
    writer.text(call.body.dump(-1, ' ', false, Json::error_handler_t::replace));
    return crypto::hash<32>("wayside request", {}, {writer.bytes()});
}

std::optional<Repeats::Known> Repeats::read_stored(const Call& call) {
    const auto stored = reader_.answer(space_, call.asker.screen, call.idempotency_key);
    if (!stored) return std::nullopt;
    auto answer = open_answer(stored->body, Kept{stored->status}, sample_);
    if (!answer) return std::nullopt;
    return Known{stored->request, std::move(*answer)};
}

std::optional<Answer> Repeats::find(const Call& call) {
    const auto pending = pending_.find({call.asker.screen, call.idempotency_key});
    const auto known =
        pending != pending_.end() ? std::optional<Known>(pending->second) : read_stored(call);
    if (!known) return std::nullopt;
    if (known->request != hash_of_request(call)) {
        return Refused{
            Refusal{Why::invalid, "this idempotency key came with another request before",
                    "key_reused", "Idempotency-Key"},
            Json(), false};
    }
    Answer answer = known->answer;
    std::visit([](auto& each) { each.repeated = true; }, answer);
    return answer;
}

ledger::NewAnswer Repeats::remember(const Call& call, const Answer& answer, Timestamp now) {
    ledger::NewAnswer row;
    row.space = space_;
    row.screen = call.asker.screen;
    row.key = call.idempotency_key;
    row.request = hash_of_request(call);
    row.status = static_cast<std::uint16_t>(kind_of(answer));
    row.body = pack_answer(answer, sample_);
    row.at = now;
    pending_.insert_or_assign({row.screen, row.key}, Known{row.request, answer});
    return row;
}

void Repeats::forget_pending(const std::vector<ledger::NewAnswer>& rows) {
    for (const ledger::NewAnswer& row : rows) pending_.erase({row.screen, row.key});
}

}  // namespace wayside::desk
