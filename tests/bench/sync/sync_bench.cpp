// Bytes of the packages of a played day: sync_bench FOLDER OPERATIONS, one line of JSON.
// FOLDER is a node that one day was played into, OPERATIONS the day's file.
#include <fstream>
#include <iostream>
#include <iterator>

#include "storage/zip/zip.hpp"
#include "tests/sync/played_clinic.hpp"

namespace {

using namespace wayside;
using namespace wayside::sync;

constexpr int smallest = 19;

Bytes read_file(const std::string& name) {
    std::ifstream from(name, std::ios::binary);
    if (!from) throw MachineError("cannot read " + name);
    return {std::istreambuf_iterator<char>(from), {}};
}

/// The log that the day was played into: the longest.
const ledger::Range& day_of(const PlayedClinic& clinic) {
    const ledger::Range* longest = &clinic.logs.at(0);
    for (const ledger::Range& log : clinic.logs) {
        if (log.entries.size() > longest->entries.size()) longest = &log;
    }
    return *longest;
}

struct Sizes {
    std::size_t packages = 0;
    std::size_t bytes = 0;
    std::size_t bodies = 0;  ///< of the bytes; the rest is header, head and signature
};

/// Packages of `step` entries each. Each is opened again and held against its head.
Sizes pack_by(const PlayedClinic& clinic, const Coding& coding, std::uint64_t step, bool closed) {
    PackOptions options{clinic.box->keyring, clinic.box->device, clinic.box->signer};
    options.coding = &coding;
    if (!closed) options.patient_key = clinic.keys();
    const ledger::Range& day = day_of(clinic);
    Sizes out;
    for (std::uint64_t first = 1; first <= day.last(); first += step) {
        const auto range = clinic.range(day, first, std::min(day.last(), first + step - 1));
        const auto package = pack(range, options);
        if (!package) throw MachineError(package.refusal().detail);
        auto opened = open_package(*package, clinic.box->region_register, clinic.box->keyring,
                                   options.patient_key);
        if (!opened) throw MachineError(opened.refusal().detail);
        const auto checked =
            ledger::check_range(opened->range, clinic.box->region_register, clinic.box->keyring);
        if (!checked) throw MachineError(checked.refusal().detail);
        ++out.packages;
        out.bytes += package->size();
        out.bodies += read_package(*package)->sealed_body.size();
    }
    return out;
}

void write(const char* name, const Sizes& sizes) {
    std::cout << ",\"" << name << "\":{\"packages\":" << sizes.packages
              << ",\"bytes\":" << sizes.bytes << ",\"bodies\":" << sizes.bodies << "}";
}

void measure(const PlayedClinic& clinic, const Bytes& operations) {
    const ledger::Range& day = day_of(clinic);
    const std::uint64_t all = day.entries.size();
    std::size_t plaintexts = 0;
    Bytes joined;
    for (const ledger::RangeEntry& entry : day.entries) {
        plaintexts += entry.plaintext.size();
        joined.insert(joined.end(), entry.plaintext.begin(), entry.plaintext.end());
    }
    std::cout << "{\"entries\":" << all << ",\"plaintexts\":" << plaintexts
              << ",\"plaintexts_zstd\":" << zip::compress(joined, smallest).size()
              << ",\"operations\":" << operations.size()
              << ",\"operations_zstd\":" << zip::compress(operations, smallest).size();
    const Coding& newest = newest_coding();
    const Coding& without = *find_coding(newest.number, 0);
    write("at_once", pack_by(clinic, newest, all, false));
    write("at_once_no_dictionary", pack_by(clinic, without, all, false));
    write("at_once_closed", pack_by(clinic, newest, all, true));
    write("by_sixty", pack_by(clinic, newest, 60, false));
    write("by_eight", pack_by(clinic, newest, 8, false));
    write("live", pack_by(clinic, newest, 1, false));
    write("live_no_dictionary", pack_by(clinic, without, 1, false));
    std::cout << "}\n";
}

}  // namespace

int main(int count, char** words) {
    if (count != 3) {
        std::cerr << "usage: sync_bench FOLDER OPERATIONS\n";
        return 2;
    }
    try {
        measure(PlayedClinic(words[1]), read_file(words[2]));
        return 0;
    } catch (const std::exception& broken) {
        std::cerr << "sync_bench: " << broken.what() << '\n';
        return 3;
    }
}
