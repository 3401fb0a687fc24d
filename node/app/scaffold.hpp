// node/app/scaffold.hpp: a node's folder while it is built beside its place.
#pragma once

#include <filesystem>
#include <vector>

namespace wayside::app {

/// Removes what was built unless it was kept.
class Scaffold {
  public:
    /// Makes the folder.
    explicit Scaffold(const std::filesystem::path& at);
    ~Scaffold();
    Scaffold(const Scaffold&) = delete;
    Scaffold& operator=(const Scaffold&) = delete;
    /// A file that belongs to it and lies elsewhere.
    void add(const std::filesystem::path& file) { made_.push_back(file); }
    void keep() { made_.clear(); }

  private:
    std::vector<std::filesystem::path> made_;
};

/// A file's bytes, or what was made, renamed or removed in a folder, are durable when this returns.
/// Throws MachineError.
void sync_path(const std::filesystem::path& path);

}  // namespace wayside::app
