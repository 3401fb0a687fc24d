#include "node/desk/engine.hpp"

#include <spdlog/spdlog.h>

namespace wayside::desk {

namespace {

constexpr std::size_t most_waiting = 2'048;
/// A disk that is behind is said to be so, rather than let screens wait without a word (design 12).
/// One slow commit with few behind it is not overload: whoever waits is answered sooner than after
/// a refusal and a second try.
constexpr std::chrono::milliseconds longest_head{250};
constexpr std::size_t few = 64;

Refused unavailable(std::string detail) {
    return {Refusal{Why::unavailable, std::move(detail), "busy"}, Json(), false};
}

Refusal not_now() {
    return {Why::unavailable, "it was not saved; try again", "busy"};
}

Refused no_such_space() {
    return {Refusal{Why::not_found, "this node knows of no such clinic", "clinic"}, Json(), false};
}

std::map<SpaceId, std::unique_ptr<Judge>> judges_of(const DeskParts& parts,
                                                    const Judge::Shared& shared) {
    std::map<SpaceId, std::unique_ptr<Judge>> out;
    for (const Tenant& tenant : parts.tenants) {
        require(out.emplace(tenant.shelf.space(), std::make_unique<Judge>(tenant, shared)).second,
                "a space has one place at the desk");
    }
    require(!out.empty(), "a desk has a tenant");
    return out;
}

}  // namespace

Desk::Engine::Engine(DeskParts parts)
    : parts_(std::move(parts)),
      ids_(parts_.start),
      clock_(parts_.clock, parts_.reader),
      judges_(judges_of(parts_, {parts_.reader, clock_, ids_, parts_.random})),
      first_(parts_.tenants.front().shelf.space()),
      waiting_(most_waiting),
      storage_(parts_.ledger, [this](CommitEnd end) { waiting_.put_first(std::move(end)); }),
      thread_([this] { run(); }) {}

Desk::Engine::~Engine() {
    waiting_.close();
    waiting_.put_always(Stop{});
    thread_.join();
}

void Desk::Engine::put(Work work) {
    if (waiting_.put(work)) return;
    // Full or closing: answered by whoever asked, since the desk has no hand free.
    if (auto* given = std::get_if<Given>(&work))
        given->reply(unavailable("too much waits; try again"));
    if (auto* asked = std::get_if<Asked>(&work))
        asked->reply(unavailable("too much waits; try again"));
    if (auto* arrived = std::get_if<Arrived>(&work)) arrived->stored(not_now());
}

void Desk::Engine::run() {
    while (!is_stopping_ || is_writing_) {
        take(waiting_.take());
        // An idle disk begins at once; what is judged while it writes shares the next commit. The
        // end of a commit comes before all that waits, so the disk is never kept waiting either.
        send_if_free();
    }
}

void Desk::Engine::take(Work work) {
    std::visit([this](auto&& one) { take_one(std::forward<decltype(one)>(one)); }, std::move(work));
}

void Desk::Engine::take_one(Given given) {
    if (is_overloaded()) return given.reply(unavailable("the disk does not keep up; try again"));
    Judge* judge = judge_of(given.call.space);
    if (judge == nullptr) return given.reply(no_such_space());
    judge->judge(std::move(given.call), std::move(given.reply), open_);
}

void Desk::Engine::take_one(Asked asked) {
    Judge* judge = judge_of(asked.question.space);
    if (judge == nullptr) return asked.reply(no_such_space());
    judge->render(asked.question, std::move(asked.reply), open_);
}

void Desk::Engine::take_one(Arrived arrived) {
    arrivals_.push_back(std::move(arrived));
}

void Desk::Engine::take_one(Opened opened) {
    const SpaceId space = opened.tenant.shelf.space();
    const Judge::Shared shared{parts_.reader, clock_, ids_, parts_.random};
    const auto [at, is_new] = judges_.try_emplace(space);
    require(is_new, "a space has one place at the desk");
    at->second = std::make_unique<Judge>(std::move(opened.tenant), shared);
}

void Desk::Engine::take_one(Noted noted) {
    notes_[std::move(noted.setting.name)] = std::move(noted.setting.value);
}

void Desk::Engine::take_one(HeldElsewhere there) {
    const SpaceId space = there.space;
    elsewhere_.insert_or_assign(space, std::move(there));
}

Judge* Desk::Engine::judge_of(const std::optional<SpaceId>& space) {
    const auto found = judges_.find(space.value_or(first_));
    return found == judges_.end() ? nullptr : found->second.get();
}

bool Desk::Engine::is_overloaded() const {
    return is_writing_ && open_.answers.size() >= few && Steady::now() - sent_at_ > longest_head;
}

// Commands and arrivals take turns, so that neither waits for the other's last.
void Desk::Engine::send_if_free() {
    settle_lost();
    while (!is_writing_ && !arrivals_.empty() && (open_.empty() || is_arrivals_turn_)) {
        is_arrivals_turn_ = false;
        if (auto group = take_in()) send(std::move(*group));
    }
    const bool keeps_notes = is_stopping_ && !notes_.empty();
    if (is_writing_ || (open_.empty() && !keeps_notes)) return;
    is_arrivals_turn_ = true;
    if (!open_.writes() && !keeps_notes) {
        release(std::exchange(open_, {}));
        return settle_lost();
    }
    send(std::exchange(open_, {}));
}

void Desk::Engine::settle_lost() {
    while (!elsewhere_.empty() && !is_writing_ && open_.empty()) {
        const HeldElsewhere there = std::move(elsewhere_.extract(elsewhere_.begin()).mapped());
        Judge* judge = judge_of(there.space);
        if (judge == nullptr) continue;
        Group group;
        judge->settle_lost(there, parts_.ledger.holdings(), group);
        if (group.writes()) send(std::move(group));
    }
}

void Desk::Engine::send(Group group) {
    in_flight_ = std::move(group);
    for (auto& [name, value] : notes_) in_flight_.batch.settings.push_back({name, value});
    notes_.clear();
    is_writing_ = true;
    sent_at_ = Steady::now();
    storage_.commit(in_flight_.batch);
}

std::optional<Group> Desk::Engine::take_in() {
    Arrived arrived = std::move(arrivals_.front());
    arrivals_.pop_front();
    Group group;
    group.batch.received_keys = std::move(arrived.incoming.keys);
    group.batch.register_records = std::move(arrived.incoming.register_records);
    group.batch.told_heads = std::move(arrived.incoming.heads);
    for (auto& [space, judge] : judges_) judge->learn_keys(group.batch.received_keys, group);
    Result<void> taken;
    if (arrived.incoming.range) taken = take_in(std::move(*arrived.incoming.range), group);
    if (taken && !group.batch.empty()) {
        group.stored = std::move(arrived.stored);
        return group;
    }
    arrived.stored(taken);
    return std::nullopt;
}

Result<void> Desk::Engine::take_in(ledger::CheckedRange range, Group& group) {
    const ledger::Meeting meeting = parts_.ledger.holdings().meet(range);
    if (meeting == ledger::Meeting::already_here) return {};
    if (meeting == ledger::Meeting::after_gap) {
        return Refusal{Why::unavailable, "entries before these are not here", "gap"};
    }
    // What contradicts us is shown to nobody; the ledger keeps its head as the proof.
    Judge* judge = judge_of(range.range().origin.space);
    if (judge != nullptr && meeting == ledger::Meeting::continues) judge->take(range, group);
    group.batch.received.push_back(std::move(range));
    return {};
}

void Desk::Engine::settle(const CommitEnd& end) {
    is_writing_ = false;
    if (!end.durable) {
        if (end.sync_failed) parts_.give_up("the disk did not keep a commit: " + end.why);
        return fail(end);
    }
    for (auto& [space, judge] : judges_) judge->settled(in_flight_);
    const bool has_grown = !in_flight_.batch.entries.empty() || !in_flight_.batch.received.empty();
    release(std::exchange(in_flight_, {}));
    if (has_grown && parts_.grown) parts_.grown();
    send_if_free();
}

void Desk::Engine::release(Group group) {
    for (auto& [reply, answer] : group.answers) reply(std::move(answer));
    if (group.stored) group.stored({});
    if (!group.events.empty()) parts_.publish(group.events);
}

void Desk::Engine::fail(const CommitEnd& end) {
    spdlog::error("a commit failed, nothing of it was kept: {}", end.why);
    Group lost = std::exchange(in_flight_, {});
    Group built_on_it = std::exchange(open_, {});
    for (auto& [space, judge] : judges_) judge->lost(lost, built_on_it);
    if (end.refusal && end.refusal->rule == "own_log") {
        parts_.give_up("this machine runs twice, resumed from an image of itself: " +
                       end.refusal->detail);
    }
    if (end.refusal && end.refusal->rule == "fork") end_forked();
    for (Group* group : {&lost, &built_on_it}) {
        for (auto& [reply, answer] : group->answers)
            reply(unavailable("it was not saved; try again"));
    }
    if (lost.stored) lost.stored(end.refusal ? *end.refusal : not_now());
    send_if_free();
}

/// Who comes again with a fork that is known makes nobody read anything again.
void Desk::Engine::end_forked() {
    std::map<SpaceId, std::vector<ledger::LogMark>> forks;
    for (const ledger::HeldLog& log : parts_.ledger.holdings().forked()) {
        forks[log.space].push_back(log.mark);
    }
    for (auto& [space, judge] : judges_) {
        if (forks[space] != forks_[space]) judge->read_anew();
    }
    forks_ = std::move(forks);
}

}  // namespace wayside::desk
