// storage/base/require.hpp: promises that we make to ourselves, checked in every build.
#pragma once

#include <stdexcept>

namespace wayside {

/// Stops the process with a line on standard error if `condition` is false: the software, not the
/// world, is wrong. Bytes from outside must never reach a `require` that they can fail.
void require(bool condition, const char* promise);

/// The machine is broken: disk full, database unreadable, key file missing. Answered in three
/// places only (the request handler, the sync session, `main`).
class MachineError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace wayside
