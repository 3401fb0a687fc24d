// tests/sync/simulation/sim_node.hpp: a node with its real ledger on disk and its real register,
// that can be killed, copied and restored.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>

#include "storage/ledger/ledger.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/trust/enrolment.hpp"
#include "storage/trust/patient_keys.hpp"
#include "sync/session.hpp"

namespace wayside::sync::simulation {

/// Names, chains and plaintexts of a space: equal where two members hold the same.
using Contents = std::map<ledger::EntryName, std::pair<crypto::Hash32, Bytes>>;

struct SimClock final : Clock {
    std::int64_t ms = 1'772'438'400'000;
    [[nodiscard]] Timestamp now() const override { return {ms}; }
    [[nodiscard]] bool trusted() const override { return true; }
};

class SimNode {
  public:
    /// The hub of a new region.
    SimNode(std::uint64_t seed, const SimClock& clock);
    /// A clinic that was invited, and has met nobody yet.
    SimNode(std::uint64_t seed, const SimClock& clock, ByteView invitation);
    SimNode(const SimNode&) = delete;
    SimNode& operator=(const SimNode&) = delete;
    ~SimNode();

    /// Opens what lies on the disk, as a start of its own.
    void start();
    /// As kill -9 between two commits.
    void kill();
    void copy();
    /// The disk as it was when it was copied.
    void restore();
    void write(const SpaceId& space, const std::string& text);

    /// Every patient's key on the disk becomes unreadable; a start of its own follows.
    void lose_patient_keys();

    /// Those of the space that open.
    [[nodiscard]] trust::PatientKeys patient_keys(const SpaceId& space) const;
    [[nodiscard]] Contents contents(const SpaceId& space) const;
    [[nodiscard]] Identity identity() const;
    [[nodiscard]] bool is_up() const { return writer != nullptr; }

    const SimClock& clock;
    SeededRandom random;
    trust::DeviceRole role;
    std::unique_ptr<trust::Box> box;
    std::unique_ptr<ledger::Ledger> writer;
    std::unique_ptr<ledger::LedgerReader> reader;
    std::shared_ptr<const trust::Register> book;  ///< shared with the sessions
    std::map<DeviceId, Inbox> inboxes;
    std::map<SpaceId, Receipt> receipts;
    std::vector<std::string> refused;

  private:
    void create(const std::vector<Bytes>& records, const trust::DeviceSecrets& secrets,
                const trust::SecretsOwner& owner);

    std::filesystem::path folder_;
    crypto::Key unlocking_;
};

class SimStore final : public Store {
  public:
    explicit SimStore(SimNode& node) : node_(node) {}

    std::shared_ptr<const trust::Register> region_register() const override { return node_.book; }
    Holding holding(const SpaceId& space) const override;
    std::vector<trust::PatientKeyRow> forgotten(const SpaceId& space) const override;
    std::vector<ledger::Head> heads(const SpaceId& space, const LogId& log) const override;
    Inbox& inbox(const DeviceId& peer) override { return node_.inboxes[peer]; }
    void take_records(Ticket ticket, const std::vector<Bytes>& records) override;
    void enrol(Ticket ticket, const Bytes& proposal) override;
    void take_forgotten(Ticket ticket, const std::vector<trust::PatientKeyRow>& rows) override;
    void take(Ticket ticket, Arrived arrived) override;
    void pack(Ticket ticket, const PackWanted& wanted) override;
    void note_receipt(const Receipt& receipt) override;
    void note_heads(const DeviceId&, const std::vector<ledger::Head>&) override {}
    void note_refused(const DeviceId&, const SpaceId&, const LogId&, const std::string& rule,
                      bool by_peer) override;

    bool answer_one(Session& session, Timestamp now);

    std::uint64_t answered = 0;  ///< questions; what a store does to its disk, it does for one

  private:
    Result<void> store(const trust::Taken& taken);
    Result<void> receive(const Arrived& arrived);
    Result<Packed> packed(const PackWanted& wanted);

    SimNode& node_;
    std::deque<std::function<void(Session&, Timestamp)>> waiting_;
};

}  // namespace wayside::sync::simulation
