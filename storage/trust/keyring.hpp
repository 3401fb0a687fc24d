// storage/trust/keyring.hpp: the space keys that this node holds, by generation.
#pragma once

#include <map>
#include <memory>
#include <shared_mutex>
#include <vector>

#include "storage/trust/register.hpp"

namespace wayside::trust {

struct SpaceKey {
    crypto::Hash32 id{};
    crypto::Key key;
    std::uint32_t generation = 0;
};

/// Keys are added and never taken away or changed. Read and added to by any number of threads;
/// move-only, as its keys are, and moved by one thread only.
class Keyring {
  public:
    /// `suite` is the region's: what new seals are made with. Opening follows what each format
    /// says.
    explicit Keyring(crypto::Suite suite) : suite_(suite), held_(std::make_unique<Held>()) {}

    [[nodiscard]] crypto::Suite suite() const { return suite_; }

    /// Refuses `invalid`, rule `key_id`, for a key that does not give `id`, and rule `generation`
    /// where this generation has another key. The same key twice is no harm.
    Result<void> add(const SpaceId& space, std::uint32_t generation, const crypto::Hash32& id,
                     crypto::Key key);

    /// The key of the greatest generation held: what new seals are made under. nullptr when absent;
    /// valid as long as the keyring, wherever it is moved and whatever is added.
    [[nodiscard]] const SpaceKey* newest(const SpaceId& space) const;
    /// nullptr when absent; valid as long.
    [[nodiscard]] const SpaceKey* find(const SpaceId& space, const crypto::Hash32& key_id) const;

  private:
    struct Held {
        /// Guards the maps' shape. A key in its node stays where it is and as it is, so what was
        /// found is read without it.
        std::shared_mutex mutex;
        std::map<SpaceId, std::map<std::uint32_t, SpaceKey>> spaces;
    };

    crypto::Suite suite_;
    std::unique_ptr<Held> held_;
};

/// A key that the register says is ours and that would not open.
struct UnopenedKey {
    SpaceId space;
    std::uint32_t generation = 0;
    Refusal refusal;
};

/// Opens every space key that the register holds for this device and the keyring lacks. Gives those
/// that would not open, for `verify` and the log; the clinic goes on without.
std::vector<UnopenedKey> open_keys(const Register& region_register, const DeviceId& device,
                                   const crypto::BoxPair& pair, Keyring& into);

}  // namespace wayside::trust
