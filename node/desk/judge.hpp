// node/desk/judge.hpp: decides one call on the desk thread and adds what it comes to to a group.
#pragma once

#include <map>

#include "node/desk/group.hpp"
#include "node/desk/repeats.hpp"
#include "storage/shelf/shelf.hpp"

namespace wayside::desk {

/// The table, walked: who may, was it asked before, read, decide, write. Used on the desk thread
/// only.
class Judge {
  public:
    Judge(DeskParts& parts, Repeats& repeats, crypto::IdSource& ids);

    /// Judges `call` and adds its answer, and whatever it commits, to `group`.
    void judge(Call call, Reply reply, Group& group);
    /// Renders a view and adds its answer to `group`.
    void render(const Question& question, Reply reply, Group& group);

  private:
    Answer answer(const Call& call, Group& group);
    Answer decide(const Command& command, const Call& call, Group& group);
    Result<Done> write(const Command& command, const Call& call, Decision decision, Group& group);
    void move_clock(std::optional<Timestamp> to, Group& group);

    DeskParts& parts_;
    Repeats& repeats_;
    crypto::IdSource& ids_;
    std::map<std::string, const Command*> commands_;
    std::map<std::string, const View*> views_;
    /// Whether a sandbox's clock was ever put somewhere. It may then stand before the hybrid times
    /// that were given already, which never go back, so entries also say when they happened.
    bool clock_was_moved_;
};

}  // namespace wayside::desk
