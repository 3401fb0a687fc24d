#include "tests/node/desk/shop.hpp"

namespace wayside::desk {

namespace {

using Pegs = std::map<std::string, std::string>;

const Pegs& pegs_of(const shelf::Rows& rows) {
    static const Pegs none;
    const auto day = rows.all().find(ledger::day);
    return day == rows.all().end() ? none : day->second;
}

Command take(const shelf::Rows& rows) {
    return make_command<std::string>(
        "take", {"keeper"},
        [](const Json& json) -> Result<std::string> {
            if (!json.contains("peg")) return Refusal{Why::invalid, "which peg?", {}, "peg"};
            return json["peg"].get<std::string>();
        },
        [&rows](const Facts&, Means&, const std::string& peg) -> Result<Decision> {
            if (peg == "broken") throw std::runtime_error("a peg broke");
            if (pegs_of(rows).contains("visits/" + peg)) {
                return Refusal{Why::conflict, "somebody has it", "peg_taken"};
            }
            Decision out;
            out.edits.push_back({ledger::day, {{"visits", peg, "status", std::string("taken")}}});
            out.created = true;
            out.answer = {{"peg", peg}};
            out.events.push_back({"taken", {{"peg", peg}}});
            return out;
        });
}

View pegs(const shelf::Rows& rows) {
    return {"pegs", {}, [&rows](const Facts&, const Parameters&) -> Result<Json> {
                Json out = Json::array();
                for (const auto& [name, row] : pegs_of(rows)) out.push_back(name);
                return out;
            }};
}

template <class Put>
std::future<Answer> promised(const Put& put) {
    // Owners: the copies of the reply, of which one is called.
    auto promise = std::make_shared<std::promise<Answer>>();
    put([promise](Answer answer) { promise->set_value(std::move(answer)); });
    return promise->get_future();
}

}  // namespace

std::string said(const Answer& answer) {
    if (const auto* done = std::get_if<Done>(&answer)) return done->repeated ? "repeated" : "done";
    const auto& refused = std::get<Refused>(answer);
    return refused.refusal.rule_name() + (refused.repeated ? " repeated" : "");
}

Shop::Shop(ledger::ClinicBox& box) : start(box), clock(box.clock) {
    desk.emplace(DeskParts{
        .tenants = {{start.shelf, start.words, model, {take(start.rows)}, {pegs(start.rows)}}},
        .ledger = start.ledger,
        .reader = start.reader,
        .start = start.ledger.log(),
        .clock = clock,
        .random = box.random,
        .publish =
            [this](const std::vector<Event>& events) {
                const std::lock_guard lock(heard_by);
                heard.push_back(events.size());
            },
        .give_up = [this](const std::string& why) { gave_up.push_back(why); }});
}

std::future<Answer> Shop::give(const std::string& key, const std::string& peg,
                               const std::string& role, std::optional<Timestamp> now) {
    return promised([&](Reply reply) {
        desk->give({"take", "", {{"peg", peg}}, {"counter", "", role}, key, now}, std::move(reply));
    });
}

std::vector<std::string> Shop::taken(std::optional<Timestamp> now) {
    auto answer = promised([&](Reply reply) {
        desk->ask({"pegs", "", {}, {"counter", "", "keeper"}, now}, std::move(reply));
    });
    return std::get<Done>(answer.get()).body.get<std::vector<std::string>>();
}

std::vector<std::size_t> Shop::groups() {
    const std::lock_guard lock(heard_by);
    return heard;
}

}  // namespace wayside::desk
