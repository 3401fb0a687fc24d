#include "storage/trust/new_space.hpp"

#include <algorithm>

namespace wayside::trust {

Result<NewSpace> draw_space(std::span<const crypto::PublicKey> members, Random& random) {
    SpaceId space;
    random.fill(space.bytes);
    return space_with(space, crypto::Key::draw(random), members, random);
}

Result<NewSpace> space_with(const SpaceId& space, const crypto::Key& key,
                            std::span<const crypto::PublicKey> members, Random& random) {
    NewSpace out;
    out.space = space;
    out.key_id = crypto::key_id(key);
    for (const crypto::PublicKey& member : members) {
        const auto boxed = crypto::box_for(member, key.view(), random);
        if (!boxed) return boxed.refusal();
        BoxedKey& place = out.boxed.emplace_back();
        require(boxed->size() == place.size(), "a boxed key has 80 bytes");
        std::copy(boxed->begin(), boxed->end(), place.begin());
    }
    return out;
}

}  // namespace wayside::trust
