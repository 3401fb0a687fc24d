#include "solver/shop/sampling.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

namespace wayside::solver::shop {

namespace {

/// Walks down the precedence; `choose` names one of those that may come next.
template <class Choose>
void list_by(const Network& network, const Choose& choose, std::vector<Index>& list) {
    std::vector<std::size_t> missing(network.order.size());
    std::vector<Index> ready;
    for (Index i = 0; i < missing.size(); ++i) {
        missing[i] = network.predecessors[i].size();
        if (missing[i] == 0) ready.push_back(i);
    }
    list.clear();
    while (!ready.empty()) {
        std::swap(ready[choose(ready)], ready.back());
        list.push_back(ready.back());
        ready.pop_back();
        for (const Index next : network.successors[list.back()]) {
            if (--missing[next] == 0) ready.push_back(next);
        }
    }
}

/// Cubes of larger ones would not fit.
constexpr Time most_regret = 32'767;

std::uint64_t weight(Time tail, Time least) {
    const std::uint64_t regret = std::min(tail - least, most_regret) + 1;
    return regret * regret * regret;
}

/// A number below `end`, which may be above 2^32; the excess of small ones does not matter here.
std::uint64_t below(std::uint64_t end, search::Generator& generator) {
    return generator.bits() % end;
}

}  // namespace

std::vector<Index> by_longest_tail(const Shop& shop, const Network& network) {
    const std::vector<Time> tails = tails_of(shop, network);
    std::vector<Index> list;
    list_by(
        network,
        [&](const std::vector<Index>& ready) {
            const auto is_less = [&](Index left, Index right) {
                return tails[left] != tails[right] ? tails[left] < tails[right] : left > right;
            };
            return static_cast<std::size_t>(std::max_element(ready.begin(), ready.end(), is_less) -
                                            ready.begin());
        },
        list);
    return list;
}

void sample_list(const Network& network, const std::vector<Time>& tails,
                 search::Generator& generator, std::vector<Index>& list) {
    list_by(
        network,
        [&](const std::vector<Index>& ready) {
            Time least = std::numeric_limits<Time>::max();
            for (const Index each : ready) least = std::min(least, tails[each]);
            std::uint64_t sum = 0;
            for (const Index each : ready) sum += weight(tails[each], least);
            std::uint64_t left = below(sum, generator);
            std::size_t at = 0;
            while (left >= weight(tails[ready[at]], least))
                left -= weight(tails[ready[at++]], least);
            return at;
        },
        list);
}

}  // namespace wayside::solver::shop
