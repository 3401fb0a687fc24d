// solver/find/wanted.hpp: what one need asks for: people, one by one, or places of a pool, counted.
#pragma once

#include <compare>
#include <cstdint>
#include <variant>
#include <vector>

namespace wayside::solver::find {

/// Which resource or pool of an agenda, by its place there.
using ResourceIndex = std::uint32_t;
using PoolIndex = std::uint32_t;

/// `count` different ones of these resources: practitioners of a role, or the one who is named.
struct AnyOf {
    std::vector<ResourceIndex> alternatives;  ///< each once
    std::int32_t count = 1;
    friend auto operator<=>(const AnyOf&, const AnyOf&) = default;
};

/// Places of a counted pool. Needs that hold at the same time name a pool once, with their sum.
struct Places {
    PoolIndex pool = 0;
    std::int32_t count = 1;
    friend auto operator<=>(const Places&, const Places&) = default;
};

using Wanted = std::variant<AnyOf, Places>;

}  // namespace wayside::solver::find
