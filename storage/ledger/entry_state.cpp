#include "storage/ledger/entry_state.hpp"

#include "storage/crypto/hash.hpp"

namespace wayside::ledger {

std::int64_t column_of(EntryState state, const EntryName& entry) {
    ByteWriter rest;
    rest.u64(entry.sequence);
    rest.u8(static_cast<std::uint8_t>(state));
    const auto check = crypto::hash<4>("wayside state", {}, {entry.log.view(), rest.bytes()});
    const std::int64_t above = ByteReader(check).u32();
    return above << 8 | static_cast<std::int64_t>(state);
}

std::optional<EntryState> state_of(std::int64_t column, const EntryName& entry) {
    for (const auto state : {EntryState::applied, EntryState::held, EntryState::set_aside,
                             EntryState::written_again}) {
        if (column == column_of(state, entry)) return state;
    }
    return std::nullopt;
}

}  // namespace wayside::ledger
