// tests/sync/session/member.hpp: members of a made-up region whose ledgers lie in memory. Keys,
// register, seals, chains, heads and packages are the real ones; the disk alone is not.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "storage/trust/box.hpp"
#include "sync/session.hpp"

namespace wayside::sync::test {

struct MemoryEntry {
    ledger::Sealing sealing;
    Bytes plaintext;
    crypto::Hash32 chain{};
};

struct MemoryLog {
    ledger::LogOrigin origin;
    crypto::Hash32 previous{};
    std::vector<MemoryEntry> entries;
    std::map<std::uint64_t, ledger::Head> heads;
    std::vector<ledger::Head> contradicting;

    [[nodiscard]] crypto::Hash32 chain_at(std::uint64_t sequence) const;
};

/// What a machine that stops keeps, and what a copy restores.
struct Disk {
    Disk() = default;
    Disk(const Disk&) = default;
    Disk& operator=(const Disk&) = default;

    std::map<SpaceId, std::map<LogId, MemoryLog>> logs;
    std::map<SpaceId, std::map<PatientId, trust::PatientKeyRow>> rows;
};

class Member;

/// A region: its authority, and whom it let in.
class Region {
  public:
    explicit Region(std::uint64_t seed);

    std::unique_ptr<Member> add_device(trust::DeviceRole role);
    SpaceId open_space(trust::SpaceKind kind, const SpaceId& of = {});
    /// Seals the space's key to the member's device.
    void admit(const SpaceId& space, const Member& member);
    void revoke(const Member& member);
    /// Gives every record to a member.
    void tell(Member& member) const;

    [[nodiscard]] RegionId id() const { return book.region(); }
    void append(const trust::Body& body);

    SeededRandom random;
    crypto::Signer authority;
    trust::Register book;
    std::map<SpaceId, crypto::Key> keys;
};

/// One box or hub.
class Member {
  public:
    Member(Region& region, trust::DeviceRole role);

    void tell(const std::vector<Bytes>& records);
    [[nodiscard]] Identity identity() const;
    /// As after a restart: a new log, nothing in memory.
    void restart();
    /// Writes an entry of ours.
    void write(const SpaceId& space, const std::string& text);
    void write_many(const SpaceId& space, int count, const std::string& text);
    [[nodiscard]] Holding holding(const SpaceId& space) const;
    /// Every entry of the space in order of log and sequence, chained: equal where all is equal.
    [[nodiscard]] crypto::Hash32 digest(const SpaceId& space) const;
    [[nodiscard]] std::uint64_t entries(const SpaceId& space) const;

    [[nodiscard]] Result<Packed> pack(const PackWanted& wanted);
    [[nodiscard]] Result<void> take(const Arrived& arrived);

    RegionId region;
    trust::DeviceRole role;
    crypto::Signer signer;
    crypto::BoxPair pair;
    DeviceId device;
    std::shared_ptr<const trust::Register> book;
    trust::Keyring keyring;
    SeededRandom random;
    LogId start;
    Disk disk;
    std::map<DeviceId, Inbox> inboxes;

    std::map<SpaceId, Receipt> receipts;
    std::vector<std::string> refused;
    std::vector<ledger::Head> heads_heard;
    std::uint64_t taken = 0;          ///< packages
    std::uint64_t doubled = 0;        ///< entries that came and were here
    std::function<void()> on_take{};  ///< before a package is taken
    std::function<Result<void>(const Bytes& proposal)> on_enrol{};

  private:
    MemoryLog& own_log(const SpaceId& space);
    ledger::Head head_at(const MemoryLog& log, std::uint64_t sequence) const;
};

/// The store of one session, over a member. Answers wait until `answer_one`, as those of a node
/// whose other threads do the work.
class MemberStore final : public Store {
  public:
    explicit MemberStore(Member& member) : member_(member) {}

    std::shared_ptr<const trust::Register> region_register() const override { return member_.book; }
    Holding holding(const SpaceId& space) const override { return member_.holding(space); }
    std::vector<trust::PatientKeyRow> forgotten(const SpaceId& space) const override;
    std::vector<ledger::Head> heads(const SpaceId& space, const LogId& log) const override;
    Inbox& inbox(const DeviceId& peer) override { return member_.inboxes[peer]; }
    void take_records(Ticket ticket, const std::vector<Bytes>& records) override;
    void enrol(Ticket ticket, const Bytes& proposal) override;
    void take_forgotten(Ticket ticket, const std::vector<trust::PatientKeyRow>& rows) override;
    void take(Ticket ticket, Arrived arrived) override;
    void pack(Ticket ticket, const PackWanted& wanted) override;
    void note_receipt(const Receipt& receipt) override;
    void note_heads(const DeviceId& peer, const std::vector<ledger::Head>& heads) override;
    void note_refused(const DeviceId& peer, const SpaceId& space, const LogId& log,
                      const std::string& rule, bool by_peer) override;

    /// Does the next thing that was asked and answers it; false: nothing waits.
    bool answer_one(Session& session, Timestamp now);

  private:
    Member& member_;
    std::deque<std::function<void(Session&, Timestamp)>> waiting_;
};

}  // namespace wayside::sync::test
