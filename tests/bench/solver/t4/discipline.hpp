// tests/bench/solver/t4/discipline.hpp: rules by which a free server takes the next of those who
// wait.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "solver/queue/scale.hpp"

namespace wayside::bench {

/// An arrival: its number is its place in the stream.
struct Arrival {
    std::int64_t at_ms = 0;
    std::int64_t service_ms = 0;
    std::size_t of_class = 0;
};

class Discipline {
  public:
    virtual ~Discipline() = default;
    virtual void join(std::size_t number, const Arrival& arrival) = 0;
    /// Takes one out; only asked while somebody waits.
    virtual std::size_t take(std::int64_t now_ms) = 0;
};

struct Named {
    std::string name;
    std::unique_ptr<Discipline> discipline;
};

/// First come; strict priority; ageing; earliest due; ours, in this order.
std::vector<Named> all_disciplines(const solver::queue::Scale& scale);

}  // namespace wayside::bench
