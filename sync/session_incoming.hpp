// sync/session_incoming.hpp: what the peer gave and the store has not answered for, in the order in
// which it came; for this folder only.
//
// One thing at a time is at the store. Bounded: parcels by the inbox, the rest by
// `max_waiting_bytes`.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <variant>

#include "sync/session_spaces.hpp"

namespace wayside::sync {

/// Of records and rows that wait for the store.
inline constexpr std::size_t max_waiting_bytes = 1024 * 1024;
/// So many refusals, and there is no sense in going on.
inline constexpr std::size_t max_refusals = 64;

struct TakeRecords {
    std::vector<Bytes> records;
};
struct TakeForgotten {
    std::vector<trust::PatientKeyRow> rows;
};
struct TakeParcel {
    ParcelName name;
    std::uint64_t number = 1;  ///< among the peer's parcels in this session
};
using Taking = std::variant<TakeRecords, TakeForgotten, TakeParcel>;

/// What one of them came to.
struct Taken {
    Taking what;
    Result<void> answer;
};

class Incoming {
  public:
    Incoming(const DeviceId& peer, const Coding* coding) : peer_(peer), coding_(coding) {}

    /// Refuses `too_many`, rule `waiting`.
    Result<void> add(Taking taking);

    /// Something of ours is at the store.
    [[nodiscard]] bool is_busy() const { return at_store_.has_value(); }
    [[nodiscard]] bool is_empty() const { return queue_.empty(); }
    /// Begins the next one: gives it to the store under this ticket, or answers it at once.
    /// Only where it is not busy and not empty.
    std::optional<Taken> begin(Ticket ticket, const Spaces& spaces, Inbox& inbox, Store& store);
    /// The store's answer; empty: this ticket is not one of ours.
    std::optional<Taken> answered(Ticket ticket, const Result<void>& answer);

    /// A parcel was taken or refused; gives whether the peer is to be told of a refusal.
    bool note(const ParcelName& name, const Result<void>& answer);
    [[nodiscard]] bool is_stopped(const LogName& name) const { return stopped_.contains(name); }
    [[nodiscard]] std::size_t refusals() const { return refusals_; }

  private:
    [[nodiscard]] bool is_passed_over(const ParcelName& name, const Store& store) const;
    [[nodiscard]] Result<Arrived> open(const ParcelName& name, ByteView bytes,
                                       const Store& store) const;

    DeviceId peer_;
    const Coding* coding_;
    std::deque<Taking> queue_;
    std::size_t waiting_bytes_ = 0;
    std::optional<std::pair<Ticket, Taking>> at_store_;
    std::set<LogName> stopped_;  ///< nothing more of them is taken in this session
    /// One was refused by this rule; the peer begins again where we stand.
    std::set<std::pair<LogName, std::string>> restarts_;
    std::size_t refusals_ = 0;
};

}  // namespace wayside::sync
