// storage/document/document_buffers.hpp: the buffers of the C interface, from this side.
//
// README.md shows each with a worked example. The other side is ours too, yet every read is
// checked: a slip there may cost an answer, never memory.
#pragma once

#include "storage/document/document.hpp"

namespace wayside::document {

Bytes encode_edits(const std::vector<Edit>& edits, std::int64_t time_ms);
Bytes encode_changes(const std::vector<Bytes>& changes);
Bytes encode_hashes(const std::vector<ChangeHash>& hashes);

/// These refuse `damaged` for a buffer that is not what README.md says.
Result<std::vector<Record>> decode_records(ByteView buffer);
Result<Committed> decode_committed(ByteView buffer);
Result<std::vector<ChangeHash>> decode_hashes(ByteView buffer);
Result<std::vector<Bytes>> decode_changes(ByteView buffer);
Result<std::vector<Recovered>> decode_recovered(ByteView buffer);
Result<Statistics> decode_statistics(ByteView buffer);
Result<std::vector<TopMap>> decode_maps(ByteView buffer);

}  // namespace wayside::document
