#include "solver/find/agenda.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
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

/// Whether a change of what `taking` names may change the starts of `wanted`.
bool concerns(const Wanted& wanted, const Taking& taking) {
    const auto* places = std::get_if<Places>(&taking.what);
    if (const auto* asked = std::get_if<Places>(&wanted)) {
        return places != nullptr && places->pool == asked->pool;
    }
    const auto& alternatives = std::get<AnyOf>(wanted).alternatives;
    return places == nullptr &&
           std::find(alternatives.begin(), alternatives.end(),
                     std::get<ResourceIndex>(taking.what)) != alternatives.end();
}

/// As ==, but the lists are compared as bytes: this is asked for each need of each search.
bool is_same(const Wanted& a, const Wanted& b) {
    const auto* one = std::get_if<AnyOf>(&a);
    const auto* other = std::get_if<AnyOf>(&b);
    if (one == nullptr || other == nullptr) return a == b;
    const std::size_t size = one->alternatives.size();
    if (one->count != other->count || size != other->alternatives.size()) return false;
    return size == 0 || std::memcmp(one->alternatives.data(), other->alternatives.data(),
                                    size * sizeof(ResourceIndex)) == 0;
}

bool are_there(std::span<const TakingId> some, TakingId one) {
    return std::find(some.begin(), some.end(), one) != some.end();
}

bool do_meet(TickSpan a, TickSpan b) {
    return a.begin < b.end && b.begin < a.end;
}

}  // namespace

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
    free_when_added_.emplace_back(0);
    takings_of_.emplace_back();
    return static_cast<ResourceIndex>(resources_.size() - 1);
}

PoolIndex Agenda::add(Pool pool) {
    prepared_.clear();
    pools_.push_back(std::move(pool));
    return static_cast<PoolIndex>(pools_.size() - 1);
}

TakingId Agenda::take(Taking taking) {
    const auto id = TakingId{next_taking_++};
    if (taking.lease) leases_.insert(id);
    if (const auto* resource = std::get_if<ResourceIndex>(&taking.what)) {
        Calendar& calendar = resources_[*resource].calendar;
        if (takings_of_[*resource].empty()) free_when_added_[*resource] = calendar.free();
        takings_of_[*resource].push_back(id);
        calendar.take(taking.begin_minutes, taking.end_minutes);
    } else {
        const auto& places = std::get<Places>(taking.what);
        pools_[places.pool].take(taking.begin_minutes, taking.end_minutes, places.count);
    }
    refresh(takings_.emplace(id, std::move(taking)).first->second);
    return id;
}

TakingId Agenda::take(ResourceIndex resource, std::int64_t begin_minutes,
                      std::int64_t end_minutes) {
    return take({resource, begin_minutes, end_minutes, std::nullopt});
}

TakingId Agenda::take(PoolIndex pool, std::int64_t begin_minutes, std::int64_t end_minutes,
                      std::int32_t places) {
    return take({Places{pool, places}, begin_minutes, end_minutes, std::nullopt});
}

void Agenda::give_back(TakingId taking) {
    const auto found = takings_.find(taking);
    if (found == takings_.end()) return;
    const Taking given = std::move(found->second);
    takings_.erase(found);
    leases_.erase(taking);
    if (const auto* places = std::get_if<Places>(&given.what)) {
        pools_[places->pool].take(given.begin_minutes, given.end_minutes, -places->count);
    } else {
        const auto resource = std::get<ResourceIndex>(given.what);
        std::erase(takings_of_[resource], taking);
        restore(resource, given.ticks());
    }
    refresh(given);
}

void Agenda::restore(ResourceIndex resource, TickSpan span) {
    TickSet& free = resources_[resource].calendar.free();
    const TickSpan inside{std::max<Tick>(span.begin, 0), std::min(span.end, horizon_)};
    for (Tick tick = inside.begin; tick < inside.end; ++tick) {
        if (free_when_added_[resource].has(tick)) free.add({tick, tick + 1});
    }
    for (const TakingId other : takings_of_[resource]) {
        const TickSpan taken = takings_.at(other).ticks();
        if (do_meet(taken, inside)) free.remove(taken);
    }
}

Calendar Agenda::calendar_if(ResourceIndex resource, std::span<const TakingId> without) const {
    Calendar out = resources_[resource].calendar;
    if (takings_of_[resource].empty()) return out;
    out.free() = free_when_added_[resource];
    for (const TakingId one : takings_of_[resource]) {
        if (!are_there(without, one)) out.free().remove(takings_.at(one).ticks());
    }
    return out;
}

Pool Agenda::pool_if(PoolIndex pool, std::span<const TakingId> without) const {
    Pool out = pools_[pool];
    for (const TakingId one : without) {
        const auto found = takings_.find(one);
        if (found == takings_.end()) continue;
        const auto* places = std::get_if<Places>(&found->second.what);
        if (places == nullptr || places->pool != pool) continue;
        out.take(found->second.begin_minutes, found->second.end_minutes, -places->count);
    }
    return out;
}

void Agenda::refresh(const Taking& changed) {
    for (auto& [length, rows] : prepared_) {
        for (auto& [what, starts] : rows) {
            if (concerns(what, changed)) search_again(changed.ticks(), what, length, starts);
        }
    }
}

void Agenda::prepare(const Wanted& what, Tick length) {
    if (length < 1 || length > longest_need_ticks) return;
    auto& rows = prepared_[length];
    std::erase_if(rows, [&](const Prepared& row) { return is_same(row.what, what); });
    Prepared& row = rows.emplace_back(Prepared{what, TickSet(horizon_)});
    search_again({0, horizon_}, what, length, row.starts);
}

const TickSet* Agenda::find_prepared(const Wanted& what, Tick length) const {
    const auto of_length = prepared_.find(length);
    if (of_length == prepared_.end()) return nullptr;
    for (const Prepared& row : of_length->second) {
        if (is_same(row.what, what)) return &row.starts;
    }
    return nullptr;
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
    const TickSpan looked_at{static_cast<Tick>(first_block) * TickSet::block_ticks,
                             static_cast<Tick>(last_block + 1) * TickSet::block_ticks + length};
    const TickSet free = places ? pools_[places->pool].free(places->count, looked_at) : TickSet(0);
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
