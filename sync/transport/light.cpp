#include "sync/transport/light.hpp"

namespace wayside::transport {

const char* name_of(LinkState state) {
    switch (state) {
        case LinkState::off:
            return "off";
        case LinkState::resting:
            return "resting";
        case LinkState::trying:
            return "trying";
        case LinkState::connected:
            return "connected";
    }
    return "off";
}

}  // namespace wayside::transport
