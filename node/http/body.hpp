// node/http/body.hpp: the bytes of a POST as JSON.
#pragma once

#include <string_view>

#include "node/desk/command.hpp"

namespace wayside::http {

/// No body of the API nests deeper than this; copying and comparing JSON recurses.
inline constexpr int most_depth = 16;

/// Refuses `malformed` for anything but a JSON object, or one that nests deeper; nothing at all is
/// an empty one.
Result<desk::Json> body_of(std::string_view bytes);

}  // namespace wayside::http
