#include "solver/start_scan.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <variant>

namespace wayside::solver {

namespace {

constexpr std::size_t block_words = TickSet::block_words;
constexpr Tick block_ticks = TickSet::block_ticks;
constexpr Tick word_ticks = 64;

bool is_empty(const StartScan::Block& block) {
    std::uint64_t any = 0;
    for (const std::uint64_t word : block) any |= word;
    return any == 0;
}

/// Whether every start that is still wanted is among `found`.
bool covers(const StartScan::Block& found, const StartScan::Block& wanted) {
    std::uint64_t missing = 0;
    for (std::size_t i = 0; i < block_words; ++i) missing |= wanted[i] & ~found[i];
    return missing == 0;
}

std::vector<std::size_t> all_needs(const Pattern& pattern) {
    std::vector<std::size_t> out(pattern.needs.size());
    std::iota(out.begin(), out.end(), std::size_t{0});
    return out;
}

}  // namespace

StartScan::StartScan(const Agenda& agenda, const Pattern& pattern,
                     std::span<const std::size_t> needs)
    : agenda_(agenda),
      starts_(static_cast<std::size_t>((agenda.horizon() + block_ticks - 1) / block_ticks)) {
    for (const std::size_t need : needs) add(pattern.needs[need]);
    // Few rows are cheap to read and leave few starts, so that later needs are covered early.
    std::stable_sort(needs_.begin(), needs_.end(), [](const NeedRows& a, const NeedRows& b) {
        return a.rows.size() < b.rows.size();
    });
}

StartScan::StartScan(const Agenda& agenda, const Pattern& pattern)
    : StartScan(agenda, pattern, all_needs(pattern)) {}

void StartScan::add(const Need& need) {
    NeedRows out{{}, 1, need.holds.end - need.holds.begin, need.holds.begin};
    if (out.length < 1) return;
    if (out.length > longest_need_ticks) return needs_.push_back(std::move(out));  // no row: never

    const PreparedStarts* prepared = agenda_.prepared(out.length);
    if (const auto* any_of = std::get_if<AnyOf>(&need.what)) {
        if (any_of->count < 1) return;
        out.count = any_of->count;
        const bool is_ready = prepared != nullptr && !prepared->of_resource.empty();
        out.rows.reserve(any_of->alternatives.size());
        for (const ResourceIndex one : any_of->alternatives) {
            out.rows.push_back(is_ready
                                   ? Row{prepared->of_resource[one].words(), true}
                                   : Row{agenda_.resources()[one].calendar.free().words(), false});
        }
    } else {
        const Places& places = std::get<Places>(need.what);
        const bool has_pool = prepared != nullptr;
        const auto ready = has_pool ? prepared->of_pool.find({places.pool, places.count})
                                    : decltype(prepared->of_pool.find({})){};
        if (has_pool && ready != prepared->of_pool.end()) {
            out.rows.push_back({ready->second.words(), true});
        } else {
            own_.push_back(
                std::make_unique<TickSet>(agenda_.pools()[places.pool].free(places.count)));
            out.rows.push_back({own_.back()->words(), false});
        }
    }
    needs_.push_back(std::move(out));
}

void StartScan::load(const NeedRows& need, const Row& row, std::size_t block, Block& out) const {
    const auto blocks =
        static_cast<std::int64_t>((agenda_.horizon() + block_ticks - 1) / block_ticks);
    const auto read = [&](std::int64_t number, std::uint64_t* to) {
        if (number < 0 || number >= blocks) {
            std::fill(to, to + block_words, 0);
        } else if (row.is_eroded) {
            const std::uint64_t* from = row.words + static_cast<std::size_t>(number) * block_words;
            std::copy(from, from + block_words, to);
        } else {
            erode_block(row.words, static_cast<std::size_t>(number), need.length, to);
        }
    };
    if (need.shift == 0) return read(static_cast<std::int64_t>(block), out.data());

    const std::int64_t at = static_cast<std::int64_t>(block) * block_ticks + need.shift;
    const std::int64_t first =
        at >= 0 ? at / block_ticks : -((-at + block_ticks - 1) / block_ticks);
    std::array<std::uint64_t, 2 * block_words + 1> two{};
    read(first, two.data());
    read(first + 1, two.data() + block_words);
    const auto inside = static_cast<Tick>(at - first * block_ticks);
    const auto words = static_cast<std::size_t>(inside / word_ticks);
    const Tick bits = inside % word_ticks;
    for (std::size_t i = 0; i < block_words; ++i) {
        out[i] = two[i + words] >> bits;
        if (bits != 0) out[i] |= two[i + words + 1] << (word_ticks - bits);
    }
}

void StartScan::restrict_to_one(const NeedRows& need, std::size_t block, Block& starts) const {
    Block any{};
    Block row_starts;
    for (std::size_t i = 0; i < need.rows.size(); ++i) {
        load(need, need.rows[i], block, row_starts);
        for (std::size_t w = 0; w < block_words; ++w) any[w] |= row_starts[w];
        if (i % 4 == 3 && covers(any, starts)) return;
    }
    for (std::size_t w = 0; w < block_words; ++w) starts[w] &= any[w];
}

void StartScan::restrict_to_several(const NeedRows& need, std::size_t block, Block& starts) const {
    // at_least[k]: the starts at which more than k of the rows so far are free.
    std::vector<Block> at_least(static_cast<std::size_t>(need.count), Block{});
    Block row_starts;
    for (const Row& row : need.rows) {
        load(need, row, block, row_starts);
        for (std::size_t k = at_least.size(); k-- > 1;) {
            for (std::size_t w = 0; w < block_words; ++w) {
                at_least[k][w] |= at_least[k - 1][w] & row_starts[w];
            }
        }
        for (std::size_t w = 0; w < block_words; ++w) at_least[0][w] |= row_starts[w];
    }
    for (std::size_t w = 0; w < block_words; ++w) starts[w] &= at_least.back()[w];
}

StartScan::Block StartScan::starts_in(std::size_t block) const {
    Block out;
    out.fill(~std::uint64_t{0});
    for (const NeedRows& need : needs_) {
        if (need.count == 1) {
            restrict_to_one(need, block, out);
        } else {
            restrict_to_several(need, block, out);
        }
        if (is_empty(out)) break;
    }
    return out;
}

std::optional<Tick> StartScan::next(Tick from, Tick to) {
    const Tick end = std::min(to, agenda_.horizon());
    for (Tick at = std::max<Tick>(from, 0); at < end;) {
        const auto block = static_cast<std::size_t>(at / block_ticks);
        if (!starts_[block]) starts_[block] = starts_in(block);
        const auto word = static_cast<std::size_t>(at % block_ticks / word_ticks);
        const std::uint64_t left = (*starts_[block])[word] >> (at % word_ticks);
        if (left != 0) {
            const Tick found = at + std::countr_zero(left);
            return found < end ? std::optional{found} : std::nullopt;
        }
        at += word_ticks - at % word_ticks;
    }
    return std::nullopt;
}

}  // namespace wayside::solver
