#include "node/net/target.hpp"

#include <algorithm>
#include <optional>

#include "storage/base/bytes.hpp"

namespace wayside::net {

namespace {

std::optional<int> digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

Result<std::string> segment_of(std::string_view piece) {
    auto segment = percent_decoded(piece);
    if (!segment) return segment;
    if (*segment == "." || *segment == ".." || segment->find_first_of("/\\") != std::string::npos) {
        return Refusal{Why::malformed, "the path has a segment that leads elsewhere"};
    }
    return segment;
}

Result<std::vector<std::string>> decode_path(std::string_view path) {
    std::vector<std::string> segments;
    path.remove_prefix(1);
    while (true) {
        const auto slash = path.find('/');
        auto segment = segment_of(path.substr(0, slash));
        if (!segment) return segment.refusal();
        segments.push_back(*std::move(segment));
        if (slash == std::string_view::npos) break;
        path.remove_prefix(slash + 1);
    }
    if (segments.size() == 1 && segments.front().empty()) segments.clear();
    return segments;
}

Result<std::string> form_decoded(std::string_view piece) {
    std::string text(piece);
    std::replace(text.begin(), text.end(), '+', ' ');
    return percent_decoded(text);
}

}  // namespace

Result<std::string> percent_decoded(std::string_view piece) {
    std::string text;
    text.reserve(piece.size());
    for (std::size_t i = 0; i < piece.size(); ++i) {
        if (piece[i] != '%') {
            text.push_back(piece[i]);
            continue;
        }
        const auto high = i + 2 < piece.size() ? digit_of(piece[i + 1]) : std::nullopt;
        const auto low = i + 2 < piece.size() ? digit_of(piece[i + 2]) : std::nullopt;
        if (!high || !low) return Refusal{Why::malformed, "a '%' without two hexadecimal digits"};
        text.push_back(static_cast<char>(*high * 16 + *low));
        i += 2;
    }
    if (std::any_of(text.begin(), text.end(), is_control)) {
        return Refusal{Why::malformed, "the target holds a control character"};
    }
    if (!is_utf8(view_of(text))) return Refusal{Why::malformed, "the target is not UTF-8"};
    return text;
}

Result<std::vector<Field>> decode_query(std::string_view query) {
    std::vector<Field> fields;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = form_decoded(pair.substr(0, equals));
        if (!name) return name.refusal();
        auto value = form_decoded(pair.substr(std::min(equals + 1, pair.size())));
        if (!value) return value.refusal();
        fields.push_back({*std::move(name), *std::move(value)});
    }
    return fields;
}

Result<Target> decode_target(std::string_view text) {
    Target target;
    if (text == "*") {
        target.text = "*";
        target.path = {"*"};
        return target;
    }
    constexpr std::string_view scheme = "http://";
    if (same_name(text.substr(0, scheme.size()), scheme)) {
        text.remove_prefix(scheme.size());
        const auto slash = std::min(text.find_first_of("/?"), text.size());
        target.authority = text.substr(0, slash);
        text.remove_prefix(slash);
        if (target.authority.empty()) return Refusal{Why::malformed, "the target names no host"};
    } else if (text.empty() || text.front() != '/') {
        return Refusal{Why::malformed, "the target does not begin with '/'"};
    }
    target.text = text;
    text = text.substr(0, text.find('#'));
    const auto mark = std::min(text.find('?'), text.size());
    auto path = mark == 0 ? Result<std::vector<std::string>>(std::vector<std::string>{})
                          : decode_path(text.substr(0, mark));
    if (!path) return path.refusal();
    auto query = decode_query(text.substr(std::min(mark + 1, text.size())));
    if (!query) return query.refusal();
    target.path = *std::move(path);
    target.query = *std::move(query);
    return target;
}

}  // namespace wayside::net
