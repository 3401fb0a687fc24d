// tests/node/day/booking_setup.hpp: a small clinic for the tests of bookings.
#pragma once

namespace wayside::testing {

/// Monday to Friday 08:00 to 17:00 in Dar es Salaam (UTC+3, no changes); two clinicians, a midwife,
/// a nurse; two consulting rooms, one ultrasound.
inline constexpr const char* small_clinic = R"({
  "clinic": "small", "name": "Small Clinic", "time_zone": "Africa/Dar_es_Salaam",
  "languages": ["en"],
  "hours": {"mon": ["08:00", "17:00"], "tue": ["08:00", "17:00"], "wed": ["08:00", "17:00"]},
  "practitioners": [
    {"id": "amani", "role": "clinician", "shifts": [
      {"days": ["mon", "tue"], "from": "08:00", "to": "16:00", "break": ["12:40", "13:20"]}]},
    {"id": "baraka", "role": "clinician", "shifts": [
      {"days": ["mon", "tue"], "from": "08:00", "to": "17:00", "break": ["12:00", "12:30"]}]},
    {"id": "dalila", "role": "midwife", "shifts": [
      {"days": ["mon", "tue", "wed"], "from": "07:00", "to": "18:00"}]},
    {"id": "eshe", "role": "midwife", "shifts": [
      {"days": ["mon", "tue", "wed"], "from": "07:00", "to": "18:00"}]}],
  "rooms": [{"id": "c1", "kind": "consulting"}, {"id": "c2", "kind": "consulting"}],
  "equipment": [{"id": "us1", "kind": "ultrasound"}],
  "services": [
    {"id": "consult", "name": "Consultation", "minutes": 20, "needs": [
      {"role": "clinician", "count": 1}, {"room": "consulting", "count": 1}]},
    {"id": "procedure", "name": "Procedure", "minutes": 40, "needs": [
      {"role": "clinician", "count": 1}, {"room": "consulting", "count": 2}]},
    {"id": "scan", "name": "Scan", "minutes": 30, "needs": [
      {"role": "midwife", "count": 1}, {"equipment": "ultrasound", "count": 1}]}]
})";

}  // namespace wayside::testing
