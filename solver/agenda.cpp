#include "solver/agenda.hpp"

#include <algorithm>

namespace wayside::solver {

namespace {

constexpr Tick most_ticks = 10 * 366 * 288;

TickSet eroded(const TickSet& free, Tick length) {
    TickSet out(free.ticks());
    for (std::size_t block = 0; block < free.blocks(); ++block) {
        erode_block(free.words(), block, length, out.words() + block * TickSet::block_words);
    }
    return out;
}

/// Erodes those blocks again that a change of `span` can have touched.
void erode_again(const TickSet& free, TickSpan span, Tick length, TickSet& out) {
    const Tick last = std::min(span.end, free.ticks()) - 1;
    if (last < 0 || span.begin >= free.ticks()) return;
    const auto first_block =
        static_cast<std::size_t>(std::max<Tick>(span.begin - length, 0) / TickSet::block_ticks);
    const auto last_block = static_cast<std::size_t>(last / TickSet::block_ticks);
    for (std::size_t block = first_block; block <= last_block; ++block) {
        erode_block(free.words(), block, length, out.words() + block * TickSet::block_words);
    }
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
    Calendar& calendar = resources_[resource].calendar;
    calendar.take(begin_minutes, end_minutes);
    const TickSpan span = rounded_outward(begin_minutes, end_minutes);
    for (auto& [length, starts] : prepared_) {
        if (starts.of_resource.empty()) continue;
        erode_again(calendar.free(), span, length, starts.of_resource[resource]);
    }
}

void Agenda::take(PoolIndex pool, std::int64_t begin_minutes, std::int64_t end_minutes,
                  std::int32_t places) {
    pools_[pool].take(begin_minutes, end_minutes, places);
    const TickSpan span = rounded_outward(begin_minutes, end_minutes);
    for (auto& [length, starts] : prepared_) {
        for (auto& [key, set] : starts.of_pool) {
            if (key.first != pool) continue;
            erode_again(pools_[pool].free(key.second), span, length, set);
        }
    }
}

void Agenda::prepare(Tick length) {
    PreparedStarts& starts = prepared_[length];
    starts.of_resource.clear();
    for (const Resource& resource : resources_) {
        starts.of_resource.push_back(eroded(resource.calendar.free(), length));
    }
}

void Agenda::prepare(PoolIndex pool, std::int32_t places, Tick length) {
    prepared_[length].of_pool.insert_or_assign(std::pair{pool, places},
                                               eroded(pools_[pool].free(places), length));
}

const PreparedStarts* Agenda::prepared(Tick length) const {
    const auto found = prepared_.find(length);
    return found == prepared_.end() ? nullptr : &found->second;
}

}  // namespace wayside::solver
