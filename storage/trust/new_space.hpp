// storage/trust/new_space.hpp: a space that is about to be opened; for this folder only.
#pragma once

#include <span>

#include "storage/trust/register_record.hpp"

namespace wayside::trust {

/// Its id, and the first key of it as each member gets it. The key itself is nowhere else.
struct NewSpace {
    SpaceId space;
    crypto::Hash32 key_id{};
    std::vector<BoxedKey> boxed;  ///< in the order of the members
};

/// Refuses `invalid` for a member's sealing key of low order, which would open for everybody.
Result<NewSpace> draw_space(std::span<const crypto::PublicKey> members, Random& random);
/// The same of a space and a key that a box has already.
Result<NewSpace> space_with(const SpaceId& space, const crypto::Key& key,
                            std::span<const crypto::PublicKey> members, Random& random);

}  // namespace wayside::trust
