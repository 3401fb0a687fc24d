#include "sync/keys_brought.hpp"

#include <set>

#include "storage/ledger/entry.hpp"
#include "sync/package.hpp"

namespace wayside::sync {

namespace {

using PatientsOf = std::vector<PatientId> (*)(ByteView, const ledger::EntryName&);

/// All whose documents an entry changes; none for bytes that are no entry.
std::vector<PatientId> patients_changed(ByteView plaintext, const ledger::EntryName& name) {
    const auto entry = ledger::decode_severed(plaintext, name);
    std::vector<PatientId> out;
    if (!entry) return out;
    for (const ledger::EntryChange& change : entry->changes) {
        const auto patient = PatientId::parse(change.document.key);
        if (change.document.kind == document::Kind::patient && patient) out.push_back(*patient);
    }
    return out;
}

}  // namespace

std::vector<PatientId> keys_brought(const ledger::Range& range, const PackWanted& wanted) {
    std::vector<PatientId> out;
    std::set<PatientId> known;
    const auto add = [&](PatientsOf patients_of, std::size_t most) {
        for (std::size_t i = 0; i < range.entries.size(); ++i) {
            const ledger::EntryName name{range.origin.log, range.first + i};
            for (const PatientId& patient : patients_of(range.entries[i].plaintext, name)) {
                if (out.size() < most && known.insert(patient).second) out.push_back(patient);
            }
        }
    };
    // All of them, since whoever comes after this package looks for them nowhere else. Where they
    // are too many for one package the range was cut before (`last_with_room`).
    add(&ledger::patients_begun, SIZE_MAX);
    if (wanted.closed) add(&patients_changed, max_package_rows);
    return out;
}

std::uint64_t last_with_room(const ledger::Range& range) {
    std::set<PatientId> known;
    for (std::size_t i = 0; i < range.entries.size(); ++i) {
        const ledger::EntryName name{range.origin.log, range.first + i};
        for (const PatientId& patient : ledger::patients_begun(range.entries[i].plaintext, name)) {
            known.insert(patient);
        }
        // An entry alone has room: it makes fewer changes than that.
        if (known.size() > max_package_rows && i > 0) return name.sequence - 1;
    }
    return range.last();
}

}  // namespace wayside::sync
