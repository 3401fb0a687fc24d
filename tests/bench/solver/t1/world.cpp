#include "tests/bench/solver/t1/world.hpp"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <random>
#include <stdexcept>

namespace wayside::bench::t1 {

namespace {

constexpr std::size_t group_count = 6;
constexpr std::int32_t opens = 8 * 60;
constexpr std::int32_t closes = 17 * 60;
constexpr std::int32_t break_begin = 12 * 60;
constexpr std::int32_t break_end = 12 * 60 + 40;
constexpr std::int32_t open_minutes = closes - opens - (break_end - break_begin);

using Random = std::mt19937_64;

std::int32_t draw(Random& random, std::int32_t bound) {
    return static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(bound));
}

/// How much of a day is booked: nearly all of the first days, less and less later.
double share_of(std::int32_t day) {
    return 0.97 - 0.34 * day / (days - 1.0);
}

/// Bookings of 10 to 60 minutes at any minute, until the day's share is taken. Gives the minutes.
std::int32_t fill_day(Random& random, std::int32_t day, std::vector<Minutes>& busy) {
    std::vector<bool> taken(day_minutes, false);
    for (std::int32_t at = break_begin; at < break_end; ++at) {
        taken[static_cast<std::size_t>(at)] = true;
    }
    std::int32_t used = 0;
    for (int tries = 0; used < share_of(day) * open_minutes && tries < 4'000; ++tries) {
        const std::int32_t begin = opens + draw(random, closes - opens);
        const std::int32_t end = std::min(closes, begin + 10 + draw(random, 51));
        for (std::int32_t at = begin; at < end && !taken[static_cast<std::size_t>(at)]; ++at) {
            taken[static_cast<std::size_t>(at)] = true;
            ++used;
        }
    }
    for (std::int32_t at = 0; at < day_minutes;) {
        std::int32_t end = at;
        while (end < day_minutes && taken[static_cast<std::size_t>(end)]) ++end;
        if (end > at) busy.emplace_back(day * day_minutes + at, day * day_minutes + end);
        at = end + 1;
    }
    return used;
}

std::vector<RawQuery> make_queries(Random& random, std::size_t count) {
    std::vector<RawQuery> out;
    for (std::size_t i = 0; i < count; ++i) {
        RawQuery query;
        query.minutes = lengths[random() % std::size(lengths)];
        query.from = draw(random, 7 * day_minutes / grid_minutes) * grid_minutes;
        std::vector<std::size_t> order(group_count);
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (std::size_t g = group_count; g > 1; --g) std::swap(order[g - 1], order[random() % g]);
        order.resize(4 + random() % 2);
        query.groups = std::move(order);
        out.push_back(std::move(query));
    }
    return out;
}

void write_spans(std::ofstream& out, const char* name, const std::vector<Minutes>& spans) {
    out << ", \"" << name << "\": [";
    for (std::size_t i = 0; i < spans.size(); ++i) {
        out << (i == 0 ? "[" : ",[") << spans[i].first << "," << spans[i].second << "]";
    }
    out << "]";
}

}  // namespace

RawWorld make_world(std::uint64_t seed, std::size_t resources, std::size_t queries) {
    RawWorld out;
    Random random(seed);
    out.groups = group_count;
    double used = 0;
    double first = 0;
    double last = 0;
    for (std::size_t i = 0; i < resources; ++i) {
        RawResource one{"r" + std::to_string(1'000 + i), i % group_count, {}, {}};
        for (std::int32_t day = 0; day < days; ++day) {
            one.open.emplace_back(day * day_minutes + opens, day * day_minutes + closes);
            const double taken = fill_day(random, day, one.busy);
            used += taken;
            if (day == 0) first += taken;
            if (day == days - 1) last += taken;
        }
        out.resources.push_back(std::move(one));
    }
    const double day = static_cast<double>(resources) * open_minutes;
    out.busy_share = used / day / days;
    out.first_day_share = first / day;
    out.last_day_share = last / day;
    out.queries = make_queries(random, queries);
    return out;
}

std::vector<Minutes> free_spans(const RawResource& resource) {
    std::vector<Minutes> out;
    for (const auto& [opening, closing] : resource.open) {
        std::int32_t at = opening;
        for (const auto& [begin, end] : resource.busy) {
            if (end <= at || begin >= closing) continue;
            if (begin > at) out.emplace_back(at, begin);
            at = end;
        }
        if (at < closing) out.emplace_back(at, closing);
    }
    return out;
}

void write_json(const RawWorld& world, const std::string& file) {
    std::ofstream out(file);
    out << "{\"resources\": [";
    for (std::size_t i = 0; i < world.resources.size(); ++i) {
        const RawResource& one = world.resources[i];
        out << (i == 0 ? "\n" : ",\n") << "{\"id\": \"" << one.id << "\", \"group\": " << one.group;
        write_spans(out, "open", one.open);
        write_spans(out, "busy", one.busy);
        out << "}";
    }
    out << "],\n\"queries\": [";
    for (std::size_t i = 0; i < world.queries.size(); ++i) {
        const RawQuery& one = world.queries[i];
        out << (i == 0 ? "\n" : ",\n") << "{\"from\": " << one.from
            << ", \"minutes\": " << one.minutes << ", \"groups\": [";
        for (std::size_t g = 0; g < one.groups.size(); ++g) {
            out << (g == 0 ? "" : ",") << one.groups[g];
        }
        out << "]}";
    }
    out << "]}\n";
    out.flush();
    if (!out) throw std::runtime_error("cannot write " + file);
}

}  // namespace wayside::bench::t1
