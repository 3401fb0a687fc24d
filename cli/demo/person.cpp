#include "cli/demo/person.hpp"

#include <array>
#include <string_view>

namespace wayside::demo {

namespace {

constexpr std::int32_t oldest_days = 85 * 365;

const std::vector<std::string_view>& given_names(std::string_view sex) {
    static const std::vector<std::string_view> women{
        "Abeba",  "Binti", "Chanda",  "Deqa",  "Esi",    "Fatima", "Gisa",  "Hibaq",
        "Ifeoma", "Josie", "Khadija", "Leila", "Maryam", "Naima",  "Paula", "Saida"};
    static const std::vector<std::string_view> men{
        "Anwar", "Bakari", "Dawit", "Elias", "Farid", "Gideon", "Hamza",  "Ismail",
        "Juma",  "Karim",  "Lwazi", "Mosi",  "Noor",  "Okello", "Rashid", "Yonas"};
    return sex == "female" ? women : men;
}

/// Two or three syllables that are nobody's.
std::string family_name(Dice& dice) {
    static const std::vector<std::string_view> syllables{"ba", "den", "ka", "lo",  "ma", "ndi",
                                                         "ro", "sha", "ti", "wan", "ya", "zu"};
    std::string name;
    for (std::int32_t left = dice.between(2, 3); left > 0; --left) name += dice.pick(syllables);
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

std::string digits(Dice& dice, std::int32_t count) {
    std::string out;
    for (; count > 0; --count) out += static_cast<char>('0' + dice.between(0, 9));
    return out;
}

}  // namespace

Person made_up_person(Dice& dice, std::int32_t n, care::LocalDate today,
                      const std::vector<std::string>& languages) {
    Person person;
    person.id = "demo-" + std::to_string(n);
    person.sex = dice.chance(58) ? "female" : "male";
    person.name = std::string(dice.pick(given_names(person.sex))) + " " + family_name(dice);
    person.birth_date = today.plus_days(-dice.between(30, oldest_days));
    person.phone = "+000" + digits(dice, 9);
    person.language = languages.empty() ? "en" : dice.pick(languages);
    return person;
}

}  // namespace wayside::demo
