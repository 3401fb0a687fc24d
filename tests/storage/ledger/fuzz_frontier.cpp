#include "storage/ledger/frontier.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace wayside::ledger;
    const auto frontier = decode_frontier({bytes, size});
    if (frontier) static_cast<void>(compare(*frontier, Frontier{}));
    return 0;
}
