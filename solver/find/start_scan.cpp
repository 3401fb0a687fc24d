#include "solver/find/start_scan.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>
#include <variant>

namespace wayside::solver::find {

namespace {

constexpr std::size_t block_words = TickSet::block_words;
constexpr Tick block_ticks = TickSet::block_ticks;
constexpr Tick word_ticks = 64;

std::size_t blocks_of(Tick horizon) {
    return static_cast<std::size_t>((horizon + block_ticks - 1) / block_ticks);
}

bool is_empty(const StartScan::Block& block) {
    std::uint64_t any = 0;
    for (const std::uint64_t word : block) any |= word;
    return any == 0;
}

std::vector<std::size_t> all_needs(const Pattern& pattern) {
    std::vector<std::size_t> out(pattern.needs.size());
    std::iota(out.begin(), out.end(), std::size_t{0});
    return out;
}

}  // namespace

std::size_t StartScan::Source::rows() const {
    const auto* any_of = std::get_if<AnyOf>(&need->what);
    return prepared != nullptr || any_of == nullptr ? 1 : any_of->alternatives.size();
}

StartScan::StartScan(const Agenda& agenda, const Pattern& pattern,
                     std::span<const std::size_t> needs)
    : agenda_(agenda), starts_(blocks_of(agenda.horizon())) {
    for (const std::size_t need : needs) add(pattern.needs[need]);
    // Few rows are cheap to read and leave few starts, so that later needs are covered early.
    std::sort(sources_.begin(), sources_.end(), [](const Source& a, const Source& b) {
        return std::pair{a.rows(), a.need} < std::pair{b.rows(), b.need};
    });
}

StartScan::StartScan(const Agenda& agenda, const Pattern& pattern)
    : StartScan(agenda, pattern, all_needs(pattern)) {}

void StartScan::add(const Need& need) {
    Source out{&need, need.holds.end - need.holds.begin};
    const auto* any_of = std::get_if<AnyOf>(&need.what);
    const std::int32_t count = any_of ? any_of->count : std::get<Places>(need.what).count;
    if (out.length < 1 || count < 1) return;

    out.is_impossible = out.length > longest_need_ticks;
    if (const TickSet* ready = agenda_.find_prepared(need.what, out.length)) {
        out.prepared = ready->words();
    } else if (any_of == nullptr) {
        const Pool& pool = agenda_.pools()[std::get<Places>(need.what).pool];
        out.free_places = std::make_unique<TickSet>(pool.free(count));
    }
    sources_.push_back(std::move(out));
}

void StartScan::read(const Source& source, std::int64_t block, const std::uint64_t* enough,
                     std::uint64_t* out) const {
    if (block < 0 || block >= std::ssize(starts_) || source.is_impossible) {
        std::fill(out, out + block_words, 0);
        return;
    }
    const auto number = static_cast<std::size_t>(block);
    if (source.prepared != nullptr) {
        const std::uint64_t* from = source.prepared + number * block_words;
        std::copy(from, from + block_words, out);
    } else if (source.free_places != nullptr) {
        erode_block(source.free_places->words(), number, source.length, out);
    } else {
        agenda_.find_starts(std::get<AnyOf>(source.need->what), source.length, number, enough, out);
    }
}

void StartScan::read_shifted(const Source& source, std::size_t block, Block& out) const {
    const std::int64_t at =
        static_cast<std::int64_t>(block) * block_ticks + source.need->holds.begin;
    const std::int64_t first =
        at >= 0 ? at / block_ticks : -((-at + block_ticks - 1) / block_ticks);
    std::array<std::uint64_t, 2 * block_words + 1> two{};
    read(source, first, nullptr, two.data());
    read(source, first + 1, nullptr, two.data() + block_words);

    const auto inside = static_cast<Tick>(at - first * block_ticks);
    const auto words = static_cast<std::size_t>(inside / word_ticks);
    const Tick bits = inside % word_ticks;
    for (std::size_t i = 0; i < block_words; ++i) {
        out[i] = two[i + words] >> bits;
        if (bits != 0) out[i] |= two[i + words + 1] << (word_ticks - bits);
    }
}

const StartScan::Block& StartScan::starts_in(std::size_t block) {
    if (starts_[block]) return *starts_[block];
    Block out;
    out.fill(~std::uint64_t{0});
    for (const Source& source : sources_) {
        Block own;
        if (source.need->holds.begin == 0 && source.prepared != nullptr && !source.is_impossible) {
            const std::uint64_t* ready = source.prepared + block * block_words;
            for (std::size_t i = 0; i < block_words; ++i) out[i] &= ready[i];
            if (is_empty(out)) break;
            continue;
        }
        if (source.need->holds.begin == 0) {
            read(source, static_cast<std::int64_t>(block), out.data(), own.data());
        } else {
            read_shifted(source, block, own);
        }
        for (std::size_t i = 0; i < block_words; ++i) out[i] &= own[i];
        if (is_empty(out)) break;
    }
    return starts_[block].emplace(out);
}

std::optional<Tick> StartScan::next(Tick from, Tick to) {
    const Tick end = std::min(to, agenda_.horizon());
    for (Tick at = std::max<Tick>(from, 0); at < end;) {
        const Block& starts = starts_in(static_cast<std::size_t>(at / block_ticks));
        const auto word = static_cast<std::size_t>(at % block_ticks / word_ticks);
        const std::uint64_t left = starts[word] >> (at % word_ticks);
        if (left != 0) {
            const Tick found = at + std::countr_zero(left);
            return found < end ? std::optional{found} : std::nullopt;
        }
        at += word_ticks - at % word_ticks;
    }
    return std::nullopt;
}

std::int64_t StartScan::count(Tick from, Tick to, std::int64_t enough) {
    const Tick end = std::min(to, agenda_.horizon());
    std::int64_t out = 0;
    for (Tick at = std::max<Tick>(from, 0); at < end && out < enough;) {
        const Block& starts = starts_in(static_cast<std::size_t>(at / block_ticks));
        const Tick bits = std::min(word_ticks - at % word_ticks, end - at);
        std::uint64_t word = starts[static_cast<std::size_t>(at % block_ticks / word_ticks)];
        word >>= at % word_ticks;
        if (bits < word_ticks) word &= (std::uint64_t{1} << bits) - 1;
        if (word != 0) out += std::popcount(word);
        at += bits;
    }
    return out;
}

}  // namespace wayside::solver::find
