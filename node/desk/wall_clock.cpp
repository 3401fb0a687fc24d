#include "node/desk/wall_clock.hpp"

#include "node/desk/sandbox_clock.hpp"

namespace wayside::desk {

WallClock::WallClock(MovableClock& clock, ledger::LedgerReader& reader)
    : clock_(clock), was_moved_(reader.setting(sandbox_clock).has_value()) {}

void WallClock::advance(std::optional<Timestamp> to, Group& group) {
    if (!to) return;
    // A request that moves nothing writes nothing; of a group, the last word is written.
    const Timestamp before = clock_.now();
    clock_.advance_to(*to);
    if (was_moved_ && clock_.now() == before) return;
    was_moved_ = true;
    std::erase_if(group.batch.settings,
                  [](const ledger::NewSetting& setting) { return setting.name == sandbox_clock; });
    group.batch.settings.push_back({sandbox_clock, encode_sandbox_clock(clock_.now())});
}

}  // namespace wayside::desk
