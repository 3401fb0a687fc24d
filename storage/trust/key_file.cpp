#include "storage/trust/key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace wayside::trust {

namespace {

constexpr std::size_t key_bytes = 32;

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }

  private:
    int number_;
};

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& sentence) {
    throw MachineError("key file " + file.string() + ": " + sentence);
}

/// The system's own words for why the last call failed.
std::string reason(int error) {
    return std::generic_category().message(error);
}

/// Writes all bytes and makes them durable; false with errno where it cannot.
bool write_durably(const Descriptor& to, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(to.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return ::fsync(to.number()) == 0;
}

bool sync_folder_of(const std::filesystem::path& file) {
    const std::filesystem::path parent = file.parent_path();
    const Descriptor folder(
        ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder.number() >= 0 && ::fsync(folder.number()) == 0;
}

/// Reads up to `out.size()` bytes; negative where it cannot.
ssize_t read_all(const Descriptor& from, std::span<std::uint8_t> out) {
    std::size_t have = 0;
    while (have < out.size()) {
        const ssize_t got = ::read(from.number(), out.data() + have, out.size() - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return got;
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    return static_cast<ssize_t>(have);
}

}  // namespace

crypto::Key make_key_file(const std::filesystem::path& file, Random& random) {
    // Before the file: where nothing can be drawn, nothing is left behind.
    crypto::Key key = crypto::Key::draw(random);
    const Descriptor made(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (made.number() < 0 && errno == EEXIST) {
        fail(file, "it is there already; it may be the only key to a box, so it was left alone");
    }
    if (made.number() < 0) fail(file, "it cannot be made: " + reason(errno));
    const bool is_durable = ::fchmod(made.number(), 0600) == 0 && write_durably(made, key.view()) &&
                            sync_folder_of(file);
    if (!is_durable) {
        const int error = errno;
        ::unlink(file.c_str());
        fail(file, "it cannot be written: " + reason(error));
    }
    return key;
}

crypto::Key read_key_file(const std::filesystem::path& file) {
    // O_NONBLOCK: opening a pipe would otherwise wait for a writer for ever.
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (opened.number() < 0 && errno == ENOENT) {
        fail(file,
             "it is missing; without it the box's database cannot be opened. "
             "Put it back from where it is kept");
    }
    if (opened.number() < 0) fail(file, "it cannot be read: " + reason(errno));
    struct stat facts{};
    if (::fstat(opened.number(), &facts) != 0) fail(file, "it cannot be read: " + reason(errno));
    if (!S_ISREG(facts.st_mode)) fail(file, "it is not a regular file");
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        fail(file, "others than its owner may use it; make it private with chmod 600");
    }
    crypto::Secret<key_bytes + 1> read;
    const ssize_t count = read_all(opened, read.writable());
    if (count < 0) fail(file, "it cannot be read: " + reason(errno));
    if (static_cast<std::size_t>(count) != key_bytes) {
        fail(file, "it does not have 32 bytes, so it is not the file that init wrote");
    }
    return *crypto::Key::from(read.view().first(key_bytes));
}

}  // namespace wayside::trust
