#include "storage/trust/key_file.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "storage/base/require.hpp"

using namespace wayside;
using namespace wayside::trust;

namespace {

/// A folder of its own, gone at the end.
struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "wayside-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::filesystem::path file() const { return path / "device.key"; }
};

void write(const std::filesystem::path& file, std::size_t count) {
    std::ofstream(file) << std::string(count, 'k');
    ::chmod(file.c_str(), 0600);
}

/// What the machine is told to say about this file; empty if it can be read.
std::string complaint(const std::filesystem::path& file) {
    try {
        static_cast<void>(read_key_file(file));
        return {};
    } catch (const MachineError& error) {
        return error.what();
    }
}

bool mentions(const std::string& sentence, const char* words) {
    return sentence.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a key file that was made is read as the same key, and only its owner may read it") {
    const Folder folder;
    SeededRandom random{61};

    const crypto::Key made = make_key_file(folder.file(), random);

    struct stat facts{};
    REQUIRE(::stat(folder.file().c_str(), &facts) == 0);
    CHECK((facts.st_mode & 07777) == 0600);
    CHECK(facts.st_size == 32);
    CHECK(crypto::equal(read_key_file(folder.file()).view(), made.view()));
}

TEST_CASE("a key file that is there is never written over") {
    const Folder folder;
    SeededRandom random{62};
    const crypto::Key first = make_key_file(folder.file(), random);

    CHECK_THROWS_AS(static_cast<void>(make_key_file(folder.file(), random)), MachineError);

    CHECK(crypto::equal(read_key_file(folder.file()).view(), first.view()));
}

TEST_CASE("a key file in a folder that is not there is the machine's fault") {
    const Folder folder;
    SeededRandom random{63};

    CHECK_THROWS_AS(static_cast<void>(make_key_file(folder.path / "none" / "device.key", random)),
                    MachineError);
}

TEST_CASE("a missing key file, one of another length and one that is a folder are told apart") {
    const Folder folder;
    CHECK(mentions(complaint(folder.file()), "missing"));

    for (const std::size_t length : {0, 31, 33, 4096}) {
        write(folder.file(), length);
        CHECK(mentions(complaint(folder.file()), "32 bytes"));
    }
    write(folder.file(), 32);
    CHECK(complaint(folder.file()).empty());
    CHECK(mentions(complaint(folder.path), "not a regular file"));
}

TEST_CASE("a pipe in the key file's place is refused and waits for nobody") {
    const Folder folder;
    REQUIRE(::mkfifo(folder.file().c_str(), 0600) == 0);

    CHECK(mentions(complaint(folder.file()), "not a regular file"));
}

TEST_CASE("a key file that others may read is refused, and the sentence says what to do") {
    const Folder folder;
    write(folder.file(), 32);
    for (const mode_t mode : {0640, 0604, 0660, 0601}) {
        ::chmod(folder.file().c_str(), mode);
        CHECK(mentions(complaint(folder.file()), "chmod 600"));
    }
    ::chmod(folder.file().c_str(), 0400);
    CHECK(complaint(folder.file()).empty());
}
