#include "storage/zip/zip.hpp"

#include <doctest/doctest.h>

#include "storage/base/random.hpp"

using namespace wayside;

namespace {

Bytes day_of_words() {
    Bytes out;
    for (int line = 0; line < 200; ++line) {
        const std::string words = "visit " + std::to_string(line) + " waiting at the front desk\n";
        out.insert(out.end(), words.begin(), words.end());
    }
    return out;
}

}  // namespace

TEST_CASE("what was compressed comes back, empty and large, at every level") {
    const Bytes day = day_of_words();

    for (const int level : {1, 3, 19}) {
        CHECK(*zip::decompress(zip::compress(day, level), day.size()) == day);
        CHECK(zip::decompress(zip::compress({}, level), 0)->empty());
    }
    CHECK(zip::compress(day, 19).size() < day.size() / 5);
}

TEST_CASE("a frame that would open to more than is allowed is refused by name") {
    const Bytes frame = zip::compress(Bytes(1 << 20, 7), 19);

    const auto opened = zip::decompress(frame, (1 << 20) - 1);

    REQUIRE_FALSE(opened);
    CHECK(opened.refusal().why == Why::too_large);
}

TEST_CASE("a dictionary makes small messages smaller, and both sides need it") {
    const Bytes day = day_of_words();
    const ByteView line = view_of("visit 201 waiting at the front desk\n");

    const Bytes alone = zip::compress(line, 19);
    const Bytes with = zip::compress(line, 19, day);

    CHECK(with.size() < alone.size());
    CHECK(text_of(*zip::decompress(with, 100, day)) == text_of(line));
    const auto without = zip::decompress(with, 100);
    CHECK((!without || text_of(*without) != text_of(line)));
}

TEST_CASE("half a frame, two frames and no frame are refused") {
    const Bytes frame = zip::compress(day_of_words(), 3);
    Bytes two = frame;
    two.insert(two.end(), frame.begin(), frame.end());

    CHECK_FALSE(zip::decompress(ByteView(frame).first(frame.size() / 2), 1 << 20));
    CHECK_FALSE(zip::decompress(two, 1 << 20));
    CHECK_FALSE(zip::decompress(view_of("not a frame"), 1 << 20));
    CHECK_FALSE(zip::decompress({}, 1 << 20));
}

TEST_CASE("mutated frames are refused or open to something of bounded size, never more") {
    const Bytes frame = zip::compress(day_of_words(), 19);
    SeededRandom random{11};

    for (int round = 0; round < 5'000; ++round) {
        Bytes bad = frame;
        for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips) {
            bad[random.below(bad.size())] ^= static_cast<std::uint8_t>(1 + random.below(255));
        }
        if (random.below(3) == 0) bad.resize(random.below(bad.size()));
        const auto opened = zip::decompress(bad, 1 << 14);
        if (opened) CHECK(opened->size() <= (1 << 14));
    }
}
