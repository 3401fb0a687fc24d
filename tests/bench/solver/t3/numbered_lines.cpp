#include "tests/bench/solver/t3/numbered_lines.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

namespace wayside::bench {

namespace {

constexpr std::string_view blanks = " \t\r\v\f";

}  // namespace

std::optional<std::string_view> NumberedLines::next() {
    while (!text_.empty()) {
        const std::size_t length = std::min(text_.find('\n'), text_.size());
        const std::string_view line = text_.substr(0, length);
        text_.remove_prefix(std::min(length + 1, text_.size()));
        ++line_;
        if (line.find_first_not_of(blanks) != std::string_view::npos) return line;
    }
    return std::nullopt;
}

Result<std::vector<std::uint32_t>> NumberedLines::next_numbers(std::size_t most) {
    const auto line = next();
    if (!line) return refusal("the file ends too early");
    std::vector<std::uint32_t> numbers;
    std::string_view left = *line;
    for (;;) {
        left.remove_prefix(std::min(left.find_first_not_of(blanks), left.size()));
        if (left.empty()) return numbers;
        const std::string_view word = left.substr(0, left.find_first_of(blanks));
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (error != std::errc{} || end != word.data() + word.size() || number > 1U << 31U) {
            return refusal("a whole number is wanted");
        }
        if (numbers.size() == most) {
            return refusal("more than " + std::to_string(most) + " numbers");
        }
        numbers.push_back(number);
        left.remove_prefix(word.size());
    }
}

Refusal NumberedLines::refusal(const std::string& what) const {
    return {Why::malformed, file_ + ":" + std::to_string(line_) + ": " + what};
}

Result<std::string> read_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text;
    if (in) text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    if (!in) return Refusal{Why::unavailable, file + ": cannot be read"};
    if (text.size() > most_file_bytes) return Refusal{Why::too_large, file + ": more than 16 MB"};
    return text;
}

}  // namespace wayside::bench
