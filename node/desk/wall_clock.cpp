#include "node/desk/wall_clock.hpp"

#include "node/desk/sandbox_clock.hpp"

namespace wayside::desk {

WallClock::WallClock(MovableClock& clock, ledger::LedgerReader& reader)
    : clock_(clock), was_moved_(reader.setting(sandbox_clock).has_value()) {}

void WallClock::advance(std::optional<Timestamp> to, Group& group) {
    if (!to) return;
    clock_.advance_to(*to);
    was_moved_ = true;
    group.batch.settings.push_back({sandbox_clock, encode_sandbox_clock(clock_.now())});
}

}  // namespace wayside::desk
