// node/desk/view.hpp: a question that screens ask, as a row of a table; answered from the read
// model alone.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "node/desk/command.hpp"

namespace wayside::desk {

/// Query parameters by name; the id in the path is `Facts::subject`.
using Parameters = std::map<std::string, std::string>;

struct View {
    std::string name;
    std::set<std::string> roles;  ///< who may ask; empty: everybody
    std::function<Result<Json>(const Facts&, const Parameters&)> render;
};

using ViewTable = std::vector<View>;

}  // namespace wayside::desk
