#include "storage/base/require.hpp"

#include <cstdio>
#include <cstdlib>

namespace wayside {

void require(bool condition, const char* promise) {
    if (condition) return;
    std::fprintf(stderr, "wayside: a promise of the software was broken: %s\n", promise);
    std::abort();
}

}  // namespace wayside
