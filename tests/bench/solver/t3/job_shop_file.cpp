#include "tests/bench/solver/t3/job_shop_file.hpp"

#include <charconv>
#include <vector>

#include "tests/bench/solver/t3/numbered_lines.hpp"

namespace wayside::bench {

namespace {

using solver::shop::Activity;
using solver::shop::Index;
using solver::shop::Mode;
using solver::shop::Shop;

/// Numbers of a line that have not been read yet.
class Row {
  public:
    explicit Row(const std::vector<std::uint32_t>& numbers) : numbers_(numbers) {}

    /// False if none is left.
    bool take(std::uint32_t& number) {
        if (at_ == numbers_.size()) return false;
        number = numbers_[at_++];
        return true;
    }
    [[nodiscard]] std::size_t left() const { return numbers_.size() - at_; }

  private:
    const std::vector<std::uint32_t>& numbers_;
    std::size_t at_ = 0;
};

/// What is wrong with the operation; empty if nothing is.
std::string read_operation(Row& row, std::size_t machines, Activity& operation) {
    std::uint32_t modes = 0;
    if (!row.take(modes) || modes < 1 || modes > row.left() / 2) {
        return "an operation's machines are missing";
    }
    for (std::uint32_t k = 0; k < modes; ++k) {
        std::uint32_t machine = 0;
        std::uint32_t duration = 0;
        if (!row.take(machine) || !row.take(duration)) return "a machine or a time is missing";
        if (machine < 1 || machine > machines) return "there is no such machine";
        if (duration > Shop::most_horizon) return "a time is too long";
        operation.modes.push_back({duration, {{machine - 1, 1}}});
    }
    return "";
}

std::string read_job(const std::vector<std::uint32_t>& numbers, Shop& shop) {
    Row row(numbers);
    std::uint32_t operations = 0;
    if (!row.take(operations) || operations > row.left() / 3) return "operations are missing";
    for (std::uint32_t k = 0; k < operations; ++k) {
        Activity operation;
        std::string fault = read_operation(row, shop.capacities.size(), operation);
        if (!fault.empty()) return fault;
        shop.activities.push_back(std::move(operation));
        const auto next = static_cast<Index>(shop.activities.size());
        if (k + 1 < operations) shop.activities.back().successors.push_back(next);
    }
    return row.left() == 0 ? "" : "numbers are left over";
}

/// Jobs and machines; whatever stands behind them is passed over, for it may be a fraction.
bool read_counts(std::string_view line, std::uint32_t& jobs, std::uint32_t& machines) {
    const char* at = line.data();
    const char* end = line.data() + line.size();
    for (std::uint32_t* count : {&jobs, &machines}) {
        while (at != end && (*at == ' ' || *at == '\t')) ++at;
        const auto [behind, error] = std::from_chars(at, end, *count);
        if (error != std::errc{}) return false;
        at = behind;
    }
    return true;
}

}  // namespace

Result<Shop> read_job_shop(std::string_view text, const std::string& file) {
    NumberedLines lines(text, file);
    const auto first = lines.next();
    std::uint32_t jobs = 0;
    std::uint32_t machines = 0;
    if (!first || !read_counts(*first, jobs, machines)) {
        return lines.refusal("numbers of jobs and of machines are wanted");
    }
    if (machines > Shop::most_resources || jobs > Shop::most_activities) {
        return lines.refusal("too many jobs or machines");
    }
    Shop shop{std::vector<std::uint32_t>(machines, 1), {}};
    for (std::uint32_t job = 0; job < jobs; ++job) {
        const auto numbers = lines.next_numbers(most_file_bytes);
        if (!numbers) return numbers.refusal();
        const std::string fault = read_job(*numbers, shop);
        if (!fault.empty()) return lines.refusal(fault);
        if (shop.activities.size() > Shop::most_activities) {
            return lines.refusal("too many operations");
        }
    }
    if (lines.next()) return lines.refusal("lines are left over");
    const std::string fault = fault_of(shop);
    if (!fault.empty()) return lines.refusal(fault);
    return shop;
}

}  // namespace wayside::bench
