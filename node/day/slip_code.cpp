#include "node/day/slip_code.hpp"

#include <array>

namespace wayside::day {

std::string draw_slip_code(Random& random) {
    static constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::array<std::uint8_t, 8> bytes{};
    random.fill(bytes);
    std::string out;
    for (const std::uint8_t byte : bytes) out.push_back(letters[byte % letters.size()]);
    return out;
}

std::string slip_code_of(std::string_view typed) {
    std::string out;
    for (const char c : typed) {
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        if (upper == ' ' || upper == '-') continue;
        out.push_back(upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper);
    }
    return out;
}

}  // namespace wayside::day
