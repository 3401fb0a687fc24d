// node/app/data_dir.hpp: the folder that holds a node, and the lock that lets one process write to
// it.
#pragma once

#include <filesystem>
#include <utility>

#include "storage/crypto/secret.hpp"

namespace wayside::app {

/// Where the parts of a node lie (contract.md, "Command line").
struct DataDir {
    std::filesystem::path root;

    [[nodiscard]] std::filesystem::path ledger() const { return root / "ledger.db"; }
    [[nodiscard]] std::filesystem::path marker() const { return root / "marker"; }
    [[nodiscard]] std::filesystem::path config() const { return root / "node.toml"; }
    [[nodiscard]] std::filesystem::path lock() const { return root / "lock"; }
    /// `chosen` (a flag or WAYSIDE_KEY_FILE) or the file inside.
    [[nodiscard]] std::filesystem::path key_file(const std::filesystem::path& chosen) const {
        return chosen.empty() ? root / "device.key" : chosen;
    }
};

/// Refuses `not_found` unless there is a node in it.
Result<void> check_is_node(const DataDir& dir);

/// Held by the one process that serves a folder; let go by the kernel whenever that process ends.
class Lock {
  public:
    /// Throws MachineError, naming the folder, while another process holds it. The file belongs to
    /// the folder's owner, also where root is the first to come.
    explicit Lock(const DataDir& dir);
    ~Lock();
    Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

  private:
    int descriptor_ = -1;
};

}  // namespace wayside::app
