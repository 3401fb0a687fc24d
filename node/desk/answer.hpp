// node/desk/answer.hpp: what the desk says to a call: done, or refused with what could be had
// instead.
#pragma once

#include <variant>

#include "node/desk/command.hpp"

namespace wayside::desk {

struct Done {
    bool created = false;
    bool repeated = false;  ///< the same request was answered before; nothing was done again
    Json body;
};

struct Refused {
    Refusal refusal;
    Json alternatives;  ///< as `Command::alternatives` told it: an object, or null
    bool repeated = false;
};

using Answer = std::variant<Done, Refused>;

}  // namespace wayside::desk
