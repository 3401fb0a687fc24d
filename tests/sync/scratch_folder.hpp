// tests/sync/scratch_folder.hpp: an empty folder that goes when nobody needs it any more.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "storage/base/result.hpp"

namespace wayside::sync {

class ScratchFolder {
  public:
    ScratchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "wayside-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw MachineError("cannot make " + name);
        path_ = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace wayside::sync
