// storage/zip/zip.hpp: Zstandard over whole buffers.
#pragma once

#include "storage/base/bytes.hpp"

namespace wayside::zip {

/// One frame that carries its opened size. `level` 1 (fast) to 19 (small); `dictionary` may be
/// empty. Throws MachineError without memory.
Bytes compress(ByteView bytes, int level, ByteView dictionary = {});

/// What `compress` gave, with the same dictionary. Refuses `too_large` if it would open to more
/// than `most` bytes (before any are made), `malformed` for anything but one whole frame. Proves
/// nothing about the content: a seal or hash around it does.
Result<Bytes> decompress(ByteView frame, std::size_t most, ByteView dictionary = {});

}  // namespace wayside::zip
