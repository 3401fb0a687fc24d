#include "solver/find/agenda.hpp"

#include <algorithm>
#include <array>
#include <variant>

namespace wayside::solver::find {

namespace {

constexpr Tick most_ticks = 10 * 366 * 288;

constexpr std::size_t block_words = TickSet::block_words;

/// Whether every start that `enough` holds is among `found`.
bool covers(const std::uint64_t* found, const std::uint64_t* enough) {
    std::uint64_t missing = 0;
    for (std::size_t i = 0; i < block_words; ++i) missing |= enough[i] & ~found[i];
    return missing == 0;
}

bool concerns(const Wanted& what, ResourceIndex resource) {
    const auto* any_of = std::get_if<AnyOf>(&what);
    return any_of != nullptr && std::find(any_of->alternatives.begin(), any_of->alternatives.end(),
                                          resource) != any_of->alternatives.end();
}

}  // namespace

Pool::Pool(std::string name, std::int32_t capacity, Tick horizon)
    : name_(std::move(name)),
      capacity_(capacity),
      busy_(static_cast<std::size_t>(std::max<Tick>(horizon, 0)), 0) {}

void Pool::take(std::int64_t begin_minutes, std::int64_t end_minutes, std::int32_t places) {
    const TickSpan span = rounded_outward(begin_minutes, end_minutes);
    const Tick end = std::min(span.end, static_cast<Tick>(busy_.size()));
    for (Tick tick = std::max<Tick>(span.begin, 0); tick < end; ++tick) {
        busy_[static_cast<std::size_t>(tick)] += places;
    }
}

TickSet Pool::free(std::int32_t places) const {
    TickSet out(static_cast<Tick>(busy_.size()));
    for (std::size_t tick = 0; tick < busy_.size(); ++tick) {
        const std::uint64_t fits = busy_[tick] + places <= capacity_ ? 1 : 0;
        out.words()[tick / 64] |= fits << (tick % 64);
    }
    return out;
}

Agenda::Agenda(Tick ticks) : horizon_(std::clamp<Tick>(ticks, 0, most_ticks)) {}

ResourceIndex Agenda::add(Resource resource) {
    prepared_.clear();
    std::uint32_t rank = 0;
    for (std::size_t i = 0; i < resources_.size(); ++i) {
        if (resource.id < resources_[i].id) {
            ++ranks_[i];
        } else {
            ++rank;
        }
    }
    resources_.push_back(std::move(resource));
    ranks_.push_back(rank);
    return static_cast<ResourceIndex>(resources_.size() - 1);
}

PoolIndex Agenda::add(Pool pool) {
    prepared_.clear();
    pools_.push_back(std::move(pool));
    return static_cast<PoolIndex>(pools_.size() - 1);
}

void Agenda::take(ResourceIndex resource, std::int64_t begin_minutes, std::int64_t end_minutes) {
    resources_[resource].calendar.take(begin_minutes, end_minutes);
    const TickSpan span = rounded_outward(begin_minutes, end_minutes);
    for (auto& [length, needs] : prepared_) {
        for (auto& [what, starts] : needs) {
            if (concerns(what, resource)) search_again(span, what, length, starts);
        }
    }
}

void Agenda::take(PoolIndex pool, std::int64_t begin_minutes, std::int64_t end_minutes,
                  std::int32_t places) {
    pools_[pool].take(begin_minutes, end_minutes, places);
    const TickSpan span = rounded_outward(begin_minutes, end_minutes);
    for (auto& [length, needs] : prepared_) {
        for (auto& [what, starts] : needs) {
            const auto* asked = std::get_if<Places>(&what);
            if (asked != nullptr && asked->pool == pool) search_again(span, what, length, starts);
        }
    }
}

void Agenda::prepare(const Wanted& what, Tick length) {
    TickSet starts(horizon_);
    search_again({0, horizon_}, what, length, starts);
    prepared_[length].insert_or_assign(what, std::move(starts));
}

const TickSet* Agenda::find_prepared(const Wanted& what, Tick length) const {
    const auto of_length = prepared_.find(length);
    if (of_length == prepared_.end()) return nullptr;
    const auto found = of_length->second.find(what);
    return found == of_length->second.end() ? nullptr : &found->second;
}

void Agenda::search_again(TickSpan changed, const Wanted& what, Tick length,
                          TickSet& starts) const {
    const Tick last = std::min(changed.end, horizon_) - 1;
    if (last < 0 || changed.begin >= horizon_) return;
    // A start is as far as the need's length before the change that it feels.
    const auto first_block =
        static_cast<std::size_t>(std::max<Tick>(changed.begin - length, 0) / TickSet::block_ticks);
    const auto last_block = static_cast<std::size_t>(last / TickSet::block_ticks);
    const auto* places = std::get_if<Places>(&what);
    const TickSet free = places ? pools_[places->pool].free(places->count) : TickSet(0);
    for (std::size_t block = first_block; block <= last_block; ++block) {
        std::uint64_t* out = starts.words() + block * block_words;
        if (places != nullptr) {
            erode_block(free.words(), block, length, out);
        } else {
            find_starts(std::get<AnyOf>(what), length, block, nullptr, out);
        }
    }
}

void Agenda::find_starts(const AnyOf& what, Tick length, std::size_t block,
                         const std::uint64_t* enough, std::uint64_t* out) const {
    // at_least[k]: the starts at which more than k of the alternatives so far are free.
    using Block = std::array<std::uint64_t, block_words>;
    const auto levels = static_cast<std::size_t>(std::max(what.count, 1));
    if (levels > what.alternatives.size()) return void(std::fill(out, out + block_words, 0));
    std::vector<Block> more_levels(levels > 1 ? levels : 0);
    Block only_level{};
    Block* const at_least = levels > 1 ? more_levels.data() : &only_level;
    Block one;
    for (std::size_t i = 0; i < what.alternatives.size(); ++i) {
        const Calendar& calendar = resources_[what.alternatives[i]].calendar;
        erode_block(calendar.free().words(), block, length, one.data());
        for (std::size_t k = levels; k-- > 1;) {
            for (std::size_t w = 0; w < block_words; ++w)
                at_least[k][w] |= at_least[k - 1][w] & one[w];
        }
        for (std::size_t w = 0; w < block_words; ++w) at_least[0][w] |= one[w];
        const bool may_ask = enough != nullptr && i % 4 == 3;
        if (may_ask && covers(at_least[levels - 1].data(), enough)) break;
    }
    std::copy(at_least[levels - 1].begin(), at_least[levels - 1].end(), out);
}

}  // namespace wayside::solver::find
