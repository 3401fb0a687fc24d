#include "storage/ledger/marker.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static_cast<void>(wayside::ledger::choose_slot({bytes, size}));
    return 0;
}
