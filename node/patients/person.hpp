// node/patients/person.hpp: a patient's words. They exist in memory only, opened with the patient's
// own key; where the key is gone, every field is empty and the rest of the clinic's day stands.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/clock.hpp"
#include "storage/base/id.hpp"

namespace wayside::patients {

/// What a screen says about somebody; an empty field says nothing.
struct Person {
    std::string name;
    std::string birth_date;  ///< "1966-05-02", or as much of it as is known: "1966"
    std::string sex;
    std::string phone;
    std::string language;
    friend bool operator==(const Person&, const Person&) = default;
};

/// A field of Person by the name that it has in documents and answers.
struct PersonField {
    const char* name;
    std::string Person::* text;
};

/// In the order of answers.
inline constexpr std::array<PersonField, 5> person_fields{{
    {"name", &Person::name},
    {"birth_date", &Person::birth_date},
    {"sex", &Person::sex},
    {"phone", &Person::phone},
    {"language", &Person::language},
}};

struct Patient {
    PatientId id;
    Person person;
};

struct Note {
    RecordId id;
    std::optional<Timestamp> at;
    std::string text;
};

}  // namespace wayside::patients
