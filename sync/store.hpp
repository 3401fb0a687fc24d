// sync/store.hpp: what a session needs of the node that it speaks for.
//
// The node implements it over its ledger, its desk and its register; tests implement it over what
// they like. One object for each session, called in the session's thread and never again once the
// session is destroyed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/ledger/frontier.hpp"
#include "storage/ledger/head.hpp"
#include "storage/trust/patient_key_row.hpp"
#include "sync/coding.hpp"
#include "sync/inbox.hpp"
#include "sync/receipt.hpp"

namespace wayside::sync {

/// Names a question that a session asked its store; counts up within the session. The answer is
/// `Session::packed` or `Session::stored`, exactly one for each, later or from within the question.
struct Ticket {
    std::uint64_t number = 0;
    friend auto operator<=>(const Ticket&, const Ticket&) = default;
};

/// What this node has of a space, durable, so that it may be receipted: ordered by log, each once.
using Holding = std::vector<OwnLog>;

/// A package that is wanted for the peer.
struct PackWanted {
    DeviceId peer;
    SpaceId space;
    LogId log;
    std::uint64_t first = 1;
    /// Exactly up to here, because the peer holds a part of such a package. Empty: as far as the
    /// log goes and `most_opened_bytes` allows.
    std::optional<std::uint64_t> last;
    std::size_t most_opened_bytes = 0;
    const Coding* coding = nullptr;  ///< the newest that both read; never nullptr
    /// The peer lacked a patient's key: this time every value travels as it lies, and the keys of
    /// all that the range changes come with it (`keys_brought`).
    bool closed = false;
};

struct Packed {
    std::uint64_t first = 1;
    std::uint64_t last = 1;
    crypto::Hash32 after{};  ///< chain hash at the last
    /// Of form `given`, by this node, with the keys of `keys_brought`. The same bytes each time, as
    /// long as nothing was forgotten.
    Bytes package;
};

/// A package that came whole. Of what is in it the session has looked at the header alone.
struct Arrived {
    DeviceId from;
    SpaceId space;
    LogId log;
    std::uint64_t first = 1;
    std::uint64_t last = 1;
    Bytes package;  ///< for `open_package` and then `ledger::check_range`
};

class Store {
  public:
    virtual ~Store() = default;

    // At once, from memory.

    /// The register as it stands. Shared by the node, which replaces it as records come, and every
    /// session that still looks at the one before.
    [[nodiscard]] virtual std::shared_ptr<const trust::Register> region_register() const = 0;
    [[nodiscard]] virtual Holding holding(const SpaceId& space) const = 0;
    /// The rows of a space that say *forgotten*, in any order.
    [[nodiscard]] virtual std::vector<trust::PatientKeyRow> forgotten(
        const SpaceId& space) const = 0;
    /// The heads that are kept of a log, in order, the newest and those that prove a fork; of an
    /// own log also one for where it stands. Rare: it may read the disk.
    [[nodiscard]] virtual std::vector<ledger::Head> heads(const SpaceId& space,
                                                          const LogId& log) const = 0;
    /// What came of this device's packages up to now; outlives sessions, so that a cut costs
    /// nothing.
    virtual Inbox& inbox(const DeviceId& peer) = 0;

    // Answered later by `Session::stored`, with a refusal where the world said no. A session has at
    // most one of these under way, and asks for them in the order in which things came.

    /// Records of the register, in order; those that are here are no harm. Answered when they are
    /// durable and `region_register` gives them. Rule `register_forked` or `register_stopped`: the
    /// session goes on with what the register was.
    virtual void take_records(Ticket ticket, const std::vector<Bytes>& records) = 0;
    /// A device that is not in the register asks to be enrolled (`trust::enrol`); only where this
    /// node keeps the region's authority, else rule `not_authority`.
    virtual void enrol(Ticket ticket, const Bytes& proposal) = 0;
    /// Rows that say *forgotten*.
    virtual void take_forgotten(Ticket ticket, const std::vector<trust::PatientKeyRow>& rows) = 0;
    /// Opens, checks and commits. Answered when it is durable and `holding` shows it. A refusal
    /// stops this log in this session and is told to the peer by its rule; with rule
    /// `no_patient_key` the peer sends the range again closed; `unavailable` and `busy` end the
    /// session, to be tried again.
    virtual void take(Ticket ticket, Arrived arrived) = 0;

    // Answered later by `Session::packed`. At most one under way.

    /// Synchronises the marker before it answers. Refuses `not_found` where there is nothing to
    /// pack (any more): the log is left alone until the holding changes.
    virtual void pack(Ticket ticket, const PackWanted& wanted) = 0;

    // Told, not asked. To be noted at leisure.

    /// The peer's signed word on what is durable there; the opening one of a session withdraws what
    /// earlier ones showed beyond it.
    virtual void note_receipt(const Receipt& receipt) = 0;
    /// Heads of a log that the peer holds and that do not lie on our chain, it says: nothing is
    /// believed yet (`ledger::prove_fork`).
    virtual void note_heads(const DeviceId& peer, const std::vector<ledger::Head>& heads) = 0;
    /// Something the peer gave was refused, or it refused something of ours (`by_peer`).
    virtual void note_refused(const DeviceId& peer, const SpaceId& space, const LogId& log,
                              const std::string& rule, bool by_peer) = 0;
};

}  // namespace wayside::sync
