#include "node/app/clinic_model.hpp"

#include "node/app/sync_report.hpp"
#include "node/desk/lost_logs.hpp"

namespace wayside::app {

ClinicModel::ClinicModel(const Parts& parts)
    : reader_(parts.reader),
      space_(parts.space),
      database_(sqlite::Database::in_memory()),
      hybrid_(parts.clock),
      words_(parts.space, parts.keyring, parts.random),
      shelf_(parts.space, parts.start, parts.reader, hybrid_),
      rota_(database_),
      booking_(database_),
      patients_(database_, words_),
      queue_(database_) {
    shelf_.add(words_);
    shelf_.add(rota_);
    shelf_.add(booking_);
    shelf_.add(patients_);
    shelf_.add(queue_);
}

shelf::LoadReport ClinicModel::load(shelf::Reach reach) {
    if (const auto setting = reader_.setting(desk::lost_logs_setting(space_))) {
        const auto lost = desk::decode_lost_logs(*setting);
        if (lost) lost_ = *lost;
    }
    ledger::PatientKeyRows keys = reader_.patient_keys();
    for (const trust::PatientKeyRow& row : keys.rows) {
        if (row.space != space_) continue;
        const auto loaded = words_.load(row);
        if (!loaded && loaded.refusal().rule != "forgotten") {
            keys.findings.push_back(
                {space_,
                 {},
                 0,
                 0,
                 "key of patient " + row.patient.text() + ": " + loaded.refusal().detail});
        }
    }
    // One transaction for the whole load: SQLite in memory has no disk to wait for, but every
    // statement outside one still pays for its own.
    sqlite::Transaction transaction(database_);
    shelf::LoadReport report = shelf_.load(lost_, reach);
    transaction.commit();
    report.findings.insert(report.findings.end(), keys.findings.begin(), keys.findings.end());
    return report;
}

shelf::WrittenAgain ClinicModel::write_again(const trust::Box& box) {
    sqlite::Transaction transaction(database_);
    shelf::WrittenAgain again = has_hub(box.region_register) ? shelf_.write_again(box.device, lost_)
                                                             : shelf_.write_again(box.device);
    transaction.commit();
    return again;
}

}  // namespace wayside::app
