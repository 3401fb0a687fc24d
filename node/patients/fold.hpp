// node/patients/fold.hpp: how names are compared: without case, accents, vowel marks and the
// spellings that a register does not keep apart.
#pragma once

#include <string>
#include <string_view>

namespace wayside::patients {

/// A name as it is compared and searched: lower case; Latin letters without their accents;
/// combining marks, Arabic vowel marks and the tatweel dropped; the forms of alef, yeh, waw and teh
/// marbuta as their plain letters; Arabic and Persian digits as 0 to 9; everything that is neither
/// letter nor digit as one space between words, none at the ends. Bytes that are no UTF-8 count as
/// space. `fold(fold(x)) == fold(x)`. Cost: O(length).
std::string fold(std::string_view text);

/// A phone number as it is compared: its digits alone, Arabic ones too.
std::string digits_of(std::string_view text);

}  // namespace wayside::patients
