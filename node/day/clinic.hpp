// node/day/clinic.hpp: what the acts and views of a clinic's day stand on.
//
// How node/app puts it together: one in-memory `sqlite::Database`; on it `rota::Projection`,
// `booking::Projection`, `patients::Projection` (with the shelf's `Words`) and `queue::Projection`,
// all given to the shelf; then `day::commands(clinic)` and `day::views(clinic)` for the desk.
#pragma once

#include <set>
#include <string>

#include "node/desk/command.hpp"
#include "node/rota/projection.hpp"

namespace wayside::day {

/// Copied into every command and view; what it refers to outlives the desk.
struct Clinic {
    const rota::Projection& rota;
    bool is_sandbox = false;

    [[nodiscard]] const care::Setup& setup() const { return rota.setup(); }
    [[nodiscard]] const care::Zone& zone() const { return rota.zone(); }
};

/// Refuses `unavailable` while no set-up has come; every act and view asks first.
Result<void> is_open(const Clinic& clinic);

/// The roles that work with patients' words.
const std::set<std::string>& staff();
bool is_staff(const desk::Asker& asker);

/// The clinic day of an instant, "2026-03-02".
std::string day_of(const Clinic& clinic, Timestamp at);
ledger::DocumentId day_document(std::string_view day);

/// RFC 3339 with the offset that the clinic has then.
std::string time_text(const Clinic& clinic, Timestamp at);

/// Tells screens that something of a clinic day changed. `visit` may be null.
desk::Event change_event(std::string_view day, const VisitId* visit,
                         std::initializer_list<const char*> what);

}  // namespace wayside::day
