// storage/zip/dictionary.hpp: a dictionary for `compress`, made of samples.
#pragma once

#include <vector>

#include "storage/base/bytes.hpp"

namespace wayside::zip {

/// At most `most` bytes; the same samples in the same order give the same bytes. `id` (32,768 to
/// 2^31 - 1) is written into it and into every frame that is made with it. Refuses `invalid` for
/// samples that are too few or too alike to learn from.
Result<Bytes> train_dictionary(const std::vector<Bytes>& samples, std::size_t most,
                               std::uint32_t id);

}  // namespace wayside::zip
