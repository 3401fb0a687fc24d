// node/app/meeting.hpp: what all sessions of a node share when it meets others of its region.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "node/app/data_dir.hpp"
#include "node/app/sync_report.hpp"
#include "node/desk/desk.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/trust/patient_keys.hpp"
#include "sync/inbox.hpp"

namespace wayside::app {

/// All of it outlives the meeting.
struct MeetingParts {
    DataDir dir;
    trust::Box& box;  ///< its register, clinics and keys grow; by the meeting alone from now on
    desk::Desk& desk;
    const ledger::Holdings& holdings;
    ledger::LedgerReader& reader;  ///< used on the link thread alone
    const Clock& wall;
    SyncReport& report;
    /// What a person is told has changed: a receipt, a peer, a trouble. Any thread.
    std::function<void()> told;
    /// Clinics came into the register; called on the desk thread.
    std::function<void(const std::vector<trust::ClinicSpaces>&)> enrolled;
};

class Meeting {
  public:
    explicit Meeting(MeetingParts parts);
    Meeting(const Meeting&) = delete;
    Meeting& operator=(const Meeting&) = delete;

    using Answer = std::function<void(const Result<void>&)>;

    // From any thread.

    [[nodiscard]] std::shared_ptr<const trust::Register> region_register() const;
    [[nodiscard]] std::vector<trust::ClinicSpaces> clinics() const;
    [[nodiscard]] const MeetingParts& parts() const { return parts_; }

    // On the link thread. `answer` is called on the desk thread, or at once.

    sync::Inbox& inbox(const DeviceId& peer) { return inboxes_[peer]; }
    void take_records(const std::vector<Bytes>& records, Answer answer);
    void enrol(const Bytes& proposal, Answer answer);
    /// The patients' rows that say forgotten.
    [[nodiscard]] std::vector<trust::PatientKeyRow> forgotten(const SpaceId& space) const;
    void take_forgotten(const std::vector<trust::PatientKeyRow>& rows, Answer answer);
    /// nullptr where it is not here, or forgotten.
    const crypto::Key* patient_key(const SpaceId& space, const PatientId& patient);
    /// As it is stored.
    std::optional<trust::PatientKeyRow> key_row(const SpaceId& space, const PatientId& patient);
    void learn_keys(const std::vector<trust::PatientKeyRow>& rows);

    /// Entries of a space came and are durable, so many of them our own that we had lost.
    void kept(const SpaceId& space, std::uint64_t restored);
    /// A peer's word on what is durable there.
    void receipt(const sync::Receipt& receipt);
    /// What the report says has changed: a later commit keeps it, and screens are told. Any thread.
    void tell();

  private:
    void store_records(std::vector<Bytes> records, Answer answer);
    void publish();
    /// Empty while a member of the space has not spoken yet.
    [[nodiscard]] std::optional<desk::HeldElsewhere> held_elsewhere(const SpaceId& space) const;

    MeetingParts parts_;
    mutable std::mutex mutex_;  // guards the box's register and clinics, and their copies below
    std::shared_ptr<const trust::Register> register_;
    std::vector<trust::ClinicSpaces> clinics_;
    std::map<DeviceId, sync::Inbox> inboxes_;
    // By space, too: what one clinic says of a patient is nothing to another.
    std::map<SpaceId, trust::PatientKeys> keys_;
    std::map<std::pair<SpaceId, PatientId>, trust::PatientKeyRow> forgotten_;
    /// By their own word since this start.
    std::map<SpaceId, std::map<DeviceId, std::vector<ledger::LogMark>>> there_;
};

}  // namespace wayside::app
