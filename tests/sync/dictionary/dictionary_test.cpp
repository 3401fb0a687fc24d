#include <doctest/doctest.h>

#include "sync/dictionary.hpp"
#include "tests/sync/dictionary/lesson.hpp"
#include "tests/sync/scratch_folder.hpp"

using namespace wayside;
using namespace wayside::sync;

namespace {

/// What is learned of so many days, each cut short after so many lines.
std::vector<Bytes> samples(int days, std::size_t most_lines = SIZE_MAX) {
    const ScratchFolder scratch;
    return samples_of(
        {.setup = DEMO_SETUP, .scratch = scratch.path(), .days = days, .most_lines = most_lines});
}

}  // namespace

TEST_CASE("what a dictionary learns from is the same whenever and wherever it is made") {
    const auto once = samples(2, 60);

    CHECK(once.size() > 100);
    CHECK(samples(2, 60) == once);
    CHECK(*learn(once) == *learn(once));
}

TEST_CASE("the dictionary in git is what its target trains") {
    const auto made = learn(samples(4));

    REQUIRE(made);
    CHECK(text_of(*made) == text_of(dictionary(newest_dictionary)));
}
