// cli/replay/line.hpp: one line of a clinic-day file, and the request that it stands for.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/clock.hpp"

namespace wayside::replay {

/// What a line acts on.
enum class Target {
    new_visit,     ///< `book`, `walk-in`: makes the visit of its appointment
    visit,         ///< everything that is done to a visit
    practitioner,  ///< `practitioner`: no visit at all
};

struct Line {
    std::size_t number = 0;  ///< in its file, from 1
    std::string at;          ///< as written, with its offset
    Timestamp instant;       ///< the same as an instant
    std::string device;
    std::string action;
    std::string appointment;  ///< empty for a practitioner's line
    Target target = Target::visit;
    std::string subject;  ///< the practitioner; of a visit the node's id, which only the node knows
    std::string key;      ///< the idempotency key
    nlohmann::json body;

    /// "/api/visits/SUBJECT/call".
    [[nodiscard]] std::string path(std::string_view subject_of_visit) const;
    /// The date that it speaks of, as written: of its start, else of when it happened.
    [[nodiscard]] std::string local_date() const;
};

/// A file of lines.
struct Script {
    std::string name;  ///< the file's base name, by which its lines' keys are made
    std::vector<Line> lines;
};

/// The idempotency key of a line: H(32, "wayside replay", "", le32 |name| || name || le64 number ||
/// le32 |text| || text) in lower-case hexadecimal, where name is the file's base name and text the
/// line without its end. So the same line of the same file is done once, however often it is
/// played.
std::string key_of(std::string_view name, std::size_t number, std::string_view text);

/// Refuses `malformed` for what is no object of JSON or lacks what every line has, naming the
/// field; what an action needs beside that is for the node to judge.
Result<Line> decode_line(std::string_view name, std::size_t number, std::string_view text);

/// All lines of a file; empty ones are passed over, and counted. Refuses as `decode_line` does,
/// naming file and line, and `not_found` for a file that cannot be read.
Result<Script> read_script(const std::filesystem::path& file);

/// RFC 3986: everything but letters, digits and "-._~".
std::string percent_encoded(std::string_view text);

}  // namespace wayside::replay
