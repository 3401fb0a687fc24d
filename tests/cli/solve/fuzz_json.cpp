// Any bytes: a tree or a refusal, never a crash.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/solve/located_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto parsed = wayside::cli::solve::LocatedJson::parse(text, "fuzz.json");
    if (!parsed && parsed.refusal().detail.rfind("fuzz.json:", 0) != 0) __builtin_trap();
    return 0;
}
