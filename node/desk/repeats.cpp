#include "node/desk/repeats.hpp"

namespace wayside::desk {

namespace {

constexpr std::uint16_t status_done = 1;
constexpr std::uint16_t status_refused = 2;

Json json_of(const Answer& answer) {
    if (const auto* done = std::get_if<Done>(&answer)) {
        return {{"created", done->created}, {"body", done->body}};
    }
    const auto& refused = std::get<Refused>(answer);
    return {{"detail", refused.refusal.detail},
            {"rule", refused.refusal.rule},
            {"field", refused.refusal.field},
            {"alternatives", refused.alternatives}};
}

/// Only rules' refusals are remembered, so `conflict` needs no field of its own.
Answer answer_of(const Json& json, std::uint16_t status) {
    if (status == status_done)
        return Done{json.value("created", false), true, json.value("body", Json())};
    return Refused{Refusal{Why::conflict, json.value("detail", ""), json.value("rule", ""),
                           json.value("field", "")},
                   json.value("alternatives", Json()), true};
}

}  // namespace

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
    const Json json = Json::parse(text_of(stored->body), nullptr, false);
    if (!json.is_object()) return std::nullopt;
    return Known{stored->request, answer_of(json, stored->status)};
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
    row.status = std::holds_alternative<Done>(answer) ? status_done : status_refused;
    const std::string text = json_of(answer).dump(-1, ' ', false, Json::error_handler_t::replace);
    row.body.assign(text.begin(), text.end());
    row.at = now;
    pending_.insert_or_assign({row.screen, row.key}, Known{row.request, answer});
    return row;
}

void Repeats::forget_pending(const std::vector<ledger::NewAnswer>& rows) {
    for (const ledger::NewAnswer& row : rows) pending_.erase({row.screen, row.key});
}

}  // namespace wayside::desk
