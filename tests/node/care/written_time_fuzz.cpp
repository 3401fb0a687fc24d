#include <cstddef>
#include <cstdint>

#include "node/care/civil.hpp"
#include "storage/base/bytes.hpp"
#include "storage/base/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace wayside::care;
    const auto time = parse_written_time(wayside::text_of({bytes, size}));
    if (!time || time->date.year() < 2 || time->date.year() > 9998) return 0;
    const auto again = parse_instant(text_of(time->instant()));
    wayside::require(again && *again == time->instant(), "a time reads back as it was written");
    return 0;
}
