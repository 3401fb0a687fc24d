#include "solver/plan/bits.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "solver/search/generator.hpp"

namespace {

using namespace wayside::solver::plan;
using wayside::solver::search::Generator;

/// A set and the same in plain words, to compare with.
template <std::size_t Words>
void check_against_plain(std::uint64_t seed) {
    using Set = Bits<Words>;
    Generator draw(seed);
    Set set;
    std::vector<bool> plain(static_cast<std::size_t>(Set::size), false);
    for (int i = 0; i < 12; ++i) {
        const Slot begin = draw.between(0, Set::size - 1);
        const Slot end = std::min(Set::size, begin + draw.between(0, 90));
        set.add(begin, end);
        for (Slot s = begin; s < end; ++s) plain[static_cast<std::size_t>(s)] = true;
    }
    const auto has = [&](Slot slot) {
        return slot >= 0 && slot < Set::size && plain[static_cast<std::size_t>(slot)];
    };
    const Slot by = draw.between(0, 70);
    const Slot length = draw.between(1, 70);
    const Set later = set.later(by);
    const Set earlier = set.earlier(by);
    const Set eroded = set.eroded(length);
    const Set smeared = set.smeared_later(by);
    const Set smeared_back = set.smeared_earlier(by);
    for (Slot slot = 0; slot < Set::size; ++slot) {
        bool is_run = true;
        for (Slot s = slot; s < slot + length; ++s) is_run = is_run && has(s);
        bool is_near = false;
        bool is_near_after = false;
        for (Slot s = 0; s <= by; ++s) {
            is_near = is_near || has(slot - s);
            is_near_after = is_near_after || has(slot + s);
        }
        REQUIRE(set.has(slot) == has(slot));
        REQUIRE(later.has(slot) == has(slot - by));
        REQUIRE(earlier.has(slot) == has(slot + by));
        REQUIRE(eroded.has(slot) == is_run);
        REQUIRE(smeared.has(slot) == is_near);
        REQUIRE(smeared_back.has(slot) == is_near_after);
        Slot next = slot;
        while (next < Set::size && !has(next)) ++next;
        REQUIRE(set.next(slot) == next);
        Slot last = slot - 1;
        while (last >= 0 && !has(last)) --last;
        REQUIRE(set.last_before(slot) == last);
    }
    Slot count = 0;
    set.each([&](Slot slot) {
        REQUIRE(has(slot));
        ++count;
    });
    REQUIRE(count == set.count());
}

TEST_CASE("a set of slots does what a list of yes and no does, over one word and many") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        check_against_plain<2>(seed);
        check_against_plain<8>(seed);
    }
}

TEST_CASE("a range is cut to what the set can hold") {
    CHECK(Bits<2>::range(-5, 3).count() == 3);
    CHECK(Bits<2>::range(120, 1000).count() == 8);
    CHECK(Bits<2>::range(7, 7).none());
    CHECK(Bits<2>::range(9, 7).none());
}

}  // namespace
