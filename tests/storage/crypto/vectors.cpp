// Prints seals, ids, key ids and chain hashes of random input, one a line with tabs between the
// fields, for check_seal.py to recompute.
#include <cstdio>

#include "storage/crypto/seal.hpp"

using namespace wayside;
using namespace wayside::crypto;

namespace {

struct NamedPurpose {
    Purpose purpose;
    const char* name;
};
constexpr std::array<NamedPurpose, 7> purposes{{{Purpose::entry, "entry"},
                                                {Purpose::package, "package"},
                                                {Purpose::value, "value"},
                                                {Purpose::wrap, "wrap"},
                                                {Purpose::snapshot, "snapshot"},
                                                {Purpose::answer, "answer"},
                                                {Purpose::digest, "digest"}}};

Bytes draw(SeededRandom& random, std::size_t count) {
    Bytes out(count);
    random.fill(out);
    return out;
}

void print_seal(SeededRandom& random, Suite suite, const NamedPurpose& purpose,
                std::size_t length) {
    const Key key = Key::draw(random);
    const Bytes context = draw(random, random.below(200));
    const Bytes plain = draw(random, length);
    const Bytes sealed = seal(key, suite, purpose.purpose, context, plain);
    std::printf("seal\t%d\t%s\t%s\t%s\t%s\t%s\n", static_cast<int>(suite), purpose.name,
                hex_of(key.view()).c_str(), hex_of(context).c_str(), hex_of(plain).c_str(),
                hex_of(sealed).c_str());
}

void print_others(SeededRandom& random) {
    const Key key = Key::draw(random);
    std::printf("key_id\t%s\t%s\n", hex_of(key.view()).c_str(), hex_of(key_id(key)).c_str());

    const LogId log = random.draw_log();
    const std::uint64_t n = random.next();
    ByteWriter number;
    number.u64(n);
    std::printf("id\t%s\t%s\t%s\n", hex_of(log.bytes).c_str(), hex_of(number.bytes()).c_str(),
                hex_of(derive_id(log, n)).c_str());

    Hash32 previous;
    random.fill(previous);
    const Bytes context = draw(random, random.below(300));
    const Bytes sealed = draw(random, random.below(600));
    std::printf("chain\t%s\t%s\t%s\t%s\n", hex_of(previous).c_str(), hex_of(context).c_str(),
                hex_of(sealed).c_str(), hex_of(chain_hash(previous, context, sealed)).c_str());
}

}  // namespace

int main() {
    SeededRandom random{20260401};
    for (const Suite suite : {Suite::blake2b_xchacha20, Suite::aes_256_siv}) {
        for (const NamedPurpose& purpose : purposes) {
            // Around the block sizes of both ciphers, where off-by-one lives.
            for (const std::size_t length : {1, 15, 16, 17, 31, 32, 63, 64, 65, 128, 300}) {
                print_seal(random, suite, purpose, length);
            }
        }
    }
    for (int i = 0; i < 20; ++i) print_others(random);
    return 0;
}
