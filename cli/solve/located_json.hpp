// cli/solve/located_json.hpp: a JSON text that knows the line of each value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.hpp"

namespace wayside::cli::solve {

struct JsonMember;

/// A value and the line on which it begins, from 1. Members keep the order of the text.
struct JsonValue {
    enum class Kind { null, boolean, integer, real, text, list, object };

    Kind kind = Kind::null;
    int line = 1;
    std::int64_t integer = 0;  ///< also a boolean: 0 or 1
    double real = 0;           ///< also of an integer
    std::string text;
    std::vector<JsonValue> list;
    std::vector<JsonMember> members;

    /// The member of this name; null where there is none.
    [[nodiscard]] const JsonValue* member(std::string_view name) const;
};

/// No pair: one that holds itself in a list is asked about itself too early (clang 19 with
/// libstdc++ 12).
struct JsonMember {
    std::string name;
    JsonValue value;
};

/// The whole text, and the name of the file that refusals name.
struct LocatedJson {
    std::string file;
    JsonValue value;

    /// Containers may lie this deep in one another.
    static constexpr std::size_t most_depth = 32;

    /// Refuses as `malformed`, by file and line, what is no JSON, is nested deeper, holds a whole
    /// number beyond 64 bits, or names a member of one object twice.
    static Result<LocatedJson> parse(std::string_view text, std::string file);
};

}  // namespace wayside::cli::solve
