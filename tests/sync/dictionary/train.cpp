// Trains a dictionary of coding 1: train OUT FOLDER... Each FOLDER is a node that made-up days were
// played into. See sync/FORMAT.md, "Dictionary".
#include <fstream>
#include <iostream>

#include "storage/zip/dictionary.hpp"
#include "sync/dictionary.hpp"
#include "sync/sorted_entries.hpp"
#include "tests/sync/played_clinic.hpp"

namespace {

using namespace wayside;
using namespace wayside::sync;

constexpr std::size_t most_bytes = 16 * 1024;
constexpr std::uint32_t first_id = 40'960;
constexpr std::size_t hour_entries = 60;

/// The packages of a day: each act as it is done, and an hour's work at once.
void add_samples(const PlayedClinic& clinic, std::vector<Bytes>& samples) {
    for (const ledger::Range& log : clinic.logs) {
        const std::uint64_t last = log.last();
        for (const std::size_t step : {std::size_t{1}, hour_entries}) {
            for (std::uint64_t first = 1; first <= last; first += step) {
                const std::uint64_t end = std::min(last, first + step - 1);
                const auto range = clinic.range(log, first, end).range;
                const auto sorted = sort_entries(range, clinic.keys());
                if (sorted) samples.push_back(sorted->streams);
            }
        }
    }
}

}  // namespace

int main(int count, char** words) {
    if (count < 3) {
        std::cerr << "usage: train OUT FOLDER...\n";
        return 2;
    }
    try {
        std::vector<Bytes> samples;
        for (int i = 2; i < count; ++i) add_samples(PlayedClinic(words[i]), samples);
        const auto made = zip::train_dictionary(samples, most_bytes, first_id + newest_dictionary);
        if (!made) throw MachineError(made.refusal().detail);
        std::ofstream out(words[1], std::ios::binary);
        out << text_of(*made);
        out.close();
        if (!out) throw MachineError(std::string("cannot write ") + words[1]);
        std::cout << samples.size() << " samples, " << made->size() << " bytes\n";
        return 0;
    } catch (const std::exception& broken) {
        std::cerr << "train: " << broken.what() << '\n';
        return 3;
    }
}
