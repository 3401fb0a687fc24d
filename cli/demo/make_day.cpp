// Writes one demo day: make_day SETUP AFTER FOLDER. The day is the first open one after the date
// AFTER, its file FOLDER/day-DATE.jsonl; the file's path is printed. An existing file stays as it
// is.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/demo/day_script.hpp"

namespace {

using namespace wayside;

Result<std::filesystem::path> write_day(const std::string& setup_file, const std::string& after,
                                        const std::filesystem::path& folder) {
    std::ostringstream text;
    const std::ifstream in(setup_file);
    if (!in) throw MachineError("cannot read " + setup_file);
    text << in.rdbuf();
    const auto setup = care::decode_setup(text.str());
    if (!setup) return setup.refusal();
    const auto before = care::LocalDate::parse(after);
    if (!before) return before.refusal();
    const auto date = demo::next_open_date(*setup, *before);
    if (!date) return date.refusal();
    const std::filesystem::path file = folder / ("day-" + date->text() + ".jsonl");
    if (std::filesystem::exists(file)) return file;
    const auto lines = demo::day_script(*setup, *date, static_cast<std::uint64_t>(date->days));
    if (!lines) return lines.refusal();

    // Renamed when whole: an interrupted demo must not go on from half a day.
    const std::filesystem::path half = file.string() + ".half";
    std::ofstream out(half);
    for (const std::string& line : *lines) out << line << '\n';
    out.close();
    if (!out) throw MachineError("cannot write " + half.string());
    std::filesystem::rename(half, file);
    return file;
}

}  // namespace

int main(int count, char** words) {
    if (count != 4) {
        std::cerr << "usage: make_day SETUP AFTER FOLDER\n";
        return 2;
    }
    try {
        const auto file = write_day(words[1], words[2], words[3]);
        if (!file) {
            std::cerr << "make_day: " << file.refusal().detail << '\n';
            return 1;
        }
        std::cout << file->string() << '\n';
        return 0;
    } catch (const std::exception& broken) {
        std::cerr << "make_day: " << broken.what() << '\n';
        return 3;
    }
}
