#include "cli/invitation_file.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

#include "storage/trust/invitation.hpp"

namespace wayside::cli {

Result<std::string> read_file(const std::filesystem::path& file) {
    std::ifstream from(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(from), {}};
    if (from) return text;
    return Refusal{Why::invalid, "cannot read " + file.string()};
}

Refusal refusal_of(const std::filesystem::path& file, const Refusal& refusal) {
    Refusal out = refusal;
    out.detail = file.string() + ": " + refusal.detail;
    return out;
}

Result<Bytes> read_invitation(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return text.refusal();
    auto bytes = trust::invitation_bytes(*text);
    if (!bytes) return refusal_of(file, bytes.refusal());
    const auto invited = trust::decode_invitation(*bytes);
    if (!invited) return refusal_of(file, invited.refusal());
    std::cerr << "invited as the clinic '" << invited->clinic << "'\n";
    return bytes;
}

}  // namespace wayside::cli
