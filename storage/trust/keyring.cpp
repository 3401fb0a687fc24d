#include "storage/trust/keyring.hpp"

#include <mutex>

namespace wayside::trust {

namespace {

/// Opens one sealed key and puts it where it belongs.
Result<void> add_sealed(Keyring& keyring, const KeySealed& sealed, const crypto::Hash32& key_id,
                        const crypto::BoxPair& pair) {
    auto opened = pair.open(sealed.boxed);
    if (!opened) return opened.refusal();
    auto key = crypto::Key::from(*opened);
    crypto::wipe(*opened);
    if (!key) return key.refusal();
    return keyring.add(sealed.space, sealed.generation, key_id, *std::move(key));
}

}  // namespace

Result<void> Keyring::add(const SpaceId& space, std::uint32_t generation, const crypto::Hash32& id,
                          crypto::Key key) {
    if (crypto::key_id(key) != id) {
        return Refusal{Why::invalid, "a space key that does not give its id", "key_id"};
    }
    const std::unique_lock lock(held_->mutex);
    const auto [place, is_new] =
        held_->spaces[space].try_emplace(generation, SpaceKey{id, std::move(key), generation});
    if (!is_new && place->second.id != id) {
        return Refusal{Why::invalid, "another key of this generation is here", "generation"};
    }
    return {};
}

const SpaceKey* Keyring::newest(const SpaceId& space) const {
    const std::shared_lock lock(held_->mutex);
    const auto found = held_->spaces.find(space);
    if (found == held_->spaces.end() || found->second.empty()) return nullptr;
    return &found->second.rbegin()->second;
}

const SpaceKey* Keyring::find(const SpaceId& space, const crypto::Hash32& key_id) const {
    const std::shared_lock lock(held_->mutex);
    const auto found = held_->spaces.find(space);
    if (found == held_->spaces.end()) return nullptr;
    for (const auto& [generation, key] : found->second) {
        if (key.id == key_id) return &key;
    }
    return nullptr;
}

std::vector<UnopenedKey> open_keys(const Register& region_register, const DeviceId& device,
                                   const crypto::BoxPair& pair, Keyring& into) {
    std::vector<UnopenedKey> unopened;
    for (const KeySealed& sealed : region_register.sealed_keys()) {
        if (sealed.device != device) continue;
        const GenerationOpened* generation =
            region_register.generation(sealed.space, sealed.generation);
        require(generation != nullptr, "the register seals keys of open generations only");
        if (into.find(sealed.space, generation->key_id) != nullptr) continue;
        const auto added = add_sealed(into, sealed, generation->key_id, pair);
        if (!added) unopened.push_back({sealed.space, sealed.generation, added.refusal()});
    }
    return unopened;
}

}  // namespace wayside::trust
