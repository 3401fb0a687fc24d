// tests/bench/solver/t3/numbered_lines.hpp: walks a text file line by line and refuses by file name
// and line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.hpp"

namespace wayside::bench {

/// Files of either format are at most this large.
inline constexpr std::size_t most_file_bytes = std::size_t{16} << 20U;

class NumberedLines {
  public:
    /// `text` outlives it; `file` is what refusals name.
    NumberedLines(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

    /// The next line that is not blank, without its end; empty once there is none.
    std::optional<std::string_view> next();
    /// The same as whole numbers; refuses a line that holds anything else, more than `most` of
    /// them, or one that is negative or above 2^31, and the end of the file.
    Result<std::vector<std::uint32_t>> next_numbers(std::size_t most);

    /// `malformed`, "FILE:LINE: WHAT", of the line read last.
    [[nodiscard]] Refusal refusal(const std::string& what) const;

  private:
    std::string_view text_;
    std::string file_;
    int line_ = 0;
};

/// The whole file. Refuses as `unavailable` what cannot be read, as `too_large` what is longer.
Result<std::string> read_file(const std::string& file);

}  // namespace wayside::bench
