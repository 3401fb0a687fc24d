#include "cli/replay/http_answer.hpp"

#include <algorithm>
#include <charconv>

namespace wayside::replay {

namespace {

constexpr std::string_view end_of_head = "\r\n\r\n";

Refusal malformed(std::string detail) {
    return {Why::malformed, "the answer is no HTTP/1.1: " + std::move(detail)};
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Digits only; empty for anything else or a number too large.
std::optional<std::size_t> whole_number(std::string_view text) {
    std::size_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return out;
}

/// "HTTP/1.1 200 OK"
std::optional<int> status_of(std::string_view line) {
    if (!line.starts_with("HTTP/1.1 ") || line.size() < 12) return std::nullopt;
    if (line.size() > 12 && line[12] != ' ') return std::nullopt;
    const auto status = whole_number(line.substr(9, 3));
    // An interim answer comes only to those who asked for one, and we never do.
    if (!status || *status < 200 || *status > 599) return std::nullopt;
    return static_cast<int>(*status);
}

bool has_no_body(int status) {
    return status == 204 || status == 304;
}

}  // namespace

std::string_view HttpAnswer::field(std::string_view name) const {
    for (const auto& [each, value] : fields) {
        if (each == name) return value;
    }
    return {};
}

Result<bool> AnswerReader::read_head() {
    const auto end = unread_.find(end_of_head);
    if (std::min(end, unread_.size()) > max_answer_head_bytes) {
        return Refusal{Why::too_large, "the answer's head has no end"};
    }
    if (end == std::string::npos) return false;
    std::string_view rest(unread_.data(), end);
    const auto take_line = [&rest] {
        const std::string_view line = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(std::min(rest.size(), line.size() + 2));
        return line;
    };
    const auto status = status_of(take_line());
    if (!status) return malformed("its first line");
    HttpAnswer answer{.status = *status, .fields = {}, .body = {}};
    while (!rest.empty()) {
        const std::string_view line = take_line();
        const auto colon = line.find(':');
        if (colon == 0 || colon == std::string_view::npos) return malformed("a header field");
        answer.fields.emplace_back(lower(line.substr(0, colon)),
                                   std::string(trimmed(line.substr(colon + 1))));
    }
    const auto length = whole_number(answer.field("content-length"));
    if (!length && !has_no_body(*status)) return malformed("it does not state its length");
    body_bytes_ = has_no_body(*status) ? 0 : *length;
    if (body_bytes_ > max_answer_body_bytes) {
        return Refusal{Why::too_large, "the answer is larger than any that a node gives"};
    }
    unread_.erase(0, end + end_of_head.size());
    answer_ = std::move(answer);
    return true;
}

Result<std::optional<HttpAnswer>> AnswerReader::take() {
    if (!answer_) {
        const auto read = read_head();
        if (!read) return read.refusal();
        if (!*read) return std::optional<HttpAnswer>{};
    }
    if (unread_.size() < body_bytes_) return std::optional<HttpAnswer>{};
    if (unread_.size() > body_bytes_) return malformed("it goes on behind its stated length");
    answer_->body = std::move(unread_);
    unread_.clear();
    std::optional<HttpAnswer> out = std::move(answer_);
    answer_.reset();
    return out;
}

}  // namespace wayside::replay
