#include "cli/solve/files.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "storage/base/require.hpp"

namespace wayside::cli::solve {

Result<LocatedJson> read_json_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text;
    if (in) {
        text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    if (!in) return Refusal{Why::unavailable, file + ": cannot be read"};
    if (text.size() > most_file_bytes) {
        return Refusal{Why::too_large, file + ": more than 64 MB"};
    }
    return LocatedJson::parse(text, file);
}

void write_text(const std::string& file, const std::string& text) {
    if (file.empty()) {
        std::cout << text << std::flush;
        if (!std::cout) throw MachineError("standard output cannot be written");
        return;
    }
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out) throw MachineError(file + ": cannot be written");
}

void check_writable(const std::string& file) {
    if (file.empty()) return;
    const bool was_there = std::filesystem::exists(std::filesystem::status(file));
    const bool opens = std::ofstream(file, std::ios::binary | std::ios::app).is_open();
    if (!opens) throw MachineError(file + ": cannot be written");
    if (!was_there) std::filesystem::remove(file);
}

}  // namespace wayside::cli::solve
