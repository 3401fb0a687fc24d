// node/desk/judge.hpp: decides one tenant's calls on the desk thread and adds what they come to to
// a group.
#pragma once

#include <map>

#include "node/desk/group.hpp"
#include "node/desk/repeats.hpp"
#include "node/desk/tenant.hpp"
#include "node/desk/wall_clock.hpp"
#include "storage/shelf/shelf.hpp"

namespace wayside::desk {

/// The table, walked: who may, was it asked before, read, decide, write. Used on the desk thread
/// only.
class Judge {
  public:
    /// What all tenants of a desk share; outlives the judge.
    struct Shared {
        ledger::LedgerReader& reader;
        WallClock& clock;
        crypto::IdSource& ids;
        Random& random;
    };
    Judge(Tenant tenant, const Shared& shared);
    Judge(const Judge&) = delete;  // its tables point into itself
    Judge& operator=(const Judge&) = delete;

    /// Judges `call` and adds its answer, and whatever it commits, to `group`.
    void judge(Call call, Reply reply, Group& group);
    /// Renders a view and adds its answer to `group`.
    void render(const Question& question, Reply reply, Group& group);

    /// Opens the keys of our patients among these, and shows their words; those of a patient who
    /// is forgotten are gone at once. Only where nothing is in hand.
    void learn_keys(const std::vector<trust::PatientKeyRow>& rows, Group& group);
    /// Takes a range of this space into the read model; it and what becomes of it go into `group`.
    void take(const ledger::CheckedRange& range, Group& group);
    /// Adds to `group` what waited for entries of ours that nobody has any more, written again.
    /// Only where nothing is in hand.
    void settle_lost(const HeldElsewhere& there, const ledger::Holdings& holdings, Group& group);

    /// A group with this in it is durable.
    void settled(const Group& group);
    /// A group with this in it failed, and so did what was judged on it, `built_on_it`.
    void lost(const Group& group, const Group& built_on_it);
    /// A fork was found: the documents are read anew, up to where our log ends now.
    void read_anew();

  private:
    Answer answer(const Call& call, Group& group);
    void write_again(const DeviceId& own, const shelf::LostFrom& lost, Group& group);
    void add_events(const std::vector<ledger::DocumentId>& touched, Group& group) const;
    Answer decide(const Command& command, const Call& call, Group& group);
    Result<Done> write(const Command& command, const Call& call, Decision decision, Group& group);
    void forget(const Group& group);

    Tenant tenant_;
    Shared shared_;
    Repeats repeats_;
    std::optional<shelf::LostFrom> lost_before_;  ///< `tenant_.lost`, while a commit adds to it
    std::map<std::string, const Command*> commands_;
    std::map<std::string, const View*> views_;
};

}  // namespace wayside::desk
