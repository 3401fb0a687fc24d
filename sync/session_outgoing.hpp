// sync/session_outgoing.hpp: what the peer lacks, in order, parcel by parcel; for this folder only.
//
// It plans in rounds: all that the peer lacks now is sent without waiting for answers, as far as
// the window allows; the next round begins when everything of this one is answered. So a backlog
// crosses in one go, and what happens while a parcel is unanswered gathers into the next one.
#pragma once

#include <deque>
#include <map>
#include <set>

#include "sync/session_logs.hpp"

namespace wayside::sync {

class Outgoing {
  public:
    Outgoing(const DeviceId& peer, const Coding* coding, const Options& options)
        : peer_(peer), coding_(coding), options_(options) {}

    /// What the peer holds of parcels of ours that were cut off.
    void hold(const std::vector<HeldParcel>& held) { held_ = held; }
    /// Plans a round, if none is under way. Gives the logs of which the peer holds another chain of
    /// our length: a fork. They are left alone from now on.
    std::vector<LogName> plan(const Spaces& spaces, const Store& store);

    /// The next package to ask the store for, if one is wanted now.
    [[nodiscard]] std::optional<PackWanted> wanted() const;
    /// The store was asked for it.
    void asked(const PackWanted& wanted) { asked_ = wanted; }
    /// Refuses what ends the session: a store that cannot answer now.
    Result<void> packed(const Result<Packed>& answer, const trust::Register& region_register);

    /// The next frame of the parcel that is on its way; empty: none is.
    std::optional<FrameBody> next_frame(Tally& tally);

    /// What a receipt says of the parcel with this number, counted from 1 in this session; empty:
    /// it was answered before.
    [[nodiscard]] std::optional<SpaceWord> word_for(std::uint64_t parcel) const;
    /// The peer's word on a space: what it covers is answered.
    void heard(const Spaces& spaces, const SpaceId& space);
    /// The peer wants nothing more of this log; with rule `no_patient_key` it wants it closed, with
    /// rule `chain_before` with the chain hash that it goes on from.
    void refused(const LogName& name, const std::string& rule, const Spaces& spaces);
    void stop(const LogName& name) { stopped_.insert(name); }

    /// Nothing planned, on its way or unanswered.
    [[nodiscard]] bool is_idle() const;
    [[nodiscard]] bool is_stopped(const LogName& name) const { return stopped_.contains(name); }
    [[nodiscard]] std::size_t unanswered_bytes() const { return unanswered_bytes_; }

  private:
    struct Item {
        LogName name;
        std::uint64_t next = 1;
        std::uint64_t target = 1;
    };
    struct Sent {
        LogName name;
        ledger::LogMark after;
        std::size_t bytes = 0;
        std::uint64_t parcel = 1;  ///< its number
    };
    struct OnItsWay {
        ParcelName name;
        crypto::Hash32 after{};
        Bytes bytes;
        std::size_t offset = 0;
        bool is_announced = false;
    };

    void give_up_on_first();
    void plan_log(const LogName& name, const ledger::LogMark& ours, const ledger::LogMark& theirs,
                  std::vector<LogName>& forked);
    [[nodiscard]] const HeldParcel* held_of(const LogName& name, std::uint64_t first) const;
    void forget_unanswered(const LogName& name, std::uint64_t through);

    DeviceId peer_;
    const Coding* coding_;
    Options options_;
    std::vector<HeldParcel> held_;
    std::deque<Item> plan_;
    std::optional<PackWanted> asked_;
    std::optional<OnItsWay> on_its_way_;
    std::deque<Sent> unanswered_;
    std::size_t unanswered_bytes_ = 0;
    std::set<LogName> stopped_;
    std::uint64_t announced_ = 0;                   ///< parcels
    NamedLogs logs_;                                ///< that they were of
    std::set<LogName> closed_;                      ///< to be sent with every value as it lies
    std::set<LogName> stated_;                      ///< with the chain hash before
    std::map<LogName, ledger::LogMark> could_not_;  ///< our mark when the store had nothing to pack
    std::map<LogName, ledger::LogMark> planned_;
};

}  // namespace wayside::sync
