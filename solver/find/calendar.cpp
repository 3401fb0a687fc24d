#include "solver/find/calendar.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace wayside::solver::find {

namespace {

constexpr Tick word_ticks = 64;

std::int64_t floor_ticks(std::int64_t minutes) {
    const std::int64_t down = minutes >= 0 ? minutes : minutes - (tick_minutes - 1);
    return down / tick_minutes;
}

std::int64_t ceiling_ticks(std::int64_t minutes) {
    return -floor_ticks(-minutes);
}

/// Far-off times fit a Tick; the calendars cut them to their horizon anyway.
Tick clamped(std::int64_t ticks) {
    return static_cast<Tick>(std::clamp<std::int64_t>(ticks, -1'000'000'000, 1'000'000'000));
}

/// Calls `change(word, mask)` for each word that `span` touches.
template <class Change>
void for_each_word(TickSpan span, const Change& change) {
    for (Tick at = span.begin; at < span.end;) {
        const Tick bit = at % word_ticks;
        const Tick count = std::min(word_ticks - bit, span.end - at);
        const std::uint64_t ones =
            count == word_ticks ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
        change(static_cast<std::size_t>(at / word_ticks), ones << bit);
        at += count;
    }
}

TickSpan within(TickSpan span, Tick ticks) {
    return {std::max<Tick>(span.begin, 0), std::min(span.end, ticks)};
}

}  // namespace

TickSpan rounded_outward(std::int64_t begin_minutes, std::int64_t end_minutes) {
    return {clamped(floor_ticks(begin_minutes)), clamped(ceiling_ticks(end_minutes))};
}

TickSpan rounded_inward(std::int64_t begin_minutes, std::int64_t end_minutes) {
    return {clamped(ceiling_ticks(begin_minutes)), clamped(floor_ticks(end_minutes))};
}

TickSet::TickSet(Tick ticks) : ticks_(std::max<Tick>(ticks, 0)) {
    const auto used = static_cast<std::size_t>((ticks_ + block_ticks - 1) / block_ticks);
    words_.resize(used * block_words + spare_words, 0);
}

void TickSet::add(TickSpan span) {
    for_each_word(within(span, ticks_),
                  [this](std::size_t word, std::uint64_t mask) { words_[word] |= mask; });
}

void TickSet::remove(TickSpan span) {
    for_each_word(within(span, ticks_),
                  [this](std::size_t word, std::uint64_t mask) { words_[word] &= ~mask; });
}

bool TickSet::has(Tick tick) const {
    if (tick < 0 || tick >= ticks_) return false;
    return (words_[static_cast<std::size_t>(tick / word_ticks)] >> (tick % word_ticks) & 1) != 0;
}

bool TickSet::has_all(TickSpan span) const {
    if (span.begin < 0 || span.end > ticks_) return false;
    bool all = true;
    for_each_word(span, [&](std::size_t word, std::uint64_t mask) {
        all = all && (words_[word] & mask) == mask;
    });
    return all;
}

Tick TickSet::run_from(Tick at, Tick most) const {
    Tick run = 0;
    while (run < most && at >= 0 && at + run < ticks_) {
        const Tick tick = at + run;
        const Tick bit = tick % word_ticks;
        const auto held = static_cast<Tick>(
            std::countr_one(words_[static_cast<std::size_t>(tick / word_ticks)] >> bit));
        run += held;
        // Zeros come in from the left where a word is shifted, so a run ends at the word's end too.
        if (held < word_ticks - bit) break;
    }
    return std::min(run, most);
}

Tick TickSet::run_before(Tick at, Tick most) const {
    Tick run = 0;
    while (run < most && at - run > 0 && at <= ticks_) {
        const Tick tick = at - run - 1;
        const Tick bit = tick % word_ticks;
        const auto held = static_cast<Tick>(std::countl_one(
            words_[static_cast<std::size_t>(tick / word_ticks)] << (word_ticks - 1 - bit)));
        run += held;
        if (held < bit + 1) break;
    }
    return std::min(run, most);
}

namespace {

/// Lengths of up to 64 ticks look ahead into one word beyond the block. The loops have fixed
/// lengths so that the compiler makes vector code of them.
void erode_short(const std::uint64_t* from, Tick length, std::uint64_t* out) {
    constexpr std::size_t block_words = TickSet::block_words;
    std::array<std::uint64_t, block_words + 1> run;
    std::copy(from, from + block_words + 1, run.begin());
    for (Tick done = 1; done < length;) {
        const Tick step = std::min(done, length - done);
        std::array<std::uint64_t, block_words> later;
        for (std::size_t i = 0; i < block_words; ++i) {
            later[i] = run[i] >> step | run[i + 1] << (word_ticks - step);
        }
        for (std::size_t i = 0; i < block_words; ++i) run[i] &= later[i];
        run[block_words] &= run[block_words] >> step;
        done += step;
    }
    std::copy(run.begin(), run.begin() + block_words, out);
}

void erode_long(const std::uint64_t* from, Tick length, std::uint64_t* out) {
    constexpr std::size_t block_words = TickSet::block_words;
    // The last tick of the block looks ahead by length - 1 ticks.
    std::array<std::uint64_t, 2 * block_words + 1> run{};
    const std::size_t used =
        block_words + static_cast<std::size_t>((length + word_ticks - 1) / word_ticks);
    std::copy(from, from + used, run.begin());
    for (Tick done = 1; done < length;) {
        const Tick step = std::min(done, length - done);
        const auto words = static_cast<std::size_t>(step / word_ticks);
        const Tick bits = step % word_ticks;
        for (std::size_t i = 0; i + words < used; ++i) {
            std::uint64_t later = run[i + words] >> bits;
            if (bits != 0) later |= run[i + words + 1] << (word_ticks - bits);
            run[i] &= later;
        }
        done += step;
    }
    std::copy(run.begin(), run.begin() + block_words, out);
}

}  // namespace

// A run of 2^k ticks doubles until the last step, which laps over to reach the exact length.
void erode_block(const std::uint64_t* free, std::size_t block, Tick length, std::uint64_t* out) {
    const std::uint64_t* from = free + block * TickSet::block_words;
    std::uint64_t any = 0;
    for (std::size_t i = 0; i < TickSet::block_words; ++i) any |= from[i];
    if (any == 0) return void(std::fill(out, out + TickSet::block_words, 0));
    length <= word_ticks ? erode_short(from, length, out) : erode_long(from, length, out);
}

}  // namespace wayside::solver::find
