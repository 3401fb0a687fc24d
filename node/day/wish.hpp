// node/day/wish.hpp: the part of a body that asks for a time: what book and reschedule share.
#pragma once

#include <string>

#include "node/booking/rules.hpp"
#include "node/day/body.hpp"
#include "node/day/clinic.hpp"

namespace wayside::day {

/// `start` as it was typed; it means something in the clinic's zone only.
struct WishBody {
    std::string practitioner;
    std::string start;
    std::int64_t minutes = 0;
};

WishBody read_wish(Body& body);

/// With the start as the clinic's walls show it. Refuses as `care::Zone::told`.
Result<booking::Wish> wish_in(const Clinic& clinic, const WishBody& body, std::string service);

/// A query decodes '+' as a space, and people paste times as they read them: the space before an
/// offset was a '+'.
std::string with_sign(std::string text);

/// With everybody who is away.
booking::Diary diary_of(const Clinic& clinic, const desk::Facts& facts);

/// [{start, minutes, practitioner, reasons}]; `practitioner` only where somebody gives it.
desk::Json openings_json(const std::vector<booking::Opening>& openings);

/// {what, name?, alone, frees?}: what is short, as `booking::shortage_of` says.
desk::Json shortage_json(const care::SlotShortage& shortage);

/// What a problem says besides of a wish that was refused: {alternatives, bottleneck?}.
desk::Json advice(const booking::Diary& diary, const booking::Wish& wish);

/// The clinic day that a start belongs to.
std::string day_of(const Clinic& clinic, const care::Told& start);

}  // namespace wayside::day
