#include "node/booking/shows.hpp"

#include "node/care/status.hpp"

namespace wayside::booking {

namespace {

bool came(care::Status status) {
    using enum care::Status;
    switch (status) {
        case waiting:
        case parked:
        case called:
        case left:
        case in_room:
        case sent_on:
        case done:
            return true;
        case requested:
        case booked:
        case expected:
        case moved:
        case cancelled:
        case no_show:
            return false;
    }
    return false;
}

void count(ShowRecord& record, care::Status status, std::int64_t bookings) {
    if (came(status)) record.came += bookings;
    if (status == care::Status::no_show) record.missed += bookings;
}

/// The share of those who did not come, with `prior_bookings` of share `prior_ppm` besides.
std::int32_t blended_ppm(const ShowRecord& record, std::int32_t prior_ppm) {
    const std::int64_t missed = record.missed * 1'000'000 + prior_bookings * prior_ppm;
    return static_cast<std::int32_t>(missed / (record.bookings() + prior_bookings));
}

}  // namespace

ShowRecords shows_between(sqlite::Database& model, Timestamp from, Timestamp until) {
    auto rows = model
                    .prepared(
                        "SELECT p.practitioner, v.status, COUNT(*) "
                        "FROM placement p JOIN visit v ON v.id = p.visit AND v.placement = p.id "
                        "WHERE p.begins_at >= ?1 AND p.begins_at < ?2 AND NOT v.walk_in "
                        "GROUP BY p.practitioner, v.status")
                    .query(from.ms, until.ms);
    ShowRecords out;
    while (rows.next()) {
        const auto status = care::parse_status(rows.text(1));
        require(status.has_value(), "a visit in the read model has a status that we know");
        count(out.all, *status, rows.integer(2));
        count(out.by_practitioner[rows.text(0)], *status, rows.integer(2));
    }
    return out;
}

ShowShare share_of(const ShowRecords& records, const std::string& practitioner) {
    ShowShare out{blended_ppm(records.all, default_no_show_ppm), ShowBasis::nothing, records.all};
    if (records.all.bookings() >= prior_bookings) out.basis = ShowBasis::clinic;
    const auto own = records.by_practitioner.find(practitioner);
    if (own == records.by_practitioner.end()) return out;
    out.no_show_ppm = blended_ppm(own->second, out.no_show_ppm);
    if (own->second.bookings() < prior_bookings) return out;
    out.basis = ShowBasis::practitioner;
    out.record = own->second;
    return out;
}

const char* name_of(ShowBasis basis) {
    switch (basis) {
        case ShowBasis::nothing:
            return "default";
        case ShowBasis::clinic:
            return "clinic";
        case ShowBasis::practitioner:
            return "practitioner";
    }
    return "";
}

}  // namespace wayside::booking
