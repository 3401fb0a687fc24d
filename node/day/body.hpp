// node/day/body.hpp: reading the body of a command, field by field.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "node/desk/command.hpp"
#include "node/patients/find_or_make_patient.hpp"

namespace wayside::day {

/// Longest texts of a body, in bytes.
inline constexpr std::size_t max_id_bytes = 64;
inline constexpr std::size_t max_name_bytes = 200;
inline constexpr std::size_t max_reason_bytes = 1'000;
inline constexpr std::size_t max_note_bytes = 4'000;

/// Reads fields and keeps the first fault, so that a decoder reads straight on and asks once. A
/// field that is null is absent; fields that nobody asks for are ignored.
class Body {
  public:
    /// `json` outlives this.
    explicit Body(const desk::Json& json);

    /// Empty where absent; a fault for another type, above `most_bytes`, or with control characters
    /// other than line feed and tab.
    std::string text(const char* field, std::size_t most_bytes);
    /// As `text`; absent or empty is a fault too.
    std::string needed_text(const char* field, std::size_t most_bytes);
    /// As `text`; a fault for what is neither a year, a month nor a day of the calendar.
    std::string birth_date();
    /// Empty where absent; a fault for anything but a whole number in the range.
    std::optional<std::int64_t> whole(const char* field, std::int64_t least, std::int64_t most);
    /// `patient`: an object {id?, name?, birth_date?, sex?, phone?, language?}; absent where the
    /// field is.
    std::optional<patients::GivenPatient> patient();

    void fail(const char* field, const std::string& detail);
    [[nodiscard]] const std::optional<Refusal>& fault() const { return fault_; }

    /// What a decoder returns: the value, or the first fault.
    template <class T>
    Result<T> result(T value) const {
        if (fault_) return *fault_;
        return value;
    }

  private:
    [[nodiscard]] const desk::Json* find(const char* field) const;

    const desk::Json& json_;
    std::string path_;
    std::optional<Refusal> fault_;
};

}  // namespace wayside::day
