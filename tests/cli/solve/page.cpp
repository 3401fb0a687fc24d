#include "tests/cli/solve/page.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <fstream>
#include <iterator>

namespace wayside::testing {

std::string block_of_page(const std::string& section, int number) {
    std::ifstream in(WAYSIDE_SOLVE_PAGE);
    const std::string page{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    auto at = page.find("\n" + section + "\n");
    if (at == std::string::npos) return "FORMAT.md has no section " + section;
    for (int i = 0; i <= number; ++i) at = page.find("```json\n", at) + 8;
    return page.substr(at, page.find("```", at) - at);
}

std::string with_part(std::string text, const std::string& part, const std::string& instead) {
    const auto at = text.find(part);
    REQUIRE_MESSAGE(at != std::string::npos, part);
    return text.replace(at, part.size(), instead);
}

std::string damaged(std::string text, std::mt19937_64& dice) {
    const auto times = 1 + dice() % 3;
    for (std::uint64_t i = 0; i < times && !text.empty(); ++i) {
        const std::size_t at = dice() % text.size();
        const std::size_t length = 1 + dice() % 12;
        switch (dice() % 3) {
            case 0:
                text[at] = static_cast<char>(dice() % 256);
                break;
            case 1:
                text.erase(at, length);
                break;
            default:
                text.insert(at, text.substr(dice() % text.size(), length));
                break;
        }
    }
    return text;
}

}  // namespace wayside::testing
