#include "sync/dictionary.hpp"

#include "sync/dictionary_bytes.hpp"

namespace wayside::sync {

ByteView dictionary(std::uint8_t number) {
    return number == 1 ? dictionary_1() : ByteView{};
}

}  // namespace wayside::sync
