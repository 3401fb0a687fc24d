// Any bytes as a target; what is taken must be clean.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "node/net/target.hpp"
#include "storage/base/bytes.hpp"
#include "storage/base/require.hpp"

using namespace wayside;
using namespace wayside::net;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto target = decode_target({reinterpret_cast<const char*>(bytes), size});
    if (!target) return 0;
    for (const std::string& segment : target->path) {
        require(is_utf8(view_of(segment)) && segment != ".." &&
                    segment.find_first_of(std::string_view("/\\\0\r\n", 5)) == std::string::npos,
                "a segment leads nowhere else");
    }
    for (const Field& field : target->query) {
        require(is_utf8(view_of(field.name)) && is_utf8(view_of(field.value)), "a query is UTF-8");
    }
    return 0;
}
