// node/booking/shows.hpp: how many of a clinic's bookings were kept, and the share that is reckoned
// with for those to come.
//
// Shares are of practitioners and of the clinic as a whole, never of a person: what somebody missed
// is not looked up, counted or shown for them. It would put a mark on a patient, mostly on those
// for whom the way is longest; the advice would then seat somebody in their place.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "storage/base/clock.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::booking {

/// Of bookings whose outcome is known. Who left without being seen came all the same; cancelled and
/// moved ones, walk-ins, and those on whom nobody has written an outcome count as neither.
struct ShowRecord {
    std::int64_t came = 0;
    std::int64_t missed = 0;  ///< the status no-show
    friend bool operator==(const ShowRecord&, const ShowRecord&) = default;

    [[nodiscard]] std::int64_t bookings() const { return came + missed; }
};

struct ShowRecords {
    ShowRecord all;
    std::map<std::string, ShowRecord> by_practitioner;  ///< with whom they were booked, by id
};

/// Of bookings that began in [from, until). One pass over an index of starts.
ShowRecords shows_between(sqlite::Database& model, Timestamp from, Timestamp until);

/// As far back as the record is asked for: long enough for most practitioners to have a few hundred
/// bookings, short enough to follow a season (rains, harvest, a new bus).
inline constexpr std::int32_t record_days = 90;

/// A share is pulled to what is known without the record as though so many bookings stood behind
/// that (a beta prior of this weight): the clinic's towards `default_no_show_ppm`, a practitioner's
/// towards the clinic's. Forty is a day or two of bookings: less than that says little.
inline constexpr std::int64_t prior_bookings = 40;
/// For a clinic without a record; low on purpose, so that one which knows nothing is advised to
/// hardly any extra. Clinics that measure find 10 to 30 %.
inline constexpr std::int32_t default_no_show_ppm = 50'000;

/// Whose record carries the share: of the last that has `prior_bookings` at least.
enum class ShowBasis { nothing, clinic, practitioner };

struct ShowShare {
    std::int32_t no_show_ppm = default_no_show_ppm;
    ShowBasis basis = ShowBasis::nothing;
    ShowRecord record;  ///< of the basis; of the clinic where that is nothing

    [[nodiscard]] std::int32_t show_ppm() const { return 1'000'000 - no_show_ppm; }
};

/// In whole numbers, so the same on every machine.
ShowShare share_of(const ShowRecords& records, const std::string& practitioner);

/// "default", "clinic", "practitioner".
const char* name_of(ShowBasis basis);

}  // namespace wayside::booking
