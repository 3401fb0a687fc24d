#include "sync/dictionary.hpp"

namespace wayside::sync {

ByteView dictionary(std::uint8_t) {
    return {};
}

}  // namespace wayside::sync
