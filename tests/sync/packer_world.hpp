// tests/sync/packer_world.hpp: a box that has booked visits, and its log as a signed range.
#pragma once

#include <doctest/doctest.h>

#include "storage/trust/patient_keys.hpp"
#include "sync/package.hpp"
#include "tests/storage/ledger/clinic_box.hpp"
#include "tests/storage/trust/world.hpp"

namespace wayside::sync {

/// A box, its ledger with some visits, and what a packer needs.
struct PackerWorld {
    explicit PackerWorld(int visits, std::uint64_t seed = 1) : box(seed) {
        ledger::Ledger ledger = box.start();
        ledger::Author author(box, ledger);
        author.commit_visits(visits);
        log = ledger.log();
        for (const auto& row : box.reader().patient_keys().rows) {
            REQUIRE(patients.load(row, box.box->keyring));
        }
    }

    /// Entries `first` to `last` of the log, with a head at the end.
    [[nodiscard]] ledger::SignedRange range(std::uint64_t first, std::uint64_t last) const {
        ledger::SignedRange out;
        out.range.origin = {box.box->region, box.space(), log, box.box->device, {}};
        out.range.first = first;
        const ledger::Sealing sealing{box.box->keyring.suite(),
                                      box.box->keyring.newest(box.space())->id};
        crypto::Hash32 chain{};
        for (auto& entry : ledger::contents_of(box).entries) {
            if (entry.name.sequence > last) break;
            if (entry.name.sequence + 1 == first) out.range.before = entry.chain;
            if (entry.name.sequence >= first) {
                out.range.entries.push_back({sealing, std::move(*entry.plaintext)});
                chain = entry.chain;
            }
        }
        out.head = {box.box->region, box.space(), box.box->device, {log, last}, chain, {}};
        ledger::sign_head(out.head, box.box->signer);
        return out;
    }

    [[nodiscard]] FindPatientKey keys() const {
        return [this](const PatientId& patient) { return patients.find(patient); };
    }
    [[nodiscard]] PackOptions options() const {
        PackOptions out{box.box->keyring, box.box->device, box.box->signer};
        out.patient_key = keys();
        return out;
    }
    [[nodiscard]] Result<OpenedPackage> open(ByteView package) const {
        return open_package(package, box.box->region_register, box.box->keyring, keys());
    }

    ledger::ClinicBox box;
    LogId log;
    trust::PatientKeys patients;
};

inline bool is_same(const ledger::SignedRange& a, const ledger::SignedRange& b) {
    return a.range == b.range && a.head.entry == b.head.entry && a.head.chain == b.head.chain &&
           a.head.signature == b.head.signature;
}

}  // namespace wayside::sync
