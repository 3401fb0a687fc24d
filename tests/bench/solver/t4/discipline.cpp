#include "tests/bench/solver/t4/discipline.hpp"

#include <cstdio>
#include <deque>
#include <set>
#include <utility>

#include "solver/queue/order.hpp"

namespace wayside::bench {

namespace {

using solver::queue::Scale;

/// Keeps a first-come line for each class; a rule says which line is served.
class ByClass : public Discipline {
  public:
    explicit ByClass(const Scale& scale) : scale_(scale), lines_(scale.classes.size()) {}

    void join(std::size_t number, const Arrival& arrival) final {
        lines_[arrival.of_class].push_back({number, arrival.at_ms});
    }
    std::size_t take(std::int64_t now_ms) final {
        std::size_t best = lines_.size();
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (lines_[i].empty()) continue;
            if (best == lines_.size() || is_before(i, best, now_ms)) best = i;
        }
        const std::size_t number = lines_[best].front().first;
        lines_[best].pop_front();
        return number;
    }

  protected:
    /// Whether the first of class `a` is taken before the first of class `b`, a later class.
    [[nodiscard]] virtual bool is_before(std::size_t a, std::size_t b,
                                         std::int64_t now_ms) const = 0;
    [[nodiscard]] std::int64_t arrival_ms(std::size_t of_class) const {
        return lines_[of_class].front().second;
    }
    [[nodiscard]] std::int64_t target_ms(std::size_t of_class) const {
        return scale_.classes[of_class].target_ms;
    }

  private:
    const Scale& scale_;
    std::vector<std::deque<std::pair<std::size_t, std::int64_t>>> lines_;
};

class FirstCome final : public ByClass {
    using ByClass::ByClass;
    bool is_before(std::size_t a, std::size_t b, std::int64_t) const override {
        return arrival_ms(a) < arrival_ms(b);
    }
};

class StrictPriority final : public ByClass {
    using ByClass::ByClass;
    bool is_before(std::size_t a, std::size_t b, std::int64_t) const override { return a < b; }
};

/// Accumulating priority: whoever has waited most for what their class may wait.
class Ageing final : public ByClass {
    using ByClass::ByClass;
    bool is_before(std::size_t a, std::size_t b, std::int64_t now_ms) const override {
        return (now_ms - arrival_ms(a)) * target_ms(b) > (now_ms - arrival_ms(b)) * target_ms(a);
    }
};

class EarliestDue final : public ByClass {
    using ByClass::ByClass;
    bool is_before(std::size_t a, std::size_t b, std::int64_t) const override {
        return arrival_ms(a) + target_ms(a) < arrival_ms(b) + target_ms(b);
    }
};

/// The node's own key, asked for each ticket.
class Ours final : public Discipline {
  public:
    explicit Ours(const Scale& scale) : scale_(scale) {}

    void join(std::size_t number, const Arrival& arrival) override {
        char id[12];
        std::snprintf(id, sizeof id, "%010zu", number);
        const solver::queue::Ticket ticket{id, arrival.at_ms, std::nullopt, arrival.of_class};
        line_.emplace(solver::queue::key_of(ticket, scale_), number);
    }
    std::size_t take(std::int64_t) override {
        const std::size_t number = line_.begin()->second;
        line_.erase(line_.begin());
        return number;
    }

  private:
    const Scale& scale_;
    std::set<std::pair<solver::queue::Key, std::size_t>> line_;
};

}  // namespace

std::vector<Named> all_disciplines(const Scale& scale) {
    std::vector<Named> out;
    out.push_back({"first come", std::make_unique<FirstCome>(scale)});
    out.push_back({"strict priority", std::make_unique<StrictPriority>(scale)});
    out.push_back({"ageing", std::make_unique<Ageing>(scale)});
    out.push_back({"earliest due", std::make_unique<EarliestDue>(scale)});
    out.push_back({"ours", std::make_unique<Ours>(scale)});
    return out;
}

}  // namespace wayside::bench
