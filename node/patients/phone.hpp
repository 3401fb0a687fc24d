// node/patients/phone.hpp: finding a phone number whichever way it is written.
#pragma once

#include <string>
#include <string_view>

namespace wayside::patients {

/// What a number is found by: all its digits, and its last nine, which stand behind the country's
/// code or the national zero.
std::string phone_words(std::string_view phone);

/// What to look for: the digits without leading zeros.
std::string phone_query(std::string_view typed);

}  // namespace wayside::patients
