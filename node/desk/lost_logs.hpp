// node/desk/lost_logs.hpp: which entries of ours nobody has any more outlives the process: what
// follows them is written again once, by this start or by the next.
#pragma once

#include <string>
#include <vector>

#include "storage/base/bytes.hpp"
#include "storage/ledger/holdings.hpp"
#include "storage/shelf/written_again.hpp"

namespace wayside::desk {

/// What all others of a space have together of our logs: of each the furthest mark that one of
/// them holds without a gap. A log that is not named is nowhere else.
struct HeldElsewhere {
    SpaceId space;
    DeviceId own;
    std::vector<ledger::LogMark> marks;
};

/// Of our earlier logs: where neither we nor others go on. Everybody stands at the same entry of
/// the log, and something of ours lies behind the next one or waits (`waits`) for it or a later
/// one. What is in `known` is left out.
shelf::LostFrom lost_from(const HeldElsewhere& there, const ledger::Holdings& holdings,
                          const std::vector<ledger::EntryName>& waits,
                          const shelf::LostFrom& known);

/// The name of the setting that keeps it for a space: version 1, le32 count, and for each the log
/// and le64 sequence, ordered by log.
std::string lost_logs_setting(const SpaceId& space);
Bytes encode_lost_logs(const shelf::LostFrom& lost);
/// Refuses `malformed`.
Result<shelf::LostFrom> decode_lost_logs(ByteView setting);

}  // namespace wayside::desk
