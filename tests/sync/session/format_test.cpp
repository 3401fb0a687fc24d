#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <numeric>

#include "sync/session_hello.hpp"
#include "tests/sync/session/frames.hpp"

namespace wayside::sync::test {

namespace {

/// The bytes of the block "```text NAME" of FRAMES.md, as hexadecimal without white space.
std::string example(const std::string& name) {
    std::ifstream from(WAYSIDE_FRAMES_PAGE);
    const std::string page{std::istreambuf_iterator<char>(from), {}};
    const std::string begin = "```text " + name + "\n";
    const auto at = page.find(begin);
    if (at == std::string::npos) return "FRAMES.md has no example " + name;
    const auto end = page.find("```", at + begin.size());
    std::string hex = page.substr(at + begin.size(), end - at - begin.size());
    std::erase_if(hex, [](char c) { return c == ' ' || c == '\n'; });
    return hex;
}

crypto::Signer counting_signer() {
    crypto::Secret<32> seed;
    std::iota(seed.writable().begin(), seed.writable().end(), std::uint8_t{0});
    return crypto::Signer::from_seed(seed);
}

}  // namespace

TEST_CASE("the hello of the page is the hello") {
    Hello hello;
    hello.region = id_of<RegionId>(0x11);
    hello.device = id_of<DeviceId>(0x33);
    hello.to = id_of<DeviceId>(0x34);
    hello.codings = {{1, 0}};
    const Bytes payload = encode_hello(hello, {Side::initiator, {}, {}}, counting_signer());

    Bytes frame;
    write_frame(frame, FrameKind::hello, payload);

    CHECK(hex_of(frame) == example("hello"));
}

TEST_CASE("the words of the page are the words") {
    const ledger::LogMark mark{id_of<LogId>(0x44), 19, hash_of(0x99)};
    const ledger::LogMark none{id_of<LogId>(0x45), 0, {}};
    const SpaceId space = id_of<SpaceId>(0x22);
    const std::vector<SpaceWord> each{{space, Extent::compact, false, {mark}, hash_of(0x14)},
                                      {space, Extent::whole, false, {mark}, {}},
                                      {space, Extent::beside, true, {none}, {}},
                                      {space, Extent::some, false, {mark, none}, {}}};
    const WordParties parties{id_of<RegionId>(0x11), id_of<DeviceId>(0x33), id_of<DeviceId>(0x34)};

    std::string all;
    for (const SpaceWord& word : each) {
        all += hex_of(sign_words(parties, counting_signer(), {word}));
    }

    CHECK(all == example("words"));
}

}  // namespace wayside::sync::test
