// solver/plan/bits.hpp: a set of slots as so many words; two of them hold a day of 5-minute slots.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "solver/problem/slot.hpp"

namespace wayside::solver::plan {

using problem::Slot;

template <std::size_t Words>
struct Bits {
    static constexpr Slot size = static_cast<Slot>(Words * 64);

    std::array<std::uint64_t, Words> words{};

    friend bool operator==(const Bits&, const Bits&) = default;

    /// [begin, end), cut to what the set can hold.
    static Bits range(Slot begin, Slot end) {
        Bits bits;
        for (std::size_t w = 0; w < Words; ++w) {
            const Slot low = static_cast<Slot>(w * 64);
            bits.words[w] = below(end - low) & ~below(begin - low);
        }
        return bits;
    }

    [[nodiscard]] bool has(Slot slot) const {
        return ((words[index(slot)] >> bit(slot)) & 1U) != 0;
    }
    void add(Slot slot) { words[index(slot)] |= std::uint64_t{1} << bit(slot); }
    void add(Slot begin, Slot end) { *this |= range(begin, end); }
    void remove(Slot begin, Slot end) { *this = and_not(range(begin, end)); }

    [[nodiscard]] bool none() const {
        std::uint64_t any = 0;
        for (const std::uint64_t word : words) any |= word;
        return any == 0;
    }
    [[nodiscard]] Slot count() const {
        int sum = 0;
        for (const std::uint64_t word : words) sum += std::popcount(word);
        return sum;
    }
    /// The first slot at or after `from`; `size` where there is none.
    [[nodiscard]] Slot next(Slot from) const {
        if (from >= size) return size;
        std::size_t w = index(from);
        std::uint64_t word = words[w] & ~below(static_cast<Slot>(bit(from)));
        while (word == 0) {
            if (++w == Words) return size;
            word = words[w];
        }
        return static_cast<Slot>(w * 64) + std::countr_zero(word);
    }
    /// The last slot before `end`; -1 where there is none.
    [[nodiscard]] Slot last_before(Slot end) const {
        if (end <= 0) return -1;
        std::size_t w = index(end - 1);
        std::uint64_t word = words[w] & below(end - static_cast<Slot>(w * 64));
        while (word == 0) {
            if (w-- == 0) return -1;
            word = words[w];
        }
        return static_cast<Slot>(w * 64) + 63 - std::countl_zero(word);
    }

    Bits& operator&=(const Bits& other) {
        for (std::size_t w = 0; w < Words; ++w) words[w] &= other.words[w];
        return *this;
    }
    Bits& operator|=(const Bits& other) {
        for (std::size_t w = 0; w < Words; ++w) words[w] |= other.words[w];
        return *this;
    }
    friend Bits operator&(Bits a, const Bits& b) { return a &= b; }
    friend Bits operator|(Bits a, const Bits& b) { return a |= b; }
    [[nodiscard]] Bits and_not(const Bits& other) const {
        Bits bits;
        for (std::size_t w = 0; w < Words; ++w) bits.words[w] = words[w] & ~other.words[w];
        return bits;
    }

    /// Each slot `by` earlier; what would come before slot 0 is dropped.
    [[nodiscard]] Bits earlier(Slot by) const {
        Bits bits;
        const std::size_t whole = index(by);
        const unsigned rest = bit(by);
        for (std::size_t w = 0; w + whole < Words; ++w) {
            bits.words[w] = words[w + whole] >> rest;
            if (rest != 0 && w + whole + 1 < Words) {
                bits.words[w] |= words[w + whole + 1] << (64 - rest);
            }
        }
        return bits;
    }
    /// Each slot `by` later.
    [[nodiscard]] Bits later(Slot by) const {
        Bits bits;
        const std::size_t whole = index(by);
        const unsigned rest = bit(by);
        for (std::size_t w = whole; w < Words; ++w) {
            bits.words[w] = words[w - whole] << rest;
            if (rest != 0 && w > whole) bits.words[w] |= words[w - whole - 1] >> (64 - rest);
        }
        return bits;
    }
    /// The slots at which `length` slots of this set in a row begin.
    [[nodiscard]] Bits eroded(Slot length) const {
        Bits bits = *this;
        for (Slot have = 1; have < length;) {
            const Slot step = have < length - have ? have : length - have;
            bits &= bits.earlier(step);
            have += step;
        }
        return bits;
    }
    /// All slots that lie 0 to `by` after one of this set.
    [[nodiscard]] Bits smeared_later(Slot by) const {
        Bits bits = *this;
        for (Slot have = 0; have < by;) {
            const Slot step = have + 1 < by - have ? have + 1 : by - have;
            bits |= bits.later(step);
            have += step;
        }
        return bits;
    }
    /// All slots that lie 0 to `by` before one of this set.
    [[nodiscard]] Bits smeared_earlier(Slot by) const {
        Bits bits = *this;
        for (Slot have = 0; have < by;) {
            const Slot step = have + 1 < by - have ? have + 1 : by - have;
            bits |= bits.earlier(step);
            have += step;
        }
        return bits;
    }

    /// Calls `visit(slot)` for each slot in order.
    template <class Visit>
    void each(const Visit& visit) const {
        for (std::size_t w = 0; w < Words; ++w) {
            for (std::uint64_t word = words[w]; word != 0; word &= word - 1) {
                visit(static_cast<Slot>(w * 64) + std::countr_zero(word));
            }
        }
    }

  private:
    static std::size_t index(Slot slot) { return static_cast<std::size_t>(slot) / 64; }
    static unsigned bit(Slot slot) { return static_cast<unsigned>(slot) % 64; }
    /// The lowest `count` bits.
    static std::uint64_t below(Slot count) {
        if (count <= 0) return 0;
        return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
    }
};

}  // namespace wayside::solver::plan
