// tests/solver/find/naive_clinic.hpp: a clinic of 5 practitioners and one pool, kept twice: as an
// agenda, and as plain tables of ticks that a naive search reads, which tries every tick, every
// person and every way to fill the needs. It shares no code with the real one.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "solver/find/find_slots.hpp"

namespace wayside::solver::find::naive {

struct Clinic {
    Tick horizon;
    Agenda agenda;
    std::vector<std::string> ids;
    std::vector<std::vector<bool>> is_free;  // resource x tick
    std::vector<Tick> shortest_use;          // by resource
    std::vector<int> places_used;            // by tick
    int places;
    std::vector<Pattern> ways;

    [[nodiscard]] bool free_over(std::size_t who, Tick begin, Tick end) const;
    /// Whether all needs of a way can be filled by different people, beside those in `used`.
    [[nodiscard]] bool can_begin(const Pattern& pattern, Tick start, std::vector<bool> used) const;
    /// Everybody who can give the way at `start`, in order of index.
    [[nodiscard]] std::vector<ResourceIndex> givers(const Pattern& pattern, Tick start) const;
    /// Whether any way can begin.
    [[nodiscard]] bool is_start(Tick start) const;

  private:
    [[nodiscard]] bool can_fill(const Pattern& pattern, std::size_t need, int left, Tick start,
                                std::vector<bool>& used) const;
};

Clinic random_clinic(std::mt19937_64& random);
Question random_question(std::mt19937_64& random, const Clinic& clinic);

/// Every slot of the question, by start, id and way, with its costs.
std::vector<Slot> all_slots(const Clinic& clinic, const Question& question);
std::vector<Slot> first_of(const std::vector<Slot>& all, std::size_t count);
std::vector<Slot> best_of(std::vector<Slot> all, std::size_t count);
std::vector<Slot> diverse_of(const std::vector<Slot>& all, const Question& question);

}  // namespace wayside::solver::find::naive
