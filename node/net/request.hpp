// node/net/request.hpp: a request as a handler sees it, whole and decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wayside::net {

/// Anything else is answered with 405 before a handler hears of it.
enum class Method { get, head, post, options };

/// "GET".
const char* name_of(Method method);

/// A name and a value, of a header field or of a query.
struct Field {
    std::string name;
    std::string value;
    friend bool operator==(const Field&, const Field&) = default;
};

/// ASCII letters of either case are the same.
bool same_name(std::string_view a, std::string_view b);

struct Request {
    Method method = Method::get;
    std::string target;             ///< as it was sent, without the authority of an absolute form
    std::vector<std::string> path;  ///< decoded segments: "/api/days/x" is {"api", "days", "x"}
    std::vector<Field> query;       ///< decoded, in the order sent
    std::vector<Field> headers;     ///< in the order sent
    std::string body;
    std::string remote;  ///< the client's address without its port

    /// The first header of that name (case-insensitive); empty if there is none.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    /// The first query field of that name (case-sensitive).
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

}  // namespace wayside::net
