// sync/dictionary_bytes.hpp: the dictionaries as they lie in git, made into source at build time;
// for this folder only.
#pragma once

#include "storage/base/bytes.hpp"

namespace wayside::sync {

ByteView dictionary_1();

}  // namespace wayside::sync
