// tests/solver/shop/files_fuzz.cpp: any bytes as a project and as a job shop.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tests/bench/solver/t3/job_shop_file.hpp"
#include "tests/bench/solver/t3/psplib_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const auto project = wayside::bench::read_psplib(text, "fuzz");
    if (project && !fault_of(*project).empty()) std::abort();
    const auto job_shop = wayside::bench::read_job_shop(text, "fuzz");
    if (job_shop && !fault_of(*job_shop).empty()) std::abort();
    static_cast<void>(wayside::bench::read_best_known(text, "j120"));
    return 0;
}
