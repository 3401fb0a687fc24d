#include "node/app/data_dir.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::app;

TEST_CASE("a folder is a node with its ledger and its node.toml, and nothing less") {
    const ledger::Folder folder;
    const DataDir dir{folder.path};
    const auto why = [&] { return check_is_node(dir).refusal().why; };
    CHECK(why() == Why::not_found);
    std::ofstream(dir.ledger()) << "x";
    CHECK(why() == Why::not_found);
    std::ofstream(dir.config()) << "x";
    CHECK(check_is_node(dir).has_value());
    std::filesystem::remove(dir.ledger());
    std::filesystem::create_directory(dir.ledger());
    CHECK(why() == Why::not_found);
    CHECK(check_is_node(DataDir{folder.path / "nowhere"}).refusal().detail.find("nowhere") !=
          std::string::npos);
}

TEST_CASE("the key file is the one that was chosen, or lies inside") {
    const DataDir dir{"/var/lib/somewhere"};
    CHECK(dir.key_file("") == "/var/lib/somewhere/device.key");
    CHECK(dir.key_file("/media/key") == "/media/key");
}

TEST_CASE("one process works on a folder; the next one is told which, and may when it has ended") {
    const ledger::Folder folder;
    const DataDir dir{folder.path};
    {
        const Lock lock(dir);
        std::string said;
        try {
            const Lock second(dir);
        } catch (const MachineError& error) {
            said = error.what();
        }
        CHECK(said.find(folder.path.string()) != std::string::npos);
    }
    CHECK_NOTHROW(Lock{dir});
    CHECK_THROWS_AS(Lock{DataDir{folder.path / "nowhere"}}, MachineError);
}

TEST_CASE("a process that was killed lets its folder go") {
    const ledger::Folder folder;
    const DataDir dir{folder.path};
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const Lock lock(dir);
        const bool told = ::write(ready[1], "x", 1) == 1;
        while (told) ::pause();
        ::_exit(1);
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    CHECK_THROWS_AS(Lock{dir}, MachineError);

    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);

    CHECK_NOTHROW(Lock{dir});
    ::close(ready[0]);
    ::close(ready[1]);
}
