// tests/storage/trust/region.hpp: a hub that founded a region, and boxes that come into it.
#pragma once

#include "storage/trust/enrolment.hpp"
#include "tests/storage/trust/world.hpp"

namespace wayside::trust::world {

inline const crypto::Key key_file = counting_key(0xE0);
inline const Timestamp eight_days_later{new_year.ms + invitation_lasts_ms +
                                        std::int64_t{24} * 60 * 60 * 1000};

/// A folder as the database would keep it: what was stored, and the box that opens from it.
struct Node {
    std::vector<Bytes> stored;
    Bytes wrapped;
    Box box;

    /// As the database: rows are only ever added.
    void store(const std::vector<Bytes>& records) {
        stored.insert(stored.end(), records.begin(), records.end());
    }
    /// Takes records and stores what is news, as a session does.
    Taken take(const std::vector<Bytes>& records) {
        Taken taken = box.accept(records);
        store(taken.to_store);
        return taken;
    }
    /// The same folder, opened by the next start.
    [[nodiscard]] Node again() const {
        return {stored, wrapped, *open_box(stored, wrapped, key_file)};
    }
};

inline Node node_of(const std::vector<Bytes>& stored, const DeviceSecrets& secrets,
                    const SecretsOwner& owner, crypto::Suite suite) {
    const Bytes wrapped = wrap_secrets(secrets, owner, suite, key_file);
    return {stored, wrapped, *open_box(stored, wrapped, key_file)};
}

inline Node found_hub(Random& random, crypto::Suite suite = suite_1) {
    Founding founding = found_region(DeviceRole::hub, random, FixedClock{}, suite);
    open_region_space(founding, random, FixedClock{});
    return node_of(founding.region_register.records(), founding.secrets, founding.owner, suite);
}

inline Node join(ByteView invitation, Random& random) {
    const Joining joining = *join_region(invitation, new_year, random);
    return node_of(joining.stored, joining.secrets, joining.owner, joining.suite);
}

/// A box that the hub invited and has not met.
inline Node invited(const Node& hub, std::string_view name, Random& random) {
    return join(*invite(hub.box, name, new_year, random), random);
}

inline Bytes proposal_of(const Node& box) {
    const Bytes* proposal = box.box.region_register.proposal();
    require(proposal != nullptr, "this box waits to be enrolled");
    return *proposal;
}

/// What a session does: the proposal goes up, the whole register comes down.
inline void meet(Node& hub, Node& box) {
    const auto records = enrol(hub.box, proposal_of(box), new_year);
    require(records.has_value(), "the hub enrols whom it invited");
    hub.take(*records);
    box.take(hub.box.region_register.records());
}

}  // namespace wayside::trust::world
