// tests/sync/session/town.hpp: a hub and two clinics that it is a member of.
#pragma once

#include "tests/sync/session/meeting.hpp"

namespace wayside::sync::test {

struct Town {
    explicit Town(std::uint64_t seed = 1) : region(seed) {
        hub = region.add_device(trust::DeviceRole::hub);
        north = region.add_device(trust::DeviceRole::box);
        south = region.add_device(trust::DeviceRole::box);
        clinic = region.open_space(trust::SpaceKind::clinic);
        readings = region.open_space(trust::SpaceKind::audit, clinic);
        other = region.open_space(trust::SpaceKind::clinic);
        for (const SpaceId& space : {clinic, readings}) {
            region.admit(space, *hub);
            region.admit(space, *north);
        }
        region.admit(other, *hub);
        region.admit(other, *south);
        for (Member* member : {hub.get(), north.get(), south.get()}) region.tell(*member);
    }

    Region region;
    std::unique_ptr<Member> hub;
    std::unique_ptr<Member> north;  ///< the clinic's box
    std::unique_ptr<Member> south;  ///< of the other clinic
    SpaceId clinic;
    SpaceId readings;
    SpaceId other;
};

}  // namespace wayside::sync::test
