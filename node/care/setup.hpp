// node/care/setup.hpp: a clinic's set-up as values, and its JSON form (SETUP.md).
//
// Everything a rule needs to know of a clinic comes from here; nothing is assumed (who may have
// which service, how many rooms there are, when the doors open).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/care/civil.hpp"
#include "node/care/triage.hpp"
#include "node/care/zone.hpp"
#include "storage/base/result.hpp"

namespace wayside::care {

/// A span on the wall, in minutes since the midnight that its date begins with; half open.
/// `from` lies in 0 to 1439, `to` after it and at most a day later: 1440 is midnight, and what lies
/// beyond belongs to the night that begins on this date. (A break after midnight begins beyond
/// 1440 too.)
struct WallSpan {
    std::int32_t from = 0;
    std::int32_t to = 0;
    friend bool operator==(const WallSpan&, const WallSpan&) = default;
};

/// Hours by weekday, Monday first: the weekday is the one that the span begins on.
using WeekHours = std::array<std::vector<WallSpan>, 7>;

struct Shift {
    std::vector<Weekday> days;  ///< each once, in order
    WallSpan span;
    std::vector<WallSpan> breaks;  ///< in minutes of the shift's own date, as `span`
    friend bool operator==(const Shift&, const Shift&) = default;
};

struct Practitioner {
    std::string id;
    std::string name;                ///< empty: the id is shown
    std::vector<std::string> roles;  ///< at least one
    std::vector<Shift> shifts;
    friend bool operator==(const Practitioner&, const Practitioner&) = default;

    [[nodiscard]] bool has_role(std::string_view role) const;
    [[nodiscard]] const std::string& shown_name() const { return name.empty() ? id : name; }
};

/// A room, or a piece of equipment; those of one kind form a pool.
struct Thing {
    std::string id;
    std::string kind;
    std::string name;  ///< empty: the id is shown
    friend bool operator==(const Thing&, const Thing&) = default;
};

struct ServiceNeed {
    enum class What { role, room, equipment };
    What what = What::role;
    std::string kind;  ///< the role, or the kind of room or equipment
    std::int32_t count = 1;
    friend bool operator==(const ServiceNeed&, const ServiceNeed&) = default;
};

struct Service {
    std::string id;
    std::string name;
    std::int32_t minutes = 0;
    std::vector<ServiceNeed> needs;  ///< each kind once
    friend bool operator==(const Service&, const Service&) = default;

    /// How many of this it needs; 0 if it does not.
    [[nodiscard]] std::int32_t count_of(ServiceNeed::What what, std::string_view kind) const;
    [[nodiscard]] bool needs_a_role() const;
    /// One of the roles it needs is this practitioner's.
    [[nodiscard]] bool may_be_given_by(const Practitioner& practitioner) const;
};

/// Which letter the tickets of a screen begin with.
struct TicketLetter {
    std::string screen;  ///< as `Wayside-Device` names it
    char letter = 'K';   ///< 'A' to 'Z'
    friend bool operator==(const TicketLetter&, const TicketLetter&) = default;
};

struct Setup {
    std::string clinic;  ///< its id
    std::string name;
    std::string time_zone;  ///< IANA; known to `Zone::named` when it was decoded
    std::vector<std::string> languages;
    WeekHours hours;
    std::vector<Practitioner> practitioners;
    std::vector<Thing> rooms;
    std::vector<Thing> equipment;
    std::vector<Service> services;
    LocalTime day_begins{4 * 60};
    TriageScale triage = south_african_triage_scale();
    std::vector<TicketLetter> ticket_letters{{"kiosk", 'K'}};
    char other_ticket_letter = 'D';  ///< for every screen that `ticket_letters` does not name
    friend bool operator==(const Setup&, const Setup&) = default;

    /// Null if the set-up has none of this id. The pointer lives as long as the set-up stays as it
    /// is.
    [[nodiscard]] const Practitioner* find_practitioner(std::string_view id) const;
    [[nodiscard]] const Service* find_service(std::string_view id) const;
    /// How many there are of a kind: practitioners with the role, rooms, pieces of equipment.
    [[nodiscard]] std::int32_t count_of(ServiceNeed::What what, std::string_view kind) const;
    [[nodiscard]] char ticket_letter(std::string_view screen) const;
};

/// Reads a set-up's JSON (at most 1 MB). Fields that this version does not know are ignored.
///
/// Refuses `malformed` for bytes that are not JSON, `too_large` above a limit, else `invalid`; the
/// field is named by its path ("practitioners[2].shifts[0].from") and the first one found is named.
/// Refused are: a missing or wrongly typed field, an unknown zone or weekday, an id or a kind given
/// twice, and a service that this clinic could never give (a role or kind that is missing here, or
/// fewer of it than the service needs).
/// A break that lies outside its shift is ignored: it changes nothing.
Result<Setup> decode_setup(std::string_view json);

/// The whole set-up as JSON, defaults written out; decodes to an equal one.
std::string encode_setup(const Setup& setup);

}  // namespace wayside::care
