#include "node/app/scaffold.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <system_error>

#include "storage/base/require.hpp"

namespace wayside::app {

namespace fs = std::filesystem;

Scaffold::Scaffold(const fs::path& at) : made_{at} {
    fs::create_directories(at);
}

Scaffold::~Scaffold() {
    std::error_code ignored;
    for (const fs::path& each : made_) fs::remove_all(each, ignored);
}

void sync_path(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        throw MachineError("open " + path.string() + ": " + std::system_category().message(errno));
    const int rc = ::fsync(descriptor);
    ::close(descriptor);
    if (rc != 0)
        throw MachineError("sync " + path.string() + ": " + std::system_category().message(errno));
}

}  // namespace wayside::app
