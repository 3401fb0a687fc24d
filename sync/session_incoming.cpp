#include "sync/session_incoming.hpp"

#include <algorithm>

#include "sync/parcel.hpp"

namespace wayside::sync {

namespace {

LogName log_of(const ParcelName& name) {
    return {name.space, name.log};
}

std::size_t bytes_of(const Taking& taking) {
    std::size_t bytes = 0;
    if (const auto* records = std::get_if<TakeRecords>(&taking)) {
        for (const Bytes& record : records->records) bytes += record.size();
    }
    if (const auto* forgotten = std::get_if<TakeForgotten>(&taking)) {
        bytes += forgotten->rows.size() * sizeof(trust::PatientKeyRow);
    }
    return bytes;
}

/// How records and rows are given to the store.
struct Ask {
    Ticket ticket;
    Store& store;

    void operator()(const TakeRecords& what) const { store.take_records(ticket, what.records); }
    void operator()(const TakeForgotten& what) const { store.take_forgotten(ticket, what.rows); }
    void operator()(const TakeParcel&) const {}
};

}  // namespace

Result<void> Incoming::add(Taking taking) {
    const std::size_t bytes = bytes_of(taking);
    if (waiting_bytes_ + bytes > max_waiting_bytes ||
        queue_.size() > 2 * max_inbox_parcels + 1024) {
        return Refusal{Why::too_many, "the peer sends more than it waits for", "waiting"};
    }
    waiting_bytes_ += bytes;
    queue_.push_back(std::move(taking));
    return {};
}

bool Incoming::is_passed_over(const ParcelName& name, const Store& store) const {
    if (stopped_.contains(log_of(name))) return true;
    const auto is_it = [&name](const auto& each) { return each.first == log_of(name); };
    if (std::ranges::none_of(restarts_, is_it)) return false;
    const ledger::LogMark ours = mark_in(all_of(store.holding(name.space)), name.log);
    return name.first > ours.sequence + 1;
}

Result<Arrived> Incoming::open(const ParcelName& name, ByteView bytes, const Store& store) const {
    const auto region_register = store.region_register();
    const ledger::LogMark ours = mark_in(all_of(store.holding(name.space)), name.log);
    auto package = decode_parcel(bytes, {.region_register = *region_register,
                                         .packer = peer_,
                                         .coding = coding_->number,
                                         .dictionary = coding_->dictionary,
                                         .space = name.space,
                                         .log = name.log,
                                         .first = name.first,
                                         .last = name.last,
                                         .ours = ours});
    if (!package) return package.refusal();
    return Arrived{peer_, name.space, name.log, name.first, name.last, std::move(*package)};
}

std::optional<Taken> Incoming::begin(Ticket ticket, const Spaces& spaces, Inbox& inbox,
                                     Store& store) {
    require(!at_store_ && !queue_.empty(), "one thing at a time is at the store");
    Taking next = std::move(queue_.front());
    queue_.pop_front();
    waiting_bytes_ -= bytes_of(next);
    const auto* parcel = std::get_if<TakeParcel>(&next);
    if (parcel == nullptr) {
        const auto& kept = at_store_.emplace(ticket, std::move(next)).second;
        // It may be answered from within: what is asked must outlive that.
        const Taking asked = kept;
        std::visit(Ask{ticket, store}, asked);
        return std::nullopt;
    }
    const ParcelName name = parcel->name;
    if (!spaces.is_shared(name.space)) {
        return Taken{next, Refusal{Why::forbidden, "a package of a space that is not for both",
                                   "not_a_member"}};
    }
    if (is_passed_over(name, store)) {
        inbox.done(name);
        return std::nullopt;
    }
    auto arrived = open(name, inbox.bytes_of(name), store);
    if (!arrived) return Taken{next, arrived.refusal()};
    at_store_.emplace(ticket, std::move(next));
    store.take(ticket, std::move(*arrived));
    return std::nullopt;
}

std::optional<Taken> Incoming::answered(Ticket ticket, const Result<void>& answer) {
    if (!at_store_ || at_store_->first != ticket) return std::nullopt;
    Taken out{std::move(at_store_->second), answer};
    at_store_.reset();
    return out;
}

bool Incoming::note(const ParcelName& name, const Result<void>& answer) {
    if (answer) return false;
    const LogName log = log_of(name);
    if (stopped_.contains(log)) return false;
    const std::string rule = answer.refusal().rule_name();
    const bool may_restart = rule == "no_patient_key" || rule == "chain_before";
    if (!may_restart || !restarts_.emplace(log, rule).second) stopped_.insert(log);
    ++refusals_;
    return true;
}

}  // namespace wayside::sync
