#include "storage/shelf/taken.hpp"

#include <algorithm>

#include "storage/shelf/shelf.hpp"

namespace wayside::shelf {

/// Decodes what is new, and what waited for it. Fills the step and the answer.
void Shelf::learn_range(const ledger::CheckedRange& checked, TakenStep& step, Taken& taken) {
    const ledger::Range& range = checked.range();
    LoadReport report;
    std::set<ledger::EntryName> fresh;
    const auto take_one = [&](HeldEntryBytes stored) {
        const ledger::EntryName name = stored.name;
        const auto spoiler = spoilers_.find(name);
        if (spoiler != spoilers_.end()) {
            names_.miss(name.log, name.sequence, name.sequence);
            report.set_aside.push_back({name, spoiler->second});
            return false;
        }
        const std::uint64_t before = applied_;
        Changes changes;
        take_stored(std::move(stored), changes, report);
        if (applied_ == before) return false;
        fresh.insert(name);
        step.applied.push_back(name);
        for (auto& [document, of_document] : changes) {
            for (Change& change : of_document) {
                step.changes.push_back({name, {document, std::move(change.raw)}});
            }
        }
        return true;
    };
    for (std::uint64_t at = range.first; at <= range.last(); ++at) {
        const ledger::EntryName name{range.origin.log, at};
        if (known_.contains(name)) continue;
        known_.add(name);
        step.entries.push_back(name);
        take_one({0, name, range.origin.device, range.entries[at - range.first].plaintext, {}});
    }
    release(fresh, step, taken, take_one);
    for (Trouble& trouble : report.set_aside) {
        taken.states.push_back({0, trouble.entry, ledger::EntryState::set_aside, space_});
        taken.set_aside.push_back(std::move(trouble));
    }
    for (const HeldEntryBytes& held : held_) {
        if (std::ranges::find(step.entries, held.name) == step.entries.end()) continue;
        taken.states.push_back({0, held.name, ledger::EntryState::held, space_});
        taken.held.push_back({held.name, "waits for an entry that is not here"});
    }
}

/// Tries again what waits for an entry that has come, and what waits for that.
void Shelf::release(std::set<ledger::EntryName>& fresh, TakenStep& step, Taken& taken,
                    const std::function<bool(HeldEntryBytes)>& take_one) {
    while (!fresh.empty()) {
        const auto came = std::exchange(fresh, {});
        for (HeldEntryBytes& held : std::exchange(held_, {})) {
            const bool is_awaited = std::ranges::any_of(
                held.waits_for, [&](const auto& name) { return came.contains(name); });
            if (!is_awaited) {
                held_.push_back(std::move(held));
                continue;
            }
            const bool is_new = std::ranges::find(step.entries, held.name) != step.entries.end();
            HeldEntryBytes before = held;
            const bool is_applied = take_one(std::move(held));
            const bool is_held = !held_.empty() && held_.back().name == before.name;
            if (is_new || is_held) continue;
            if (is_applied) {
                taken.states.push_back(
                    {before.number, before.name, ledger::EntryState::applied, space_});
            }
            step.released.push_back(std::move(before));
        }
    }
}

/// One batch a document; gives the entries that a document refuses, and then the documents are to
/// be read anew.
Shelf::Spoilers Shelf::apply_step(const TakenStep& step, std::vector<Touched>& touched) {
    Changes changes;
    for (const auto& [name, change] : step.changes) {
        changes[change.document].push_back({name, change.raw});
    }
    Spoilers spoilers;
    for (const auto& [id, of_document] : changes) {
        auto applied = open(id).apply(raw_of(of_document));
        if (applied) {
            touched.push_back({id, std::move(applied->touched)});
            continue;
        }
        // Which of them it is, is found on a document that is thrown away.
        std::vector<Change> all = gather({id})[id];
        all.insert(all.end(), of_document.begin(), of_document.end());
        Spoilers found = try_changes(id, all).spoilers;
        if (found.empty()) {
            for (const Change& change : of_document) {
                found.emplace(change.entry, applied.refusal().detail);
            }
        }
        spoilers.merge(found);
    }
    return spoilers;
}

Taken Shelf::take(const ledger::CheckedRange& range) {
    require(range.range().origin.space == space_, "a range goes to the shelf of its space");
    for (;;) {
        Taken taken;
        TakenStep step;
        const std::uint64_t before = applied_;
        taken.ticket = step.ticket = next_ticket_;
        learn_range(range, step, taken);
        std::vector<Touched> touched;
        Spoilers spoilers = apply_step(step, touched);
        if (!spoilers.empty()) {
            // Set aside for all its documents: all is taken again without it.
            undo({std::move(step)});
            spoilers_.merge(spoilers);
            continue;
        }
        for (const Touched& each : touched) {
            project(each.document, each.records);
            taken.touched.push_back(each.document);
        }
        taken.applied = applied_ - before;
        ++next_ticket_;
        steps_.push_back(std::move(step));
        return taken;
    }
}

void Shelf::kept(std::uint64_t ticket) {
    std::erase_if(steps_, [&](const TakenStep& step) { return step.ticket <= ticket; });
}

void Shelf::untake(std::uint64_t ticket) {
    const auto first =
        std::ranges::find_if(steps_, [&](const TakenStep& step) { return step.ticket >= ticket; });
    std::vector<TakenStep> undone(std::make_move_iterator(first),
                                  std::make_move_iterator(steps_.end()));
    steps_.erase(first, steps_.end());
    undo(std::move(undone));
}

void Shelf::undo(std::vector<TakenStep> steps) {
    std::set<ledger::EntryName> applied;
    std::set<ledger::EntryName> entries;
    std::set<ledger::DocumentId> documents;
    for (TakenStep& step : steps) {
        applied.insert(step.applied.begin(), step.applied.end());
        entries.insert(step.entries.begin(), step.entries.end());
        for (const auto& [name, change] : step.changes) documents.insert(change.document);
    }
    names_.unlearn(applied);
    authors_.unlearn(applied);
    applied_ -= applied.size();
    std::erase_if(held_, [&](const HeldEntryBytes& held) { return entries.contains(held.name); });
    for (const ledger::EntryName& name : entries) known_.remove(name);
    for (const ledger::EntryName& name : applied) {
        names_.miss(name.log, name.sequence, name.sequence);
    }
    for (TakenStep& step : steps) {
        for (HeldEntryBytes& held : step.released) {
            if (!entries.contains(held.name)) held_.push_back(std::move(held));
        }
    }
    read_anew({documents.begin(), documents.end()});
}

std::vector<ledger::EntryName> Shelf::waits_for_own(const DeviceId& own) {
    std::set<ledger::EntryName> out;
    for (const ledger::EntryName& name : lost_parents(own)) out.insert(name);
    return {out.begin(), out.end()};
}

}  // namespace wayside::shelf
