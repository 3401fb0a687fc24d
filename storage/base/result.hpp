// storage/base/result.hpp: how the world says no. A call returns a value or a Refusal, never both.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "storage/base/require.hpp"

namespace wayside {

/// The kinds of "no"; the HTTP edge alone turns them into status codes, the command line into exit
/// codes.
enum class Why {
    malformed,  ///< the bytes or the JSON cannot be read
    invalid,    ///< readable, but a field's value makes no sense
    not_found,
    forbidden,    ///< this screen, role or node may not
    conflict,     ///< a rule of the clinic says no; `rule` names it
    too_large,    ///< over a stated limit
    too_many,     ///< too many requests or connections for now
    unavailable,  ///< not now: busy, closing, or a dependency is away; trying again may help
    damaged,      ///< stored or received bytes are not what their seal, chain or signature promised
    unsupported,  ///< a version, suite or kind that this software does not know
};

/// The standard name of a kind ("not_found"); used as the rule where a refusal names none.
const char* name_of(Why why);

/// Why something was refused. `detail` is for a person and says what to do next; it never holds a
/// patient's words.
struct Refusal {
    Why why;
    std::string detail;
    std::string rule{};   ///< a stable name such as `pool_full`; empty: the name of `why`
    std::string field{};  ///< the field at fault, if one is

    [[nodiscard]] std::string rule_name() const { return rule.empty() ? name_of(why) : rule; }
};

template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    Result(Refusal refusal) : held_(std::in_place_index<1>, std::move(refusal)) {}

    explicit operator bool() const { return held_.index() == 0; }
    bool has_value() const { return held_.index() == 0; }

    T& value() & {
        return require(has_value(), "a refused result has no value"), std::get<0>(held_);
    }
    const T& value() const& {
        return require(has_value(), "a refused result has no value"), std::get<0>(held_);
    }
    T&& value() && {
        return require(has_value(), "a refused result has no value"), std::get<0>(std::move(held_));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Refusal& refusal() const {
        return require(!has_value(), "an accepted result has no refusal"), std::get<1>(held_);
    }

  private:
    std::variant<T, Refusal> held_;
};

/// For a call that has nothing to give but its success.
template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Refusal refusal) : refusal_(std::move(refusal)) {}

    explicit operator bool() const { return !refusal_; }
    bool has_value() const { return !refusal_; }
    const Refusal& refusal() const {
        return require(refusal_.has_value(), "an accepted result has no refusal"), *refusal_;
    }

  private:
    std::optional<Refusal> refusal_;
};

}  // namespace wayside
