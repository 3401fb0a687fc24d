#include "node/app/meeting.hpp"

#include <spdlog/spdlog.h>

#include "storage/trust/enrolment.hpp"

namespace wayside::app {

Meeting::Meeting(MeetingParts parts) : parts_(std::move(parts)) {
    publish();
    for (const trust::PatientKeyRow& row : parts_.reader.patient_keys().rows) {
        if (row.forgotten) forgotten_[{row.space, row.patient}] = row;
    }
}

std::shared_ptr<const trust::Register> Meeting::region_register() const {
    const std::lock_guard lock(mutex_);
    return register_;
}

std::vector<trust::ClinicSpaces> Meeting::clinics() const {
    const std::lock_guard lock(mutex_);
    return clinics_;
}

void Meeting::publish() {
    register_ = std::make_shared<const trust::Register>(parts_.box.region_register);
    clinics_ = parts_.box.clinics;
}

// A register in memory that is ahead of the disk for a moment promises nothing: who is told that
// records are here is told once they are durable.
void Meeting::take_records(const std::vector<Bytes>& records, Answer answer) {
    std::optional<Refusal> refusal;
    std::vector<Bytes> news;
    {
        const std::lock_guard lock(mutex_);
        trust::Taken taken = parts_.box.accept(records);
        refusal = std::move(taken.refusal);
        news = std::move(taken.to_store);
    }
    if (refusal) spdlog::warn("a register record was refused: {}", refusal->detail);
    store_records(std::move(news), [refusal, answer](const Result<void>& stored) {
        answer(stored && refusal ? Result<void>(*refusal) : stored);
    });
}

void Meeting::enrol(const Bytes& proposal, Answer answer) {
    std::vector<Bytes> news;
    {
        const std::lock_guard lock(mutex_);
        auto records = trust::enrol(parts_.box, proposal, parts_.wall.now());
        if (!records) return answer(records.refusal());
        news = std::move(parts_.box.accept(*records).to_store);
    }
    store_records(std::move(news), std::move(answer));
}

void Meeting::store_records(std::vector<Bytes> records, Answer answer) {
    if (records.empty()) return answer({});
    parts_.desk.take({.range = {}, .keys = {}, .register_records = std::move(records)},
                     [this, answer](const Result<void>& stored) {
                         std::vector<trust::ClinicSpaces> clinics;
                         if (stored) {
                             const std::lock_guard lock(mutex_);
                             publish();
                             clinics = clinics_;
                         }
                         if (stored && parts_.enrolled) parts_.enrolled(clinics);
                         answer(stored);
                     });
}

std::vector<trust::PatientKeyRow> Meeting::forgotten(const SpaceId& space) const {
    std::vector<trust::PatientKeyRow> out;
    for (const auto& [patient, row] : forgotten_) {
        if (row.space == space) out.push_back(row);
    }
    return out;
}

void Meeting::take_forgotten(const std::vector<trust::PatientKeyRow>& rows, Answer answer) {
    for (const trust::PatientKeyRow& row : rows) {
        if (row.forgotten) forgotten_[{row.space, row.patient}] = row;
    }
    learn_keys(rows);
    parts_.desk.take({.range = {}, .keys = rows, .register_records = {}}, std::move(answer));
}

const crypto::Key* Meeting::patient_key(const SpaceId& space, const PatientId& patient) {
    trust::PatientKeys& keys = keys_[space];
    if (const crypto::Key* known = keys.find(patient)) return known;
    if (keys.is_forgotten(patient)) return nullptr;
    const auto row = key_row(space, patient);
    if (!row || !keys.load(*row, parts_.box.keyring)) return nullptr;
    return keys.find(patient);
}

std::optional<trust::PatientKeyRow> Meeting::key_row(const SpaceId& space,
                                                     const PatientId& patient) {
    return parts_.reader.patient_key(space, patient);
}

void Meeting::learn_keys(const std::vector<trust::PatientKeyRow>& rows) {
    for (const trust::PatientKeyRow& row : rows) {
        trust::PatientKeys& keys = keys_[row.space];
        if (row.forgotten || keys.find(row.patient) == nullptr) {
            (void)keys.load(row, parts_.box.keyring);
        }
    }
}

void Meeting::kept(const SpaceId& space, std::uint64_t restored) {
    if (restored > 0) {
        spdlog::warn("{} entries of our own came back: this node was restored from a copy",
                     restored);
        parts_.report.restored(restored);
    }
    parts_.report.heard(space);
    tell();
}

void Meeting::receipt(const sync::Receipt& receipt) {
    parts_.report.receipt(receipt);
    there_[receipt.space][receipt.by] = receipt.marks;
    if (auto elsewhere = held_elsewhere(receipt.space)) {
        parts_.desk.settle_lost(std::move(*elsewhere));
    }
    tell();
}

std::optional<desk::HeldElsewhere> Meeting::held_elsewhere(const SpaceId& space) const {
    const auto known = region_register();
    const auto spoken = there_.find(space);
    std::map<LogId, ledger::LogMark> furthest;
    for (const auto& [device, added] : known->devices()) {
        const bool is_other = device != parts_.box.device && known->is_member(space, device);
        if (!is_other || known->is_revoked(device)) continue;
        if (spoken == there_.end() || !spoken->second.contains(device)) return std::nullopt;
        for (const ledger::LogMark& mark : spoken->second.at(device)) {
            ledger::LogMark& most = furthest.try_emplace(mark.log, mark).first->second;
            if (most.sequence < mark.sequence) most = mark;
        }
    }
    desk::HeldElsewhere out{space, parts_.box.device, {}};
    for (const auto& [log, mark] : furthest) out.marks.push_back(mark);
    return out;
}

void Meeting::tell() {
    parts_.desk.note({sync_report_setting, parts_.report.saved()});
    parts_.told();
}

}  // namespace wayside::app
