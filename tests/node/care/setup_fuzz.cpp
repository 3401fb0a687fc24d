#include <cstddef>
#include <cstdint>
#include <string_view>

#include "node/care/setup.hpp"
#include "storage/base/bytes.hpp"
#include "storage/base/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto setup = wayside::care::decode_setup(wayside::text_of({bytes, size}));
    if (!setup) return 0;
    const auto again = wayside::care::decode_setup(wayside::care::encode_setup(*setup));
    wayside::require(again && *again == *setup, "a set-up reads back as it was written");
    return 0;
}
