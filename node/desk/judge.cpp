#include "node/desk/judge.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "storage/sqlite/database.hpp"

namespace wayside::desk {

namespace {

constexpr std::size_t longest_key = 200;

Refused refused(Why why, std::string detail, std::string rule = {}, std::string field = {}) {
    return {Refusal{why, std::move(detail), std::move(rule), std::move(field)}, Json(), false};
}

/// What a rule or a view answers; an exception of theirs is the machine's fault or ours, costs this
/// one request, and is said in the log. Nothing was written yet, so nothing has to be taken back.
template <class T>
Result<T> guarded(const std::string& name, const std::function<Result<T>()>& work) {
    try {
        return work();
    } catch (const std::exception& error) {
        spdlog::error("'{}' failed: {}", name, error.what());
        return Refusal{Why::unavailable, "this could not be worked out; try again", "failed"};
    }
}

bool may(const std::set<std::string>& roles, const Asker& asker) {
    return roles.empty() || roles.contains(asker.role);
}

Refused not_yours(const Asker& asker) {
    return refused(Why::forbidden, "the screen '" + asker.screen + "' may not do this", "role");
}

shelf::Draft draft_of(const Command& command, const Call& call, Decision& decision) {
    shelf::Draft draft;
    draft.audit.command = command.name;
    draft.audit.person = call.asker.person;
    draft.audit.role = call.asker.role;
    draft.audit.screen = call.asker.screen;
    draft.audit.patient = decision.patient;
    draft.audit.reason = std::move(decision.reason);
    draft.audit.remark = std::move(decision.remark);
    if (decision.makes_record)
        draft.audit.request = ledger::request_of(call.asker.screen, call.idempotency_key);
    draft.edits = std::move(decision.edits);
    return draft;
}

}  // namespace

Judge::Judge(Tenant tenant, const Shared& shared)
    : tenant_(std::move(tenant)),
      shared_(shared),
      repeats_(shared.reader, tenant_.shelf.space(), tenant_.answer_sample) {
    for (const Command& command : tenant_.commands) {
        require(commands_.emplace(command.name, &command).second,
                "a command stands in the table once");
    }
    for (const View& view : tenant_.views) {
        require(views_.emplace(view.name, &view).second, "a view stands in the table once");
    }
}

void Judge::judge(Call call, Reply reply, Group& group) {
    group.answers.emplace_back(std::move(reply), answer(call, group));
}

Answer Judge::answer(const Call& call, Group& group) {
    const auto command = commands_.find(call.command);
    if (command == commands_.end()) {
        return refused(Why::not_found, "there is no command '" + call.command + "'");
    }
    if (!may(command->second->roles, call.asker)) return not_yours(call.asker);
    if (call.idempotency_key.empty() || call.idempotency_key.size() > longest_key) {
        return refused(Why::malformed, "a command needs an idempotency key of 1 to 200 characters",
                       "idempotency_key", "Idempotency-Key");
    }
    if (auto before = repeats_.find(call)) return std::move(*before);
    shared_.clock.advance(call.now, group);
    return decide(*command->second, call, group);
}

Answer Judge::decide(const Command& command, const Call& call, Group& group) {
    const auto body = guarded<std::any>(command.name, [&] { return command.decode(call.body); });
    if (!body) return Refused{body.refusal(), Json(), false};

    const Facts facts{tenant_.model, shared_.clock.now(), call.asker, call.subject};
    Means means{shared_.ids, shared_.random, tenant_.words};
    Result<Decision> decision =
        guarded<Decision>(command.name, [&] { return command.decide(facts, means, *body); });
    if (decision) {
        auto done = write(command, call, std::move(*decision), group);
        if (done) return std::move(*done);
        return Refused{done.refusal(), Json(), false};
    }
    tenant_.words.drop(tenant_.words.take_new_rows());
    if (decision.refusal().why != Why::conflict) return Refused{decision.refusal(), Json(), false};

    // A rule's no is remembered like an act: the same press, repeated, must not succeed by chance
    // an hour later.
    Refused refusal{decision.refusal(),
                    command.alternatives ? command.alternatives(facts, *body) : Json(), false};
    group.batch.answers.push_back(repeats_.remember(call, refusal, facts.now));
    return refusal;
}

Result<Done> Judge::write(const Command& command, const Call& call, Decision decision,
                          Group& group) {
    Done done{decision.created, false, std::move(decision.answer)};
    std::vector<Event> events = std::move(decision.events);
    auto rows = tenant_.words.take_new_rows();
    shelf::Draft draft = draft_of(command, call, decision);
    if (shared_.clock.was_moved()) draft.audit.happened = shared_.clock.now();
    // The rows of one entry in one transaction: each statement outside one pays for its own. It
    // stands even where the entry is refused, since documents were then read anew.
    sqlite::Transaction rows_of_entry(tenant_.model);
    auto written = tenant_.shelf.write(draft);
    rows_of_entry.commit();
    if (!written) {
        tenant_.words.drop(rows);
        return written.refusal();
    }
    group.batch.entries.push_back(
        {tenant_.shelf.space(), written->name.sequence, std::move(written->plaintext)});
    for (trust::PatientKeyRow& row : rows) group.batch.patient_keys.push_back(std::move(row));
    group.batch.answers.push_back(repeats_.remember(call, done, shared_.clock.now()));
    for (Event& event : events) group.events.push_back(std::move(event));
    return done;
}

void Judge::render(const Question& question, Reply reply, Group& group) {
    shared_.clock.advance(question.now, group);
    const auto view = views_.find(question.view);
    Answer answer = refused(Why::not_found, "there is no view '" + question.view + "'");
    if (view != views_.end() && !may(view->second->roles, question.asker)) {
        answer = not_yours(question.asker);
    } else if (view != views_.end()) {
        const Facts facts{tenant_.model, shared_.clock.now(), question.asker, question.subject};
        auto rendered = guarded<Json>(
            question.view, [&] { return view->second->render(facts, question.parameters); });
        if (rendered) {
            answer = Done{false, false, std::move(*rendered)};
        } else {
            answer = Refused{rendered.refusal(), Json(), false};
        }
    }
    group.answers.emplace_back(std::move(reply), std::move(answer));
}

void Judge::learn_keys(const std::vector<trust::PatientKeyRow>& rows, Group& group) {
    std::vector<ledger::DocumentId> concerned;
    for (const trust::PatientKeyRow& row : rows) {
        if (row.space != tenant_.shelf.space()) continue;
        const auto loaded = tenant_.words.load(row);
        if (!loaded && loaded.refusal().rule != "forgotten") {
            spdlog::warn("the key of patient {} cannot be used: {}", row.patient.text(),
                         loaded.refusal().detail);
        }
        concerned.push_back({document::Kind::patient, row.patient.text()});
    }
    if (concerned.empty()) return;
    sqlite::Transaction transaction(tenant_.model);
    tenant_.shelf.project_again(concerned);
    transaction.commit();
    add_events(concerned, group);
}

void Judge::take(const ledger::CheckedRange& range, Group& group) {
    sqlite::Transaction transaction(tenant_.model);
    shelf::Taken taken = tenant_.shelf.take(range);
    transaction.commit();
    group.taken.push_back({tenant_.shelf.space(), taken.ticket});
    std::move(taken.states.begin(), taken.states.end(), std::back_inserter(group.batch.states));
    add_events(taken.touched, group);
}

void Judge::add_events(const std::vector<ledger::DocumentId>& touched, Group& group) const {
    if (!tenant_.events_of) return;
    for (Event& event : tenant_.events_of(touched)) group.events.push_back(std::move(event));
}

void Judge::settle_lost(const HeldElsewhere& there, const ledger::Holdings& holdings,
                        Group& group) {
    shelf::Shelf& shelf = tenant_.shelf;
    shelf::LostFrom lost = lost_from(there, holdings, shelf.waits_for_own(there.own), tenant_.lost);
    if (lost.empty()) return;
    for (const auto& [log, sequence] : lost) {
        spdlog::warn("nobody has entry {} of our log {} any more", sequence, log.text());
    }
    sqlite::Transaction transaction(tenant_.model);
    (void)shelf.load(lost, shelf::Reach::own_space);
    if (shelf.waits_in_own_start()) {
        spdlog::warn("what follows it is built on already: it is written again at the next start");
        (void)shelf.load({}, shelf::Reach::own_space);
    } else {
        write_again(there.own, lost, group);
    }
    transaction.commit();
    lost.insert(tenant_.lost.begin(), tenant_.lost.end());
    lost_before_ = std::exchange(tenant_.lost, std::move(lost));
    group.batch.settings.push_back(
        {lost_logs_setting(shelf.space()), encode_lost_logs(tenant_.lost)});
}

void Judge::write_again(const DeviceId& own, const shelf::LostFrom& lost, Group& group) {
    const shelf::WrittenAgain again = tenant_.shelf.write_again(own, lost);
    spdlog::warn("{} entries of ours waited for one that is lost and were written again",
                 again.entries.size());
    add_events(again.touched, group);
    ledger::Batch batch = again.batch(tenant_.shelf.space());
    std::move(batch.entries.begin(), batch.entries.end(), std::back_inserter(group.batch.entries));
    std::move(batch.states.begin(), batch.states.end(), std::back_inserter(group.batch.states));
}

void Judge::settled(const Group& group) {
    lost_before_.reset();
    std::uint64_t last = 0;
    for (const ledger::NewEntry& entry : group.batch.entries) {
        if (entry.space == tenant_.shelf.space()) last = entry.sequence;
    }
    if (last > 0) tenant_.shelf.settled(last);
    for (const TakenIn& taken : group.taken) {
        if (taken.space == tenant_.shelf.space()) tenant_.shelf.kept(taken.ticket);
    }
    repeats_.forget_pending(group.batch.answers);
}

void Judge::lost(const Group& group, const Group& built_on_it) {
    const auto ours = [&](const auto& each) { return each.space == tenant_.shelf.space(); };
    const auto lose_entries = [&](const Group& from) {
        const auto first = std::find_if(from.batch.entries.begin(), from.batch.entries.end(), ours);
        if (first == from.batch.entries.end()) return false;
        tenant_.shelf.lost(first->sequence);
        return true;
    };
    for (const Group* each : {&group, &built_on_it}) forget(*each);
    if (lost_before_) tenant_.lost = *std::exchange(lost_before_, std::nullopt);
    if (!lose_entries(group)) lose_entries(built_on_it);
    const auto first = std::find_if(group.taken.begin(), group.taken.end(), ours);
    if (first != group.taken.end()) tenant_.shelf.untake(first->ticket);
}

void Judge::read_anew() {
    sqlite::Transaction transaction(tenant_.model);
    const bool is_followed = tenant_.shelf.end_forked(shelf::Reach::own_space);
    transaction.commit();
    if (is_followed) return;
    spdlog::warn("a log was forked that this start has built on: it ends at the next start");
}

void Judge::forget(const Group& group) {
    repeats_.forget_pending(group.batch.answers);
    std::vector<trust::PatientKeyRow> rows;
    for (const auto* from : {&group.batch.patient_keys, &group.batch.received_keys}) {
        for (const trust::PatientKeyRow& row : *from) {
            if (row.space == tenant_.shelf.space()) rows.push_back(row);
        }
    }
    tenant_.words.drop(rows);
}

}  // namespace wayside::desk
