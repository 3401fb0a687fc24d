// node/app/node_store.hpp: what one session needs of this node, over its ledger and its desk.
#pragma once

#include "node/app/meeting.hpp"
#include "sync/session.hpp"
#include "sync/store.hpp"

namespace wayside::app {

class NodeStore final : public sync::Store {
  public:
    /// How answers come back to the session: runs an act on it in the link thread, later; nothing
    /// where it is gone.
    using Tell = std::function<void(std::function<void(sync::Session&, Timestamp)>)>;

    /// `meeting` outlives it.
    NodeStore(Meeting& meeting, Tell tell) : meeting_(meeting), tell_(std::move(tell)) {}

    [[nodiscard]] std::shared_ptr<const trust::Register> region_register() const override;
    [[nodiscard]] sync::Holding holding(const SpaceId& space) const override;
    [[nodiscard]] std::vector<trust::PatientKeyRow> forgotten(const SpaceId& space) const override;
    [[nodiscard]] std::vector<ledger::Head> heads(const SpaceId& space,
                                                  const LogId& log) const override;
    sync::Inbox& inbox(const DeviceId& peer) override;

    void take_records(sync::Ticket ticket, const std::vector<Bytes>& records) override;
    void enrol(sync::Ticket ticket, const Bytes& proposal) override;
    void take_forgotten(sync::Ticket ticket,
                        const std::vector<trust::PatientKeyRow>& rows) override;
    void take(sync::Ticket ticket, sync::Arrived arrived) override;
    void pack(sync::Ticket ticket, const sync::PackWanted& wanted) override;

    void note_receipt(const sync::Receipt& receipt) override;
    void note_heads(const DeviceId& peer, const std::vector<ledger::Head>& heads) override;
    void note_refused(const DeviceId& peer, const SpaceId& space, const LogId& log,
                      const std::string& rule, bool by_peer) override;

  private:
    Meeting::Answer answer(sync::Ticket ticket) const;
    /// How many entries of our own a range holds that are not here.
    [[nodiscard]] std::uint64_t restored_by(const ledger::CheckedRange& range) const;
    /// What came of a package: entries, and the keys that they need.
    struct Unpacked {
        ledger::CheckedRange range;
        std::vector<trust::PatientKeyRow> keys;
    };
    Result<Unpacked> open(const sync::Arrived& arrived);
    /// As far as they are here.
    std::vector<trust::PatientKeyRow> rows_of(const SpaceId& space,
                                              const std::vector<PatientId>& patients);
    Result<sync::Packed> packed(const sync::PackWanted& wanted);

    Meeting& meeting_;
    Tell tell_;
};

}  // namespace wayside::app
