#include "solver/problem/hard.hpp"

namespace wayside::solver::problem {

const char* name_of(Hard constraint) {
    switch (constraint) {
        case Hard::stage_count:
            return "STAGE_COUNT";
        case Hard::resource_count:
            return "RESOURCE_COUNT";
        case Hard::unknown_resource:
            return "UNKNOWN_RESOURCE";
        case Hard::wrong_type:
            return "WRONG_TYPE";
        case Hard::role:
            return "ROLE";
        case Hard::credential:
            return "CREDENTIAL";
        case Hard::kind:
            return "KIND";
        case Hard::earliest:
            return "EARLIEST";
        case Hard::latest:
            return "LATEST";
        case Hard::horizon:
            return "HORIZON";
        case Hard::stage_order:
            return "STAGE_ORDER";
        case Hard::stage_gap:
            return "STAGE_GAP";
        case Hard::shift:
            return "SHIFT";
        case Hard::rest:
            return "BREAK";
        case Hard::closed:
            return "CLOSED";
        case Hard::overlap:
            return "OVERLAP";
        case Hard::frozen:
            return "FROZEN";
        case Hard::past:
            return "PAST";
        case Hard::absent:
            return "ABSENT";
        case Hard::contract:
            return "CONTRACT";
    }
    return "?";
}

}  // namespace wayside::solver::problem
