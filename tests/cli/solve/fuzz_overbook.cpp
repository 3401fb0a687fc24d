// Any bytes: advice or a refusal by file and line, never a crash.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/solve/overbook_file.hpp"

using namespace wayside::cli::solve;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto json = LocatedJson::parse(text, "fuzz.json");
    if (!json) return 0;
    const auto file = decode_overbook_file(*json);
    if (file) {
        encode_overbook_advice(*file, {1, 20});
    } else if (file.refusal().detail.rfind("fuzz.json:", 0) != 0) {
        __builtin_trap();
    }
    return 0;
}
