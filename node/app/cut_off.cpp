#include "node/app/cut_off.hpp"

#include <algorithm>
#include <set>

#include "node/app/opened.hpp"
#include "storage/ledger/ledger.hpp"

namespace wayside::app {

namespace {

Result<DeviceId> device_of(const std::string& text, const trust::Box& hub) {
    const auto device = DeviceId::parse(text);
    if (!device) return Refusal{Why::invalid, "'" + text + "' is no device's id", "device"};
    if (*device == hub.device) {
        return Refusal{Why::invalid, "a hub does not cut itself off", "device"};
    }
    if (hub.region_register.device(*device) == nullptr) {
        return Refusal{Why::conflict, "no such device is enrolled here", "not_enrolled"};
    }
    if (hub.region_register.is_revoked(*device)) {
        return Refusal{Why::conflict, "this device was cut off before", "cut_off"};
    }
    return *device;
}

/// How far each log of the device is here that no other follows: a mark counts for all before it.
std::vector<trust::CutOffMark> marks_of(const DeviceId& device, ledger::LedgerReader& reader) {
    ledger::EntryCursor cursor = reader.entries();
    while (cursor.next()) {
    }
    const std::vector<ledger::HeldLog> logs = cursor.held_logs();
    std::set<std::pair<SpaceId, LogId>> followed;
    for (const ledger::HeldLog& log : logs) {
        const bool counts = log.device == device && log.mark.sequence > 0;
        if (counts && log.follows) followed.emplace(log.space, log.follows->log);
    }
    std::vector<trust::CutOffMark> out;
    for (const ledger::HeldLog& log : logs) {
        if (log.device != device || log.mark.sequence == 0) continue;
        if (followed.contains({log.space, log.mark.log})) continue;
        out.push_back({log.space, log.mark.log, log.mark.sequence, log.mark.chain});
    }
    std::ranges::sort(out, {}, [](const auto& mark) { return std::pair(mark.space, mark.log); });
    return out;
}

}  // namespace

Result<void> cut_off(const CutOff& wanted, const Clock& clock, Random& random) {
    if (const auto is_node = check_is_node(wanted.dir); !is_node) return is_node.refusal();
    const Lock lock(wanted.dir);
    auto opened = open_folder(wanted.dir, wanted.key_file);
    if (!opened) return opened.refusal();
    const trust::Box& hub = *opened->box;
    if (!hub.authority) {
        return Refusal{Why::forbidden, "only the hub that keeps the region's authority cuts off",
                       "not_authority"};
    }
    const auto device = device_of(wanted.device, hub);
    if (!device) return device.refusal();
    trust::DeviceCutOff body{*device, marks_of(*device, opened->reader)};
    if (body.marks.size() > trust::most_cut_off_marks) {
        return Refusal{Why::conflict, "the device has too many logs that nothing follows",
                       "too_many_logs"};
    }
    trust::Register grown = hub.region_register;
    auto record = grown.append(*hub.authority, clock.now(), std::move(body));
    if (!record) return record.refusal();
    auto ledger = ledger::Ledger::open(wanted.dir.root, hub, {random.draw_log()});
    if (!ledger) return ledger.refusal();
    ledger->add_register_records({std::move(*record)});
    return {};
}

}  // namespace wayside::app
