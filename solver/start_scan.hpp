// solver/start_scan.hpp: the ticks at which all needs of a pattern can begin, block by block. The
// inner loop of the slot search.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "solver/agenda.hpp"
#include "solver/pattern.hpp"

namespace wayside::solver {

class StartScan {
  public:
    using Block = std::array<std::uint64_t, TickSet::block_words>;

    /// Needs only those needs of the pattern that `needs` names.
    StartScan(const Agenda& agenda, const Pattern& pattern, std::span<const std::size_t> needs);
    /// All needs.
    StartScan(const Agenda& agenda, const Pattern& pattern);

    /// The first start in [from, to); empty if there is none. Whether the needs can be filled by
    /// different resources is not looked at: an AnyOf of two sees two free ones, but two needs may
    /// see the same one.
    [[nodiscard]] std::optional<Tick> next(Tick from, Tick to);

  private:
    /// One bitset to read, at `shift` ticks after a start.
    struct Row {
        const std::uint64_t* words;
        bool is_eroded;
    };
    struct NeedRows {
        std::vector<Row> rows;
        std::int32_t count;  // so many rows at once
        Tick length;
        Tick shift;
    };

    void add(const Need& need);
    /// The starts of one block (number `block` of the horizon), all needs together.
    [[nodiscard]] Block starts_in(std::size_t block) const;
    void load(const NeedRows& need, const Row& row, std::size_t block, Block& out) const;
    /// Leaves those of `starts` at which one of the need's rows is free.
    void restrict_to_one(const NeedRows& need, std::size_t block, Block& starts) const;
    /// The same for as many rows at once as the need asks for.
    void restrict_to_several(const NeedRows& need, std::size_t block, Block& starts) const;

    const Agenda& agenda_;
    std::vector<NeedRows> needs_;                // the fewest rows first
    std::vector<std::unique_ptr<TickSet>> own_;  // pools that were not prepared
    std::vector<std::optional<Block>> starts_;   // the blocks that were looked at
};

}  // namespace wayside::solver
