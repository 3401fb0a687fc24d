#include "tests/sync/played_clinic.hpp"

#include <algorithm>

#include "storage/trust/key_file.hpp"

namespace wayside::sync {

namespace {

/// A log before its first entry.
ledger::Range begin_log(const ledger::LogBook& book, const LogId& log) {
    for (const auto& [number, row] : book.logs) {
        if (row.log != log) continue;
        return {{row.region, row.space, row.log, row.device, row.follows}, 1, row.previous, {}};
    }
    throw MachineError("an entry of a log that the ledger does not know");
}

}  // namespace

PlayedClinic::PlayedClinic(const std::filesystem::path& folder) {
    const crypto::Key unlocking = trust::read_key_file(folder / "device.key");
    auto closed = ledger::LedgerReader::open(folder);
    if (!closed) throw MachineError(closed.refusal().detail);
    const auto secrets = closed->device_secrets();
    if (!secrets) throw MachineError(secrets.refusal().detail);
    auto opened = trust::open_box(closed->register_records(), *secrets, unlocking);
    if (!opened) throw MachineError(opened.refusal().detail);
    box = std::make_unique<trust::Box>(std::move(*opened));

    auto reader = ledger::LedgerReader::open(folder, &box->keyring);
    if (!reader) throw MachineError(reader.refusal().detail);
    for (const auto& row : reader->patient_keys().rows) {
        const auto loaded = patients.load(row, box->keyring);
        if (!loaded) throw MachineError(loaded.refusal().detail);
    }
    const ledger::LogBook book = reader->log_book();
    auto cursor = reader->entries();
    while (auto entry = cursor.next()) {
        const auto is_log = [&](const ledger::Range& log) {
            return log.origin.space == entry->space && log.origin.log == entry->name.log;
        };
        auto log = std::ranges::find_if(logs, is_log);
        if (log == logs.end()) {
            logs.push_back(begin_log(book, entry->name.log));
            chains.emplace_back();
            log = logs.end() - 1;
        }
        const trust::SpaceKey* key = box->keyring.newest(entry->space);
        log->entries.push_back({{box->keyring.suite(), key->id}, std::move(*entry->plaintext)});
        chains[static_cast<std::size_t>(log - logs.begin())].push_back(entry->chain);
    }
}

ledger::SignedRange PlayedClinic::range(const ledger::Range& log, std::uint64_t first,
                                        std::uint64_t last) const {
    const auto& chain = chains[static_cast<std::size_t>(&log - logs.data())];
    ledger::SignedRange out;
    out.range.origin = log.origin;
    out.range.first = first;
    out.range.before = first > 1 ? chain[first - 2] : log.before;
    out.range.entries.assign(log.entries.begin() + static_cast<std::ptrdiff_t>(first - 1),
                             log.entries.begin() + static_cast<std::ptrdiff_t>(last));
    out.head = {log.origin.region,      log.origin.space, log.origin.device,
                {log.origin.log, last}, chain[last - 1],  {}};
    ledger::sign_head(out.head, box->signer);
    return out;
}

}  // namespace wayside::sync
