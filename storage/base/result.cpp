#include "storage/base/result.hpp"

namespace wayside {

const char* name_of(Why why) {
    switch (why) {
        case Why::malformed:
            return "malformed";
        case Why::invalid:
            return "invalid";
        case Why::not_found:
            return "not_found";
        case Why::forbidden:
            return "forbidden";
        case Why::conflict:
            return "conflict";
        case Why::too_large:
            return "too_large";
        case Why::too_many:
            return "too_many";
        case Why::unavailable:
            return "unavailable";
        case Why::damaged:
            return "damaged";
        case Why::unsupported:
            return "unsupported";
    }
    return "unknown";
}

}  // namespace wayside
