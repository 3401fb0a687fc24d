// tests/storage/ledger/bench_commit.cpp: what a commit costs on top of the disk's own sync.
//
//   cmake --build --preset release --target storage_ledger_bench
//   build/release/tests/storage/ledger/storage_ledger_bench
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::ledger;

namespace {

double median_us(int rounds, auto&& act) {
    std::vector<double> took;
    for (int i = 0; i < rounds; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        act();
        const std::chrono::duration<double, std::micro> spent =
            std::chrono::steady_clock::now() - begin;
        took.push_back(spent.count());
    }
    std::ranges::sort(took);
    return took[took.size() / 2];
}

double bare_sync_us(const Folder& folder, std::size_t bytes) {
    const std::string name = (folder.path / "bare").string();
    const int file = ::open(name.c_str(), O_RDWR | O_CREAT, 0600);
    const Bytes block(bytes, 1);
    const double median = median_us(200, [&] {
        require(::write(file, block.data(), block.size()) > 0, "the disk takes a block");
        require(::fdatasync(file) == 0, "the disk syncs");
    });
    ::close(file);
    return median;
}

}  // namespace

int main() {
    ClinicBox box(1);
    Ledger ledger = box.start();
    Author author(box, ledger);
    for (const int group : {1, 10, 100}) {
        const double bare = bare_sync_us(box.folder, 4'096 * std::size_t(1 + group / 8));
        std::vector<Batch> batches;
        std::uint64_t sequence = ledger.next_sequence(box.space());
        for (int round = 0; round < 100; ++round) {
            Batch batch;
            for (int i = 0; i < group; ++i)
                batch.entries.push_back(author.book(author.visits++, sequence++));
            batches.push_back(std::move(batch));
        }
        auto next = batches.begin();
        const double commit = median_us(100, [&] { ledger.commit(*next++); });
        std::printf(
            "group of %3d: commit %7.0f us, bare write and fdatasync %7.0f us, "
            "%8.0f entries/s, %5.1f us an entry on top of the sync\n",
            group, commit, bare, group * 1e6 / commit, (commit - bare) / group);
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto contents = contents_of(box);
    const std::chrono::duration<double, std::micro> spent =
        std::chrono::steady_clock::now() - begin;
    std::size_t bytes = 0;
    for (const StoredEntry& entry : contents.entries) bytes += entry.plaintext->size();
    const auto count = double(contents.entries.size());
    std::printf("read, chain-checked and opened: %.1f us an entry; its plaintext: %.0f bytes\n",
                spent.count() / count, double(bytes) / count);
    return 0;
}
