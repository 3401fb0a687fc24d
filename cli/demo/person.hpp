// cli/demo/person.hpp: people who do not exist, for the demo's day.
#pragma once

#include <string>
#include <vector>

#include "cli/demo/dice.hpp"
#include "node/care/civil.hpp"

namespace wayside::demo {

/// The fields of clinic-day's `patient`.
struct Person {
    std::string id;
    std::string name;
    care::LocalDate birth_date;
    std::string sex;  ///< "female" or "male"
    std::string phone;
    std::string language;  ///< one of the clinic's
};

/// Somebody who is at most 85 years old on `today`. The number `n` makes the id, so that two of one
/// day are never the same person; a phone number begins with 000, which no country gives out.
Person made_up_person(Dice& dice, std::int32_t n, care::LocalDate today,
                      const std::vector<std::string>& languages);

}  // namespace wayside::demo
