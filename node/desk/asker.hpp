// node/desk/asker.hpp: who asks, from where.
#pragma once

#include <string>

namespace wayside::desk {

struct Asker {
    std::string screen;  ///< `Wayside-Device`: which screen the act was done on
    std::string person;  ///< who is signed in there; empty where nobody is
    std::string role;    ///< what that person or screen may be taken for; a name of the role matrix
};

}  // namespace wayside::desk
