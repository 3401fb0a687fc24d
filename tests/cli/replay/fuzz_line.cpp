#include "cli/replay/line.hpp"
#include "storage/base/bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wayside;
    const auto line = replay::decode_line("day.jsonl", 1, text_of({data, size}));
    if (line) require(!line->path("x").empty(), "a line that was read has a path");
    return 0;
}
