#include "node/desk/lost_logs.hpp"

#include <algorithm>

namespace wayside::desk {

shelf::LostFrom lost_from(const HeldElsewhere& there, const ledger::Holdings& holdings,
                          const std::vector<ledger::EntryName>& waits,
                          const shelf::LostFrom& known) {
    shelf::LostFrom out;
    const auto look = [&](const ledger::HeldLog& held) {
        if (held.is_forked || known.contains(held.mark.log)) return;
        const auto theirs = std::ranges::find(there.marks, held.mark.log, &ledger::LogMark::log);
        const bool is_there = theirs != there.marks.end();
        const bool is_same = is_there ? *theirs == held.mark : held.mark.sequence == 0;
        if (is_same) out[held.mark.log] = held.mark.sequence + 1;
    };
    for (const ledger::HeldLog& held : holdings.broken(there.space, there.own)) look(held);
    for (const ledger::EntryName& entry : waits) {
        const auto held = holdings.find(there.space, entry.log);
        if (held && held->mark.sequence < entry.sequence) look(*held);
    }
    return out;
}

std::string lost_logs_setting(const SpaceId& space) {
    return "lost_logs " + space.text();
}

Bytes encode_lost_logs(const shelf::LostFrom& lost) {
    ByteWriter writer;
    writer.u8(1);
    writer.u32(static_cast<std::uint32_t>(lost.size()));
    for (const auto& [log, sequence] : lost) {
        writer.raw(log.bytes);
        writer.u64(sequence);
    }
    return writer.take();
}

Result<shelf::LostFrom> decode_lost_logs(ByteView setting) {
    const auto malformed = [] { return Refusal{Why::malformed, "not a list of lost logs"}; };
    ByteReader reader(setting);
    const std::uint8_t version = reader.u8();
    const std::uint32_t count = reader.u32();
    if (version != 1 || reader.failed()) return malformed();
    shelf::LostFrom out;
    for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
        const LogId log{reader.array<16>()};
        out[log] = reader.u64();
    }
    if (!reader.done() || out.size() != count) return malformed();
    return out;
}

}  // namespace wayside::desk
