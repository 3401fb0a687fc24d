#include "storage/ledger/verify.hpp"

#include <algorithm>

#include "storage/ledger/verification.hpp"
#include "storage/trust/patient_keys.hpp"
#include "storage/trust/register.hpp"

namespace wayside::ledger {

namespace {

Finding of_the_whole(std::string what) {
    return {{}, {}, 0, 0, std::move(what)};
}

}  // namespace

std::vector<Finding> verify(const std::filesystem::path& folder, const trust::Keyring* keyring) {
    return Verification(folder, keyring).run();
}

template <class Part>
void Verification::guard(const char* what, const Part& part) {
    try {
        part();
    } catch (const sqlite::StorageError& error) {
        add(of_the_whole(std::string(what) + " cannot be read: " + error.what()));
    }
}

std::vector<Finding> Verification::run() {
    std::optional<LedgerReader> reader;
    guard("the database", [&] {
        auto opened = LedgerReader::open(folder_, keyring_);
        if (opened) {
            reader.emplace(std::move(*opened));
        } else {
            add(of_the_whole(opened.refusal().detail));
        }
    });
    guard("the marker", [&] { check_marker(); });
    if (!reader) return findings_;
    guard("the database", [&] { check_pages(*reader); });
    guard("the register", [&] { check_heads(*reader); });
    guard("the table of logs", [&] { gather_follows(*reader); });
    guard("the table of patients' keys", [&] { check_patient_keys(*reader); });
    guard("the table of entries", [&] { check_entries(*reader); });
    check_vouched();
    guard("the table of losses", [&] { check_losses(*reader); });
    guard("the side tables", [&] { check_side_tables(*reader); });
    return findings_;
}

void Verification::check_pages(LedgerReader& reader) {
    for (std::string& line : reader.damaged_pages()) {
        add(of_the_whole("SQLite: " + std::move(line)));
    }
}

void Verification::check_heads(LedgerReader& reader) {
    const auto reg = trust::Register::load(reader.register_records());
    if (!reg) return add(of_the_whole("the register: " + reg.refusal().detail));
    if (reg->fork()) add(of_the_whole("the register is forked"));
    for (const Fork& fork : reader.forks()) name_fork(*reg, fork);
    for (const Head& head : reader.heads()) {
        const auto* device = reg->device(head.device);
        if (device == nullptr || !is_signed(head, device->signing)) {
            add({head.space, head.entry.log, head.entry.sequence, head.entry.sequence,
                 "a head that its device did not sign"});
            continue;
        }
        vouched_.push_back({head.space, head.entry, head.chain,
                            "not stored, although a signed head names it",
                            "not the entry that a signed head names"});
    }
}

/// What lies behind the common entry is stored and counts for nothing until a person decides.
void Verification::name_fork(const trust::Register& reg, const Fork& fork) {
    const Head& kept = fork.kept;
    const auto* device = reg.device(kept.device);
    const bool is_proved = device != nullptr && is_signed(kept, device->signing) &&
                           is_signed(fork.other, device->signing);
    add({kept.space, kept.entry.log, fork.common.sequence + 1, kept.entry.sequence,
         (is_proved ? "a fork: device " : "said to be a fork, but not proved: device ") +
             kept.device.text() + " signed two heads of this log that do not lie on one chain"});
}

void Verification::check_marker() {
    const auto marker = read_marker((folder_ / "marker").string());
    if (!marker) return add(of_the_whole(marker.refusal().detail));
    for (const SpaceMark& mark : marker->spaces) {
        vouched_.push_back({mark.space,
                            {mark.log, mark.sequence},
                            mark.chain,
                            "lost: the marker knows it, and it is not stored",
                            "not the entry that the marker knows under this sequence"});
    }
}

void Verification::gather_follows(LedgerReader& reader) {
    for (const auto& [number, log] : reader.log_book().logs) {
        if (!log.follows) continue;
        vouched_.push_back({log.space, *log.follows, log.previous,
                            "not stored, although a later log follows it",
                            "not the entry that a later log follows"});
    }
}

void Verification::check_patient_keys(LedgerReader& reader) {
    PatientKeyRows keys = reader.patient_keys();
    for (Finding& finding : keys.findings) add(std::move(finding));
    for (const trust::PatientKeyRow& row : keys.rows) {
        patients_.emplace(row.space, row.patient);
        if (keyring_ == nullptr || row.forgotten) continue;
        const auto key = trust::unwrap_patient_key(row, *keyring_);
        if (!key) {
            patients_.erase({row.space, row.patient});
            add({row.space,
                 {},
                 0,
                 0,
                 "the key of patient " + row.patient.text() + " does not open"});
        }
    }
    knows_patients_ = true;
}

void Verification::check_entries(LedgerReader& reader) {
    EntryCursor cursor = reader.entries();
    while (const auto entry = cursor.next()) look_at(*entry);
    name_held();
    for (const Finding& finding : cursor.findings()) add(finding);
}

void Verification::look_at(const StoredEntry& entry) {
    chains_.emplace(std::pair{entry.space, entry.name}, entry.chain);
    if (entry.state == EntryState::set_aside) {
        add(entry, "set aside: a document could not take it");
    }
    if (keyring_ == nullptr) return;
    ChangeNames& names = names_[entry.space];
    const std::uint64_t at = entry.name.sequence;
    if (entry.missing_before > 0) names.miss(entry.name.log, at - entry.missing_before, at - 1);
    // What is written again is not waited for, and stands in a later entry.
    if (entry.plaintext && entry.state != EntryState::written_again) {
        decode(entry);
    } else {
        names.miss(entry.name.log, at, at);
    }
}

void Verification::decode(const StoredEntry& stored) {
    ChangeNames& names = names_[stored.space];
    const auto decoding = decode_entry(*stored.plaintext, stored.name, names);
    const std::uint64_t at = stored.name.sequence;
    if (decoding && std::holds_alternative<DecodedEntry>(*decoding)) {
        const auto& whole = std::get<DecodedEntry>(*decoding);
        learn_entry(names, stored.name, whole.entry.changes, whole.hashes);
        return check_keys_of(stored, whole.entry);
    }
    names.miss(stored.name.log, at, at);
    if (!decoding) return add(stored, decoding.refusal().detail);
    held_.push_back({stored, std::get<HeldEntry>(*decoding).missing.at(0).name.entry});
}

/// Entries of others lie in the order of their arrival, so what is waited for may come later: it is
/// tried again while that brings anything.
void Verification::name_held() {
    for (std::size_t before = held_.size() + 1; held_.size() < before;) {
        before = held_.size();
        for (const Held& held : std::exchange(held_, {})) decode(held.entry);
    }
    for (const Held& held : held_) {
        // Named without its sequence, so that a run of them is one finding.
        add(held.entry,
            "held: it builds on entries of log " + held.parent.log.text() + " that are not here");
    }
}

void Verification::check_keys_of(const StoredEntry& stored, const Entry& decoded) {
    if (!knows_patients_) return;
    for (const EntryChange& change : decoded.changes) {
        if (change.document.kind != document::Kind::patient) continue;
        const auto patient = PatientId::parse(change.document.key);
        if (patient && patients_.contains({stored.space, *patient})) continue;
        add(stored,
            "the key of patient " + change.document.key + " is neither there nor forgotten");
    }
}

void Verification::check_vouched() {
    std::map<std::pair<SpaceId, LogId>, std::uint64_t> ends;
    for (const auto& [place, chain] : chains_) {
        ends[{place.first, place.second.log}] = place.second.sequence;
    }
    std::set<std::pair<SpaceId, EntryName>> named;
    for (const Vouched& vouched : vouched_) {
        const auto& [space, entry, chain, missing, differs] = vouched;
        const auto stored = chains_.find({space, entry});
        if (stored != chains_.end() && stored->second == chain) continue;
        if (!named.emplace(space, entry).second) continue;
        if (stored != chains_.end()) {
            add({space, entry.log, entry.sequence, entry.sequence, differs});
            continue;
        }
        // A gap inside the log was named already; here only its end can be missing.
        const std::uint64_t end = ends[{space, entry.log}];
        if (end < entry.sequence) add({space, entry.log, end + 1, entry.sequence, missing});
    }
}

void Verification::check_losses(LedgerReader& reader) {
    for (Finding& loss : reader.losses()) {
        for (std::uint64_t at = loss.first; at <= loss.last; ++at) {
            if (chains_.contains({loss.space, {loss.log, at}})) continue;
            add({loss.space, loss.log, at, loss.last, loss.what});
            break;
        }
    }
}

void Verification::check_side_tables(LedgerReader& reader) {
    for (Finding& finding : reader.damaged_side_rows()) add(std::move(finding));
}

void Verification::add(const StoredEntry& at, std::string what) {
    add({at.space, at.name.log, at.name.sequence, at.name.sequence, std::move(what)});
}

void Verification::add(Finding finding) {
    const bool goes_on =
        !findings_.empty() && finding.first != 0 && findings_.back().last + 1 == finding.first &&
        findings_.back().space == finding.space && findings_.back().log == finding.log &&
        findings_.back().what == finding.what;
    if (goes_on) {
        findings_.back().last = finding.last;
    } else {
        findings_.push_back(std::move(finding));
    }
}

}  // namespace wayside::ledger
