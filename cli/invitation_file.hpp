// cli/invitation_file.hpp: an invitation as a person hands it to a command.
#pragma once

#include <filesystem>
#include <string>

#include "storage/base/bytes.hpp"
#include "storage/base/result.hpp"

namespace wayside::cli {

/// The whole file. Refuses `invalid`, naming it, where it cannot be read.
Result<std::string> read_file(const std::filesystem::path& file);

/// The same refusal, its detail beginning with the file's name.
Refusal refusal_of(const std::filesystem::path& file, const Refusal& refusal);

/// Reads an invitation and says on standard error which clinic it is for. Refuses as `read_file`,
/// `trust::invitation_bytes` and `trust::decode_invitation` do, naming the file.
Result<Bytes> read_invitation(const std::filesystem::path& file);

}  // namespace wayside::cli
