#include "node/desk/engine.hpp"

#include <spdlog/spdlog.h>

namespace wayside::desk {

namespace {

constexpr std::size_t most_waiting = 2'048;
/// One group never grows past this, so that the answers of its first are not kept by its last.
constexpr std::size_t most_in_group = 256;
/// A disk that is behind is said to be so, rather than let screens wait without a word (design 12).
/// One slow commit with few behind it is not overload: whoever waits is answered sooner than after
/// a refusal and a second try.
constexpr std::chrono::milliseconds longest_head{250};
constexpr std::size_t few = 64;

Refused unavailable(std::string detail) {
    return {Refusal{Why::unavailable, std::move(detail), "busy"}, Json(), false};
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
      storage_(parts_.ledger, [this](CommitEnd end) { waiting_.put_always(std::move(end)); }),
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
}

void Desk::Engine::run() {
    while (!is_stopping_ || is_writing_) {
        take(waiting_.take());
        // What waits together shares one commit; the end of a commit in between is settled first.
        while (open_.answers.size() < most_in_group) {
            auto next = waiting_.take_if_any();
            if (!next) break;
            take(std::move(*next));
        }
        send_if_free();
    }
}

void Desk::Engine::take(Work work) {
    if (auto* given = std::get_if<Given>(&work)) {
        if (is_overloaded()) {
            given->reply(unavailable("the disk does not keep up; try again"));
        } else if (Judge* judge = judge_of(given->call.space)) {
            judge->judge(std::move(given->call), std::move(given->reply), open_);
        } else {
            given->reply(no_such_space());
        }
    } else if (auto* asked = std::get_if<Asked>(&work)) {
        if (Judge* judge = judge_of(asked->question.space)) {
            judge->render(asked->question, std::move(asked->reply), open_);
        } else {
            asked->reply(no_such_space());
        }
    } else if (const auto* end = std::get_if<CommitEnd>(&work)) {
        settle(*end);
    } else {
        is_stopping_ = true;
    }
}

Judge* Desk::Engine::judge_of(const std::optional<SpaceId>& space) {
    const auto found = judges_.find(space.value_or(first_));
    return found == judges_.end() ? nullptr : found->second.get();
}

bool Desk::Engine::is_overloaded() const {
    return is_writing_ && open_.answers.size() >= few && Steady::now() - sent_at_ > longest_head;
}

void Desk::Engine::send_if_free() {
    if (is_writing_ || open_.empty()) return;
    if (!open_.writes()) return release(std::exchange(open_, {}));
    in_flight_ = std::exchange(open_, {});
    is_writing_ = true;
    sent_at_ = Steady::now();
    storage_.commit(in_flight_.batch);
}

void Desk::Engine::settle(const CommitEnd& end) {
    is_writing_ = false;
    if (!end.durable) {
        if (end.sync_failed) parts_.give_up(end.why);
        return fail(end.why);
    }
    for (auto& [space, judge] : judges_) judge->settled(in_flight_.batch);
    release(std::exchange(in_flight_, {}));
    send_if_free();
}

void Desk::Engine::release(Group group) {
    for (auto& [reply, answer] : group.answers) reply(std::move(answer));
    if (!group.events.empty()) parts_.publish(group.events);
}

void Desk::Engine::fail(const std::string& why) {
    spdlog::error("a commit failed, nothing of it was kept: {}", why);
    Group lost = std::exchange(in_flight_, {});
    Group built_on_it = std::exchange(open_, {});
    for (auto& [space, judge] : judges_) judge->lost(lost.batch, built_on_it.batch);
    for (Group* group : {&lost, &built_on_it}) {
        for (auto& [reply, answer] : group->answers)
            reply(unavailable("it was not saved; try again"));
    }
}

}  // namespace wayside::desk
