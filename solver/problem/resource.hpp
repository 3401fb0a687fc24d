// solver/problem/resource.hpp: whoever and whatever a visit may need.
#pragma once

#include <string>
#include <vector>

#include "solver/problem/slot.hpp"

namespace wayside::solver::problem {

enum class Kind { practitioner, room, device, chair, bed, support, interpreter };

/// People have shifts, rest in breaks and are paid for idle time; things are set up and cleaned.
inline bool is_person(Kind kind) {
    return kind == Kind::practitioner || kind == Kind::support || kind == Kind::interpreter;
}

struct Credential {
    std::string name;
    std::vector<std::string> services{};  ///< its scope: ids of services; empty: all of them
    Slot expires = never;                 ///< work under it ends by then
};

struct Shift {
    Span span;
    Slot overtime = 0;  ///< slots that may be worked after its end
};

struct Resource {
    std::string id;
    Kind kind = Kind::practitioner;
    std::string group{};  ///< a person's role, or what kind of room or device this is
    std::string site{};

    std::vector<Credential> credentials{};
    std::string sex{};
    std::vector<std::string> languages{};
    std::vector<Shift> shifts{};  ///< of a person; in order, apart from one another with overtime
    std::vector<Span> breaks{};   ///< of a person; apart from one another
    Slot contract_slots = never;  ///< most slots that a person works over the horizon
    Slot clean = 0;               ///< of a thing: slots taken after every use
    std::vector<Span> closed{};   ///< maintenance, leave: not to be had
};

}  // namespace wayside::solver::problem
