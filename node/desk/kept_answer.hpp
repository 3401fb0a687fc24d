// node/desk/kept_answer.hpp: an answer as it is kept for repeats; the format is in ANSWERS.md.
#pragma once

#include <optional>
#include <string_view>

#include "node/desk/answer.hpp"
#include "storage/base/bytes.hpp"

namespace wayside::desk {

enum class Kept : std::uint16_t { done = 1, refused = 2 };

Kept kind_of(const Answer& answer);

/// `sample` is text that answers are likely to repeat; whoever opens them needs the same.
Bytes pack_answer(const Answer& answer, std::string_view sample);
/// Marked as repeated. Empty for bytes that `pack_answer` did not give with this sample.
std::optional<Answer> open_answer(ByteView packed, Kept kind, std::string_view sample);

}  // namespace wayside::desk
