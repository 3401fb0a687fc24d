#include "node/patients/fold.hpp"

#include <algorithm>
#include <cstdint>

#include "storage/base/bytes.hpp"

namespace wayside::patients {

namespace {

constexpr char32_t not_text = 0xFFFD;

/// Takes the next character off `rest`; `not_text` and one byte for what is no UTF-8.
char32_t take(std::string_view& rest) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(rest[i]); };
    const std::uint8_t first = byte(0);
    std::size_t length = 1;
    char32_t out = first;
    if (first >= 0xF0 && first < 0xF8) {
        length = 4, out = first & 0x07U;
    } else if (first >= 0xE0 && first < 0xF0) {
        length = 3, out = first & 0x0FU;
    } else if (first >= 0xC0 && first < 0xE0) {
        length = 2, out = first & 0x1FU;
    } else if (first >= 0x80) {
        out = not_text;
    }
    // Overlong forms and surrogates would come out as no UTF-8.
    if (length > rest.size() || !is_utf8(view_of(rest.substr(0, length)))) {
        rest.remove_prefix(1);
        return not_text;
    }
    for (std::size_t i = 1; i < length; ++i) out = (out << 6U) | (byte(i) & 0x3FU);
    rest.remove_prefix(length);
    return out;
}

void append(std::string& out, char32_t c) {
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0U | (c >> 6U)), put(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        put(0xE0U | (c >> 12U)), put(0x80U | ((c >> 6U) & 0x3FU)), put(0x80U | (c & 0x3FU));
    } else {
        put(0xF0U | (c >> 18U)), put(0x80U | ((c >> 12U) & 0x3FU));
        put(0x80U | ((c >> 6U) & 0x3FU)), put(0x80U | (c & 0x3FU));
    }
}

/// Base letters of U+00C0 to U+017F (Latin-1 and Latin Extended-A), '*' where one letter does not
/// say it.
constexpr std::string_view latin_bases =
    "aaaaaa*ceeeeiiiidnooooo ouuuuy**"   // C0
    "aaaaaa*ceeeeiiiidnooooo ouuuuy*y"   // E0
    "aaaaaaccccccccddddeeeeeeeeeegggg"   // 100
    "gggghhhhiiiiiiiiii**jjkkklllllll"   // 120
    "lllnnnnnnnnnoooooo**rrrrrrssssss"   // 140
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";  // 160
static_assert(latin_bases.size() == 0xC0);

/// Base letters of U+1EA0 to U+1EF9, pairs of upper and lower case (Vietnamese).
constexpr std::string_view vietnamese_bases = "aaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyy";

bool is_mark(char32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x610 && c <= 0x61A) || c == 0x640 ||
           (c >= 0x64B && c <= 0x65F) || c == 0x670 || (c >= 0x6D6 && c <= 0x6ED) ||
           (c >= 0x591 && c <= 0x5C7) || c == 0x200C || c == 0x200D || c == 0x200E || c == 0x200F ||
           c == '\'' || c == 0x2019 || c == 0x2BC;
}

char32_t plain_arabic(char32_t c) {
    switch (c) {
        case 0x622:
        case 0x623:
        case 0x625:
        case 0x671:
            return 0x627;  // the alefs
        case 0x649:
        case 0x626:
        case 0x6CC:
            return 0x64A;  // alef maksura, yeh with hamza, Persian yeh
        case 0x624:
            return 0x648;  // waw with hamza
        case 0x629:
            return 0x647;  // teh marbuta
        case 0x6A9:
            return 0x643;  // Persian kaf
        default:
            return c;
    }
}

/// The letters of one character; empty for a mark, a space for what parts words.
std::u32string letters_of(char32_t c) {
    if (is_mark(c)) return U"";
    if (c >= 'A' && c <= 'Z') return {c + 32};
    if (c < 0x80) {
        const bool counts = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        return {counts ? c : U' '};
    }
    if (c == 0xC6 || c == 0xE6) return U"ae";
    if (c == 0xDE || c == 0xFE) return U"th";
    if (c == 0xDF || c == 0x1E9E) return U"ss";
    if (c == 0xD8 || c == 0xF8) return U"o";
    if (c == 0x132 || c == 0x133) return U"ij";
    if (c == 0x152 || c == 0x153) return U"oe";
    if (c >= 0xC0 && c < 0x180) return {static_cast<char32_t>(latin_bases[c - 0xC0])};
    if (c >= 0x1EA0 && c < 0x1EA0 + 2 * vietnamese_bases.size()) {
        return {static_cast<char32_t>(vietnamese_bases[(c - 0x1EA0) / 2])};
    }
    if (c == 0x1A0 || c == 0x1A1) return U"o";
    if (c == 0x1AF || c == 0x1B0) return U"u";
    if (c >= 0x391 && c <= 0x3A9) return {c + 32};  // Greek
    if (c >= 0x410 && c <= 0x42F) return {c + 32};  // Cyrillic
    if (c >= 0x400 && c <= 0x40F) return {c + 80};
    if (c >= 0x660 && c <= 0x669) return {c - 0x660 + U'0'};  // Arabic digits
    if (c >= 0x6F0 && c <= 0x6F9) return {c - 0x6F0 + U'0'};  // Persian digits
    const bool parts = c < 0xC0 || (c >= 0x2000 && c <= 0x206F) || c == 0x3000 || c == 0x60C ||
                       c == 0x61B || c == 0x61F || c == 0x6D4 || c == 0xFEFF || c == not_text;
    return {parts ? U' ' : plain_arabic(c)};
}

}  // namespace

std::string fold(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::string_view rest = text; !rest.empty();) {
        for (const char32_t letter : letters_of(take(rest))) {
            if (letter != U' ') {
                append(out, letter);
            } else if (!out.empty() && out.back() != ' ') {
                out.push_back(' ');
            }
        }
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string digits_of(std::string_view text) {
    std::string out = fold(text);
    std::erase_if(out, [](char c) { return c < '0' || c > '9'; });
    return out;
}

}  // namespace wayside::patients
