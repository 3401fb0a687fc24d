// storage/sqlite/storage_error.hpp: the disk or the database is broken, and how.
#pragma once

#include <string>

#include "storage/base/require.hpp"

namespace wayside::sqlite {

/// What is broken; decides what the process does next.
enum class Cause {
    corrupt,  ///< the file is not the database that it was, or not one at all
    full,     ///< no space, or the most pages allowed
    busy,     ///< another connection holds the lock longer than the busy timeout
    sync,     ///< fsync failed: what the kernel holds is unknown, so the process ends (design 6)
    other,    ///< I/O, permissions, a missing file, memory
};

/// "corrupt", "full", ...
const char* name_of(Cause cause);

/// Holds no value that was bound or stored, only what was tried and SQLite's own words.
class StorageError : public MachineError {
  public:
    StorageError(Cause cause, const std::string& what) : MachineError(what), cause_(cause) {}
    [[nodiscard]] Cause cause() const { return cause_; }

  private:
    Cause cause_;
};

}  // namespace wayside::sqlite
