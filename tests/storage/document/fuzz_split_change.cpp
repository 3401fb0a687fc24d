// A change comes apart and together byte for byte, or is refused.
#include "tests/storage/document/hostile.hpp"

using namespace wayside;
using namespace wayside::document;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input{data, size};
    const auto parts = split_change(input);
    if (parts) {
        const Bytes joined = join_change(*parts);
        require(Bytes{input.begin(), input.end()} == joined, "a change comes back as it was");
    }
    ChangeParts made = hostile_parts(Kind::day, {});
    made.body.assign(input.begin(), input.end());
    const Bytes joined = join_change(made);
    const auto again = split_change(joined);
    if (again) require(join_change(*again) == joined, "a body comes back as it was");
    return 0;
}
