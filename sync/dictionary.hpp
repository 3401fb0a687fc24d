// sync/dictionary.hpp: what coding 1 knows of a clinic's words before the first one is sent; for
// this folder only.
//
// A dictionary is source: its bytes lie in git and never change, a better one gets another number.
// How one is made is in FORMAT.md.
#pragma once

#include "storage/base/bytes.hpp"

namespace wayside::sync {

inline constexpr std::uint8_t newest_dictionary = 1;

/// Empty for number 0 and for one that this software does not know.
ByteView dictionary(std::uint8_t number);

}  // namespace wayside::sync
