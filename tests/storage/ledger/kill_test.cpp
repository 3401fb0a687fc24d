#include <doctest/doctest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "storage/ledger/verify.hpp"
#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::ledger;

namespace {

/// Commits groups of visits for ever and reports, after each, its log and last sequence.
[[noreturn]] void work_until_killed(ClinicBox& box, int report) {
    Ledger ledger = box.start();
    Author author(box, ledger);
    for (;;) {
        author.commit_visits(1 + author.visits % 4);
        ByteWriter line;
        line.raw(ledger.log().view());
        line.u64(ledger.next_sequence(box.space()) - 1);
        if (::write(report, line.bytes().data(), line.size()) < 0) ::_exit(1);
    }
}

/// The last report that came through before the end.
std::optional<EntryName> last_report(int report) {
    std::optional<EntryName> last;
    std::array<std::uint8_t, 24> line{};
    while (::read(report, line.data(), line.size()) == static_cast<::ssize_t>(line.size())) {
        ByteReader from(line);
        const LogId log{from.array<16>()};
        last = EntryName{log, from.u64()};
    }
    return last;
}

}  // namespace

TEST_CASE("killed at any instant, everything that was reported is there, once, and verified") {
    ClinicBox box(60);
    SeededRandom random{61};
    std::set<EntryName> promised;

    for (int round = 0; round < 12; ++round) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        box.random.next();  // every child draws a log of its own
        const ::pid_t child = ::fork();
        if (child == 0) work_until_killed(box, ends[1]);
        ::close(ends[1]);
        ::usleep(static_cast<::useconds_t>(20'000 + random.below(120'000)));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const auto last = last_report(ends[0]);
        ::close(ends[0]);
        for (std::uint64_t i = 1; last && i <= last->sequence; ++i) promised.insert({last->log, i});
    }

    box.random.next();
    std::set<EntryName> stored;
    for (const StoredEntry& entry : contents_of(box).entries) {
        CHECK(entry.plaintext.has_value());
        CHECK(stored.insert(entry.name).second);
    }
    CHECK(std::includes(stored.begin(), stored.end(), promised.begin(), promised.end()));
    CHECK(promised.size() > 0);
    CHECK(verify(box.folder.path, &box.box->keyring).empty());
    CHECK(box.start().lost().empty());
}
