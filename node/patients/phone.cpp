#include "node/patients/phone.hpp"

#include "node/patients/fold.hpp"

namespace wayside::patients {

namespace {
constexpr std::size_t subscriber_digits = 9;
}

std::string phone_words(std::string_view phone) {
    std::string digits = phone_query(phone);
    if (digits.size() <= subscriber_digits) return digits;
    return digits + " " + digits.substr(digits.size() - subscriber_digits);
}

std::string phone_query(std::string_view typed) {
    std::string digits = digits_of(typed);
    digits.erase(0, digits.find_first_not_of('0'));
    return digits;
}

}  // namespace wayside::patients
