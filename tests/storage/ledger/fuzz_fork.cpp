#include "storage/ledger/fork.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace wayside::ledger;
    const auto fork = decode_fork(5, Head{}, {bytes, size});
    if (fork) static_cast<void>(prove_fork(fork->kept, fork->other, {}));
    return 0;
}
