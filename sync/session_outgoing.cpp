#include "sync/session_outgoing.hpp"

#include <algorithm>

#include "sync/parcel.hpp"

namespace wayside::sync {

std::vector<LogName> Outgoing::plan(const Spaces& spaces, const Store& store) {
    std::vector<LogName> forked;
    if (!is_idle()) return forked;
    for (const SpaceId& space : spaces.shared()) {
        const Marks* theirs = spaces.theirs(space);
        if (theirs == nullptr) continue;
        const LiveAndEnded own = parted(store.holding(space));
        // Logs that have ended are older: what follows in a live one may build on them.
        for (const Marks* marks : {&own.ended, &own.live}) {
            for (const ledger::LogMark& ours : *marks) {
                const LogName name{space, ours.log};
                if (ours.sequence <= spaces.last_that_came(name)) continue;
                plan_log(name, ours, mark_in(*theirs, ours.log), forked);
            }
        }
    }
    return forked;
}

void Outgoing::plan_log(const LogName& name, const ledger::LogMark& ours,
                        const ledger::LogMark& theirs, std::vector<LogName>& forked) {
    if (stopped_.contains(name)) return;
    if (ours.sequence == theirs.sequence && ours.chain != theirs.chain) {
        stopped_.insert(name);
        forked.push_back(name);
    }
    if (ours.sequence <= theirs.sequence) return;
    const auto could_not = could_not_.find(name);
    if (could_not != could_not_.end() && could_not->second == ours) return;
    plan_.push_back({name, theirs.sequence + 1, ours.sequence});
    planned_[name] = ours;
}

const HeldParcel* Outgoing::held_of(const LogName& name, std::uint64_t first) const {
    const auto is_it = [&name, first](const HeldParcel& held) {
        return held.name.space == name.space && held.name.log == name.log &&
               held.name.first == first;
    };
    const auto held = std::ranges::find_if(held_, is_it);
    return held == held_.end() ? nullptr : &*held;
}

std::optional<PackWanted> Outgoing::wanted() const {
    const bool is_busy = asked_ || on_its_way_ || plan_.empty();
    if (is_busy || unanswered_bytes_ >= options_.window_bytes) return std::nullopt;
    const Item& item = plan_.front();
    PackWanted out;
    out.peer = peer_;
    out.space = item.name.space;
    out.log = item.name.log;
    out.first = item.next;
    const HeldParcel* held = held_of(item.name, item.next);
    if (held != nullptr && held->name.last <= item.target) out.last = held->name.last;
    out.most_opened_bytes = options_.most_opened_bytes;
    out.coding = coding_;
    out.closed = closed_.contains(item.name);
    return out;
}

void Outgoing::give_up_on_first() {
    could_not_[plan_.front().name] = planned_[plan_.front().name];
    plan_.pop_front();
}

Result<void> Outgoing::packed(const Result<Packed>& answer,
                              const trust::Register& region_register) {
    require(asked_ && !plan_.empty(), "a store packs what it was asked for");
    const PackWanted wanted = *std::exchange(asked_, std::nullopt);
    Item& item = plan_.front();
    require(item.name == LogName{wanted.space, wanted.log}, "a store packs what it was asked for");
    if (stopped_.contains(item.name)) {
        plan_.pop_front();
        return {};
    }
    const bool is_outdated =
        item.next != wanted.first || closed_.contains(item.name) != wanted.closed;
    if (is_outdated) return {};
    if (!answer) {
        const Why why = answer.refusal().why;
        if (why == Why::unavailable) return answer.refusal();
        give_up_on_first();
        return {};
    }
    require(answer->first == wanted.first && answer->last >= answer->first,
            "a store packs from where it was asked to");
    const Before before = stated_.contains(item.name) ? Before::stated : Before::checked;
    auto bytes = encode_parcel(answer->package, region_register, before);
    if (!bytes) {
        give_up_on_first();
        return {};
    }
    OnItsWay out;
    out.name = {wanted.space,
                wanted.log,
                answer->first,
                answer->last,
                static_cast<std::uint32_t>(bytes->size()),
                parcel_hash(*bytes)};
    const HeldParcel* held = held_of(item.name, answer->first);
    if (held != nullptr && held->name == out.name) out.offset = held->offset;
    out.after = answer->after;
    out.bytes = std::move(*bytes);
    on_its_way_ = std::move(out);
    item.next = answer->last + 1;
    if (item.next > item.target) plan_.pop_front();
    return {};
}

std::optional<FrameBody> Outgoing::next_frame(Tally& tally) {
    if (!on_its_way_) return std::nullopt;
    OnItsWay& parcel = *on_its_way_;
    std::optional<FrameBody> out;
    if (!parcel.is_announced) {
        parcel.is_announced = true;
        ++announced_;
        const bool is_brief = parcel.offset == 0 && parcel.bytes.size() <= part_bytes;
        if (is_brief) {
            out = brief_of(logs_, parcel.name, parcel.bytes);
            parcel.offset = parcel.bytes.size();
            tally.parcel_bytes_out += parcel.offset;
        } else {
            out = ParcelBody{parcel.name, static_cast<std::uint32_t>(parcel.offset)};
            tally.resumed_bytes += parcel.offset;
        }
        logs_.note(parcel.name);
    } else {
        const std::size_t count = std::min(part_bytes, parcel.bytes.size() - parcel.offset);
        const auto from = parcel.bytes.begin() + static_cast<std::ptrdiff_t>(parcel.offset);
        out = PartBody{Bytes(from, from + static_cast<std::ptrdiff_t>(count))};
        parcel.offset += count;
        tally.parcel_bytes_out += count;
    }
    if (parcel.offset == parcel.bytes.size()) {
        unanswered_.push_back({{parcel.name.space, parcel.name.log},
                               {parcel.name.log, parcel.name.last, parcel.after},
                               parcel.bytes.size(),
                               announced_});
        unanswered_bytes_ += parcel.bytes.size();
        ++tally.parcels_out;
        on_its_way_.reset();
    }
    return out;
}

void Outgoing::forget_unanswered(const LogName& name, std::uint64_t through) {
    const auto is_answered = [&name, through](const Sent& sent) {
        return sent.name == name && sent.after.sequence <= through;
    };
    for (const Sent& sent : unanswered_) {
        if (is_answered(sent)) unanswered_bytes_ -= sent.bytes;
    }
    std::erase_if(unanswered_, is_answered);
}

std::optional<SpaceWord> Outgoing::word_for(std::uint64_t parcel) const {
    const auto sent = std::ranges::find(unanswered_, parcel, &Sent::parcel);
    if (sent == unanswered_.end()) return std::nullopt;
    return SpaceWord{sent->name.space, Extent::some, false, {sent->after}, {}};
}

void Outgoing::heard(const Spaces& spaces, const SpaceId& space) {
    const Marks* theirs = spaces.theirs(space);
    if (theirs == nullptr) return;
    for (const ledger::LogMark& mark : *theirs) {
        forget_unanswered({space, mark.log}, mark.sequence);
    }
}

void Outgoing::refused(const LogName& name, const std::string& rule, const Spaces& spaces) {
    forget_unanswered(name, UINT64_MAX);
    const bool is_on_its_way =
        on_its_way_ && on_its_way_->name.space == name.space && on_its_way_->name.log == name.log;
    if (is_on_its_way) on_its_way_.reset();
    const auto is_it = [&name](const Item& item) { return item.name == name; };
    std::set<LogName>* otherwise = rule == "no_patient_key" ? &closed_
                                   : rule == "chain_before" ? &stated_
                                                            : nullptr;
    if (otherwise == nullptr || !otherwise->insert(name).second) {
        stopped_.insert(name);
        // The store's answer for the item in front is still to come.
        std::erase_if(plan_, [&](const Item& item) {
            return is_it(item) && !(asked_ && &item == &plan_.front());
        });
        return;
    }
    // From the beginning of what it lacks: what is on its way of it will be passed over.
    const Marks* theirs = spaces.theirs(name.space);
    if (theirs == nullptr) return;
    const std::uint64_t next = mark_in(*theirs, name.log).sequence + 1;
    const auto item = std::ranges::find_if(plan_, is_it);
    if (item != plan_.end()) item->next = next;
}

bool Outgoing::is_idle() const {
    return plan_.empty() && !asked_ && !on_its_way_ && unanswered_.empty();
}

}  // namespace wayside::sync
