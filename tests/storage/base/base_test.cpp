#include <doctest/doctest.h>

#include "storage/base/bytes.hpp"
#include "storage/base/clock.hpp"
#include "storage/base/id.hpp"
#include "storage/base/random.hpp"

using namespace wayside;

namespace {

struct FixedClock final : Clock {
    std::int64_t ms = 1'000;
    bool is_trusted = true;
    [[nodiscard]] Timestamp now() const override { return {ms}; }
    [[nodiscard]] bool trusted() const override { return is_trusted; }
};

}  // namespace

TEST_CASE("what a writer wrote, a reader reads, and it knows when it has read everything") {
    ByteWriter writer;
    writer.u8(7);
    writer.u32(70'000);
    writer.i64(-5);
    writer.text("أهلا");

    ByteReader reader(writer.bytes());

    CHECK(reader.u8() == 7);
    CHECK(reader.u32() == 70'000);
    CHECK(reader.i64() == -5);
    CHECK(reader.text(100) == "أهلا");
    CHECK(reader.done());
}

TEST_CASE("a reader that met its end gives nothing more, however often it is asked") {
    const Bytes three{1, 2, 3};
    ByteReader reader(three);

    CHECK(reader.u32() == 0);
    CHECK(reader.u8() == 0);
    CHECK(reader.failed());
}

TEST_CASE(
    "a length over its limit and text that is not UTF-8 are refused before anything is made of "
    "them") {
    ByteWriter writer;
    writer.u32(0xFFFFFFFF);
    ByteReader long_one(writer.bytes());
    CHECK(long_one.sized(16).empty());
    CHECK(long_one.failed());

    const Bytes overlong{2, 0, 0, 0, 0xC0, 0x80};
    ByteReader bad_text(overlong);
    CHECK(bad_text.text(16).empty());
    CHECK(bad_text.failed());
}

TEST_CASE("base32 gives the vectors of RFC 4648 in lower case and reads only what it would write") {
    CHECK(base32_of(view_of("foobar")) == "mzxw6ytboi");
    CHECK(base32_of(view_of("f")) == "my");
    CHECK(text_of(*bytes_of_base32("mzxw6ytboi")) == "foobar");
    CHECK_FALSE(bytes_of_base32("MZXW6"));
    CHECK_FALSE(bytes_of_base32("mz1"));
    CHECK_FALSE(bytes_of_base32("mzz"));
    CHECK_FALSE(bytes_of_base32("m"));
}

TEST_CASE("an id comes back from its text, and a text of another length is none") {
    SeededRandom random{4};
    PatientId id;
    random.fill(id.bytes);

    CHECK(*PatientId::parse(id.text()) == id);
    CHECK_FALSE(PatientId::parse("mzxw6ytboi"));
}

TEST_CASE("hexadecimal comes back, in either case, and anything else is refused") {
    CHECK(hex_of(*bytes_of_hex("00fFa1")) == "00ffa1");
    CHECK_FALSE(bytes_of_hex("0"));
    CHECK_FALSE(bytes_of_hex("0g"));
}

TEST_CASE("hybrid time grows although the wall clock stands still or goes back") {
    FixedClock wall;
    HybridClock clock(wall);

    const HybridTime first = clock.next();
    const HybridTime second = clock.next();
    wall.ms = 500;
    const HybridTime third = clock.next();

    CHECK(first < second);
    CHECK(second < third);
}

TEST_CASE("a trusted clock does not follow a peer that is more than ten minutes ahead") {
    FixedClock wall;
    HybridClock clock(wall);

    clock.see({wall.ms + 60'000, 3, true});
    const HybridTime near = clock.next();
    clock.see({wall.ms + 11 * 60'000, 0, true});
    const HybridTime after = clock.next();

    CHECK(near.ms == wall.ms + 60'000);
    CHECK(after.ms == near.ms);
}

TEST_CASE("where time decides, a trusted time comes before any that is not") {
    CHECK(HybridTime{9'000, 0, true} < HybridTime{1'000, 0, false});
}

TEST_CASE("a clock that was moved forward stands there and never goes back") {
    FixedClock wall;
    MovableClock clock(wall);
    CHECK(clock.now().ms == 1'000);

    clock.advance_to({5'000});
    clock.advance_to({4'000});

    CHECK(clock.now().ms == 5'000);
}
