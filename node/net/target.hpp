// node/net/target.hpp: the target of a request line, taken apart and percent-decoded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "node/net/request.hpp"
#include "storage/base/result.hpp"

namespace wayside::net {

struct Target {
    std::string authority;  ///< of an absolute form ("http://host/x"), else empty
    std::string text;       ///< from the first slash on, as it was sent; "*" for OPTIONS
    std::vector<std::string> path;
    std::vector<Field> query;
};

/// Percent-decoding (RFC 3986) of one piece. Refuses `malformed` for a half or wrong escape, for
/// bytes that are not UTF-8 and for control characters.
Result<std::string> percent_decoded(std::string_view piece);

/// The pairs of "a=1&b=2", by the rules of HTML forms: '+' is a space, an empty pair is left out, a
/// name without '=' has an empty value. Refuses as `percent_decoded` does.
Result<std::vector<Field>> decode_query(std::string_view query);

/// Takes origin form, absolute form with "http", and "*". "/" has no segments, "/a/" has {"a", ""}.
///
/// Refuses `malformed` for anything else, and for a segment that could lead elsewhere once somebody
/// joins it to a path: ".", "..", or one that holds a slash or a backslash after decoding.
Result<Target> decode_target(std::string_view text);

}  // namespace wayside::net
