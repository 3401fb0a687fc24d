#include "tests/bench/solver/t3/psplib_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <sstream>
#include <vector>

#include "tests/bench/solver/t3/numbered_lines.hpp"

namespace wayside::bench {

namespace {

using solver::shop::Activity;
using solver::shop::Demand;
using solver::shop::Index;
using solver::shop::Mode;
using solver::shop::Shop;

/// Goes on to the line that holds `words`; empty if there is none.
std::optional<std::string_view> find_line(NumberedLines& lines, std::string_view words) {
    for (auto line = lines.next(); line; line = lines.next()) {
        if (line->find(words) != std::string_view::npos) return line;
    }
    return std::nullopt;
}

/// The number behind the colon of the next line that holds `words`.
Result<std::uint32_t> count_of(NumberedLines& lines, std::string_view words, std::size_t most) {
    const auto line = find_line(lines, words);
    if (!line) return lines.refusal("'" + std::string(words) + "' is missing");
    const std::size_t colon = std::min(line->find(':'), line->size());
    const std::size_t digit = std::min(line->find_first_of("0123456789", colon), line->size());
    std::uint32_t count = 0;
    const auto [end, error] =
        std::from_chars(line->data() + digit, line->data() + line->size(), count);
    if (error != std::errc{} || count > most) {
        return lines.refusal("a number up to " + std::to_string(most) + " is wanted");
    }
    return count;
}

/// Goes on behind the header line that follows the line with `title`.
Result<void> enter(NumberedLines& lines, std::string_view title) {
    if (!find_line(lines, title)) {
        return lines.refusal("'" + std::string(title) + "' is missing");
    }
    if (!lines.next()) return lines.refusal("the file ends too early");
    return {};
}

Result<void> read_precedence(NumberedLines& lines, Shop& shop) {
    const auto entered = enter(lines, "PRECEDENCE RELATIONS");
    if (!entered) return entered.refusal();
    for (std::size_t i = 0; i < shop.activities.size(); ++i) {
        const auto row = lines.next_numbers(shop.activities.size() + 3);
        if (!row) return row.refusal();
        if (row->size() < 3 || (*row)[0] != i + 1) return lines.refusal("jobs are out of order");
        if ((*row)[1] != 1) return lines.refusal("a job of one mode is wanted");
        if (row->size() != std::size_t{3} + (*row)[2]) {
            return lines.refusal("there are not as many successors as it says");
        }
        for (std::size_t k = 3; k < row->size(); ++k) {
            if ((*row)[k] < 1 || (*row)[k] > shop.activities.size()) {
                return lines.refusal("a successor is no job");
            }
            shop.activities[i].successors.push_back((*row)[k] - 1);
        }
    }
    return {};
}

Result<void> read_requests(NumberedLines& lines, Shop& shop, std::size_t resources) {
    const auto entered = enter(lines, "REQUESTS/DURATIONS");
    if (!entered) return entered.refusal();
    if (!lines.next()) return lines.refusal("the file ends too early");
    for (std::size_t i = 0; i < shop.activities.size(); ++i) {
        const auto row = lines.next_numbers(resources + 3);
        if (!row) return row.refusal();
        if (row->size() != resources + 3) {
            return lines.refusal("a request for each resource is wanted");
        }
        if ((*row)[0] != i + 1 || (*row)[1] != 1) return lines.refusal("jobs are out of order");
        Mode mode{(*row)[2], {}};
        for (Index k = 0; k < resources; ++k) {
            if ((*row)[k + 3] > 0) mode.demands.push_back({k, (*row)[k + 3]});
        }
        shop.activities[i].modes.push_back(std::move(mode));
    }
    return {};
}

std::string stem_of(std::string name) {
    const std::size_t end = name.find_last_not_of(" \t\r");
    name.resize(end == std::string::npos ? 0 : end + 1);
    const std::size_t dot = name.find('.');
    return dot == std::string::npos ? name : name.substr(0, dot);
}

/// The last number in a text such as "104..105"; 0 where there is none.
std::uint32_t last_number(const std::string& text) {
    const std::size_t last = text.find_last_of("0123456789");
    if (last == std::string::npos) return 0;
    const std::size_t before = text.find_last_not_of("0123456789", last);
    const std::size_t first = before == std::string::npos ? 0 : before + 1;
    std::uint32_t number = 0;
    std::from_chars(text.data() + first, text.data() + last + 1, number);
    return number;
}

}  // namespace

Result<Shop> read_psplib(std::string_view text, const std::string& file) {
    NumberedLines lines(text, file);
    const auto jobs = count_of(lines, "jobs ", Shop::most_activities);
    if (!jobs) return jobs.refusal();
    const auto resources = count_of(lines, "- renewable", Shop::most_resources);
    if (!resources) return resources.refusal();
    for (const char* kind : {"- nonrenewable", "- doubly constrained"}) {
        const auto none = count_of(lines, kind, 0);
        if (!none) return none.refusal();
    }
    Shop shop;
    // Each job takes two lines of the text, so that a large number alone reserves nothing.
    if (*jobs > text.size()) return lines.refusal("more jobs than lines");
    shop.activities.resize(*jobs);
    const auto precedence = read_precedence(lines, shop);
    if (!precedence) return precedence.refusal();
    const auto requests = read_requests(lines, shop, *resources);
    if (!requests) return requests.refusal();
    const auto entered = enter(lines, "RESOURCEAVAILABILITIES");
    if (!entered) return entered.refusal();
    auto capacities = lines.next_numbers(*resources);
    if (!capacities) return capacities.refusal();
    if (capacities->size() != *resources) return lines.refusal("a capacity is missing");
    shop.capacities = *std::move(capacities);
    const std::string fault = fault_of(shop);
    if (!fault.empty()) return lines.refusal(fault);
    return shop;
}

std::map<std::string, std::uint32_t> read_best_known(std::string_view text,
                                                     const std::string& set) {
    std::map<std::string, std::uint32_t> best;
    NumberedLines lines(text, "");
    for (auto line = lines.next(); line; line = lines.next()) {
        const std::string row(*line);
        const std::size_t comma = row.find(',');
        std::uint32_t parameter = 0;
        std::uint32_t instance = 0;
        std::uint32_t makespan = 0;
        if (std::istringstream(row) >> parameter >> instance >> makespan) {
            best[set + std::to_string(parameter) + "_" + std::to_string(instance)] = makespan;
        } else if (comma != std::string::npos && last_number(row.substr(comma)) > 0) {
            best[stem_of(row.substr(0, comma))] = last_number(row.substr(comma));
        }
    }
    return best;
}

std::string set_of(const std::string& stem) {
    for (const char* set : {"j120", "j90", "j60", "j30"}) {
        if (stem.rfind(set, 0) == 0) return set;
    }
    return "";
}

}  // namespace wayside::bench
