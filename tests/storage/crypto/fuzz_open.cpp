// Whatever bytes arrive, a seal or a sealed box either opens or is refused; nothing else happens.
#include <cstddef>
#include <cstdint>

#include "storage/crypto/seal.hpp"
#include "storage/crypto/sign.hpp"

using namespace wayside;
using namespace wayside::crypto;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
    SeededRandom random{1};
    static const Key key = Key::draw(random);
    static const BoxPair pair = BoxPair::from_seed(key);
    const ByteView input{bytes, count};

    for (const Suite suite : {Suite::blake2b_xchacha20, Suite::aes_256_siv}) {
        for (const Purpose purpose : {Purpose::entry, Purpose::value}) {
            const auto opened = open(key, suite, purpose, view_of("ctx"), input);
            if (opened) require(opened->size() < count, "a seal opens into less than it is");
        }
    }
    if (const auto opened = pair.open(input)) require(opened->size() < count, "so does a box");
    return 0;
}
