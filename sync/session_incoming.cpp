#include "sync/session_incoming.hpp"

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
    if (!restarts_.contains(log_of(name))) return false;
    const ledger::LogMark ours = mark_in(all_of(store.holding(name.space)), name.log);
    return name.first > ours.sequence + 1;
}

Result<Arrived> Incoming::open(const ParcelName& name, ByteView bytes) const {
    auto parcel = decode_parcel(bytes);
    if (!parcel) return parcel.refusal();
    const auto header = package_header(parcel->package);
    if (!header) return header.refusal();
    const bool is_it = header->origin.space == name.space && header->origin.log == name.log &&
                       header->first == name.first && header->last == name.last;
    if (!is_it) {
        return Refusal{Why::invalid, "a package of something else than was announced",
                       "parcel_name"};
    }
    Arrived out;
    out.from = peer_;
    out.space = name.space;
    out.log = name.log;
    out.first = name.first;
    out.last = name.last;
    out.package = Bytes(parcel->package.begin(), parcel->package.end());
    out.rows = std::move(parcel->rows);
    for (const trust::PatientKeyRow& row : out.rows) {
        if (row.space == name.space) continue;
        return Refusal{Why::invalid, "a patient's key of another space", "parcel_rows"};
    }
    return out;
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
    auto arrived = open(name, inbox.bytes_of(name));
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
    const bool may_restart = answer.refusal().rule_name() == "no_patient_key";
    if (!may_restart || !restarts_.insert(log).second) stopped_.insert(log);
    ++refusals_;
    return true;
}

}  // namespace wayside::sync
