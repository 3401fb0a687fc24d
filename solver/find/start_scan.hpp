// solver/find/start_scan.hpp: the ticks at which all needs of a pattern can begin, block by block.
// The inner loop of the slot search.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "solver/find/agenda.hpp"
#include "solver/find/pattern.hpp"

namespace wayside::solver::find {

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
    /// How many there are in [from, to); counting ends once there are `enough`.
    [[nodiscard]] std::int64_t count(Tick from, Tick to, std::int64_t enough);

  private:
    /// A need, and where its starts are read from.
    struct Source {
        const Need* need;
        Tick length;
        const std::uint64_t* prepared = nullptr;  // starts
        std::unique_ptr<TickSet> free_places{};   // of a pool that was not prepared
        bool is_impossible = false;

        [[nodiscard]] std::size_t rows() const;
    };

    void add(const Need& need);
    void read(const Source& source, std::int64_t block, const std::uint64_t* enough,
              std::uint64_t* out) const;
    void read_shifted(const Source& source, std::size_t block, Block& out) const;
    [[nodiscard]] const Block& starts_in(std::size_t block);

    const Agenda& agenda_;
    std::vector<Source> sources_;               // the fewest rows first
    std::vector<std::optional<Block>> starts_;  // the blocks that were looked at
};

}  // namespace wayside::solver::find
