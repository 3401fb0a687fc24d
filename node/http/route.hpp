// node/http/route.hpp: which method and path leads to which command or view of the desk.
// openapi.json describes the same table, and a test holds the two against each other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/net/request.hpp"

namespace wayside::http {

enum class Leads { command, view, health, openapi, events, sync, link };

struct Route {
    net::Method method;
    std::string_view path;  ///< "/api/visits/{id}/call"; one segment at most is in braces
    Leads leads;
    std::string_view name;  ///< of the command or view
};

/// Every route of the API, in the order of the contract.
const std::vector<Route>& routes();

struct Match {
    const Route* route = nullptr;  ///< null: the path is known, the method is not
    std::string subject;           ///< what stood for the segment in braces
    std::string allow;             ///< the methods that the path knows: "GET, HEAD"
};

/// Empty for a path that is not the API's. HEAD is taken as GET.
std::optional<Match> match(net::Method method, const std::vector<std::string>& path);

}  // namespace wayside::http
