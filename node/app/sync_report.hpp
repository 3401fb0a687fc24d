// node/app/sync_report.hpp: what a node may say of reconciliation to a person: who was heard, what
// is receipted, what waits, and what was refused.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "storage/ledger/holdings.hpp"
#include "storage/trust/box.hpp"
#include "sync/receipt.hpp"
#include "sync/transport/light.hpp"

namespace wayside::app {

/// Whether the region has a hub, met or not.
bool has_hub(const trust::Register& known);

/// Something that was refused, by us or by the peer, or a session that was.
struct SyncTrouble {
    std::string rule;
    DeviceId device{};  ///< zeros where nobody proved to be one
    LogId log{};        ///< zeros where it is no matter of a log
    bool is_by_peer = false;
    Timestamp at;
    /// Of a fork: the last entry of the log that both histories have; 0: none.
    std::optional<std::uint64_t> sequence{};
};

/// What the desk knows of a clinic, for a hub's row.
struct KnownClinic {
    std::string name;
    std::string time_zone;
    std::optional<Timestamp> last_entry;
};

/// The name of the setting that keeps what outlives the process.
inline constexpr const char* sync_report_setting = "sync_report";

/// Filled by the link thread and the desk thread, asked by network threads. A call takes
/// microseconds and calls nobody.
class SyncReport {
  public:
    explicit SyncReport(const Clock& wall) : wall_(wall) {}

    /// What is to outlive the process: receipts, who was heard, what came back. JSON.
    [[nodiscard]] Bytes saved() const;
    /// What `saved` gave; anything else changes nothing.
    void restore(ByteView saved);
    /// When what was restored had been saved; empty where nothing was.
    [[nodiscard]] std::optional<Timestamp> saved_at() const;

    void connected(const DeviceId& peer);
    void parted(const DeviceId& peer);
    void heard(const SpaceId& space);
    void know(const SpaceId& space, KnownClinic clinic);
    /// Entries of our own that we lacked came back.
    void restored(std::uint64_t entries);
    /// The same trouble again only moves its time.
    void trouble(SyncTrouble trouble);
    /// Replaces what was known of the space.
    void receipt(const sync::Receipt& receipt);

    /// What has no receipt yet; also what lies behind a damaged entry, which cannot cross before it
    /// is written again.
    struct Waiting {
        std::uint64_t entries = 0;
        std::optional<Timestamp> since;
    };
    /// To be asked whenever holdings or receipts change, so that `since` is known.
    Waiting waiting(const SpaceId& space, const ledger::Holdings& holdings);

    /// {"role":"clinic", ...} as openapi.json says; `light` empty: this node has no hub.
    [[nodiscard]] nlohmann::json clinic_json(const SpaceId& space, const ledger::Holdings& holdings,
                                             const std::optional<transport::Light>& light,
                                             bool is_cut);
    /// {"role":"hub", ...}: the clinics that were never heard first, then the longest silent.
    [[nodiscard]] nlohmann::json hub_json(const std::string& region,
                                          const std::vector<trust::ClinicSpaces>& clinics,
                                          const trust::Register& region_register,
                                          const ledger::Holdings& holdings);

  private:
    struct Receipted {
        std::map<LogId, ledger::LogMark> marks;
        Timestamp at;
    };
    struct Restored {
        std::uint64_t entries = 0;
        Timestamp at;
    };
    Waiting waiting_here(const SpaceId& space, const ledger::Holdings& holdings);
    [[nodiscard]] nlohmann::json troubles_json(
        const std::function<bool(const SyncTrouble&)>& wanted) const;
    /// The forked logs of a space, each as a trouble; since when is known only of those met by this
    /// process.
    [[nodiscard]] std::vector<SyncTrouble> forks_in(const SpaceId& space,
                                                    const ledger::Holdings& holdings) const;
    [[nodiscard]] nlohmann::json row(const trust::ClinicSpaces& clinic,
                                     const trust::Register& region_register,
                                     const ledger::Holdings& holdings) const;

    const Clock& wall_;
    mutable std::mutex mutex_;  // guards everything below
    std::map<DeviceId, int> links_;
    std::map<SpaceId, Timestamp> heard_;
    std::map<SpaceId, KnownClinic> known_;
    std::map<SpaceId, Receipted> receipted_;
    std::map<SpaceId, Timestamp> waiting_since_;
    std::optional<Restored> restored_;
    std::optional<Timestamp> saved_at_;
    std::deque<SyncTrouble> troubles_;
};

}  // namespace wayside::app
