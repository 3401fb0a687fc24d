// storage/trust/keyring.hpp: the space keys that this node holds, by generation.
#pragma once

#include <map>
#include <vector>

#include "storage/trust/register.hpp"

namespace wayside::trust {

struct SpaceKey {
    crypto::Hash32 id{};
    crypto::Key key;
    std::uint32_t generation = 0;
};

/// Filled when the node opens and read by everybody after; move-only, as its keys are.
class Keyring {
  public:
    /// `suite` is the region's: what new seals are made with. Opening follows what each format
    /// says.
    explicit Keyring(crypto::Suite suite) : suite_(suite) {}

    [[nodiscard]] crypto::Suite suite() const { return suite_; }

    /// Refuses `invalid`, rule `key_id`, for a key that does not give `id`, and rule `generation`
    /// where this generation has another key. The same key twice is no harm.
    Result<void> add(const SpaceId& space, std::uint32_t generation, const crypto::Hash32& id,
                     crypto::Key key);

    /// The key of the greatest generation held: what new seals are made under. nullptr when absent;
    /// valid as long as the keyring, wherever it is moved.
    [[nodiscard]] const SpaceKey* newest(const SpaceId& space) const;
    /// nullptr when absent; valid as long.
    [[nodiscard]] const SpaceKey* find(const SpaceId& space, const crypto::Hash32& key_id) const;

  private:
    crypto::Suite suite_;
    std::map<SpaceId, std::map<std::uint32_t, SpaceKey>> spaces_;
};

/// A key that the register says is ours and that would not open.
struct UnopenedKey {
    SpaceId space;
    std::uint32_t generation = 0;
    Refusal refusal;
};

struct OpenedKeys {
    Keyring keyring;
    std::vector<UnopenedKey> unopened;  ///< for `verify` and the log; the clinic goes on without
};

/// Opens every space key that the register holds for this device.
OpenedKeys open_keys(const Register& region_register, const DeviceId& device,
                     const crypto::BoxPair& pair);

}  // namespace wayside::trust
