#include "solver/search/generator.hpp"

namespace wayside::solver::search {

Generator Generator::derived(std::uint64_t seed, std::uint64_t stream) {
    // Two rounds of the generator itself, so that neighbouring seeds and streams share no stretch.
    Generator mixed(Generator(seed).bits() ^ (stream * 0xD1342543DE82EF95U));
    return Generator(mixed.bits());
}

}  // namespace wayside::solver::search
