// node/desk/wall_clock.hpp: what time it is for whoever stands at the desk.
#pragma once

#include "node/desk/group.hpp"
#include "storage/base/clock.hpp"
#include "storage/ledger/ledger_reader.hpp"

namespace wayside::desk {

/// A sandbox's requests put it forward, and that outlives the process. Used on the desk thread.
class WallClock {
  public:
    WallClock(MovableClock& clock, ledger::LedgerReader& reader);

    /// Earlier times are ignored; the setting that remembers it goes into `group`.
    void advance(std::optional<Timestamp> to, Group& group);
    [[nodiscard]] Timestamp now() const { return clock_.now(); }
    /// Whether it was ever put somewhere. It may then stand before the hybrid times that were given
    /// already, which never go back, so entries also say when they happened.
    [[nodiscard]] bool was_moved() const { return was_moved_; }

  private:
    MovableClock& clock_;
    bool was_moved_;
};

}  // namespace wayside::desk
