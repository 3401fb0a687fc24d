#include "node/app/data_dir.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <system_error>

namespace wayside::app {

Result<void> check_is_node(const DataDir& dir) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(dir.ledger(), ignored) &&
        std::filesystem::is_regular_file(dir.config(), ignored)) {
        return {};
    }
    return Refusal{Why::not_found,
                   "there is no node in " + dir.root.string() + "; 'wayside init' makes one"};
}

Lock::Lock(const DataDir& dir) {
    const std::string file = dir.lock().string();
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0)
        throw MachineError("open " + file + ": " + std::system_category().message(errno));
    // What root made would keep the folder's owner out.
    struct stat owned = {};
    if (::geteuid() == 0 && ::stat(dir.root.c_str(), &owned) == 0) {
        static_cast<void>(::fchown(descriptor_, owned.st_uid, owned.st_gid) == 0);
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(descriptor_);
    throw MachineError("another 'wayside serve' works on " + dir.root.string() + "; end it first");
}

Lock::~Lock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace wayside::app
