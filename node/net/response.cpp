#include "node/net/response.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wayside::net {

namespace {

constexpr auto phrases = std::to_array<std::pair<int, std::string_view>>({
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
});

void append_json(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += hex[byte >> 4U];
            out += hex[byte & 15U];
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ");
    const auto from = static_cast<std::ptrdiff_t>(head.size());
    head.append(value);
    std::replace_if(
        head.begin() + from, head.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    head.append("\r\n");
}

bool names(const std::vector<Field>& headers, std::string_view name) {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const Field& field) { return same_name(field.name, name); });
}

}  // namespace

Response text_response(int status, std::string content_type, std::string body) {
    return shared_response(status, std::move(content_type),
                           std::make_shared<const std::string>(std::move(body)));
}

Response shared_response(int status, std::string content_type, SharedText body) {
    return {.status = status, .content_type = std::move(content_type), .body = std::move(body)};
}

Response problem_response(int status, std::string_view rule, std::string_view detail) {
    std::string body = "{\"status\":" + std::to_string(status) + ",\"rule\":";
    append_json(body, rule);
    body += ",\"detail\":";
    append_json(body, detail);
    body += "}\n";
    Response response = text_response(status, "application/problem+json", std::move(body));
    if (status == 503 || status == 429) response.headers.push_back({"Retry-After", "1"});
    return response;
}

std::string_view phrase_of(int status) {
    for (const auto& [code, phrase] : phrases) {
        if (code == status) return phrase;
    }
    return {};
}

std::string head_of(const Response& response, const HeadStyle& style) {
    std::string head;
    head.reserve(256);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(phrase_of(response.status)).append("\r\n");
    if (!response.content_type.empty()) {
        append_field(head, "Content-Type", response.content_type);
    }
    const bool bodiless = response.status < 200 || response.status == 204 || response.status == 304;
    if (!bodiless && !style.unbounded) {
        append_field(head, "Content-Length",
                     std::to_string(response.body ? response.body->size() : 0));
    }
    if (style.closes) append_field(head, "Connection", "close");
    if (!style.closes && style.says_keep_alive) append_field(head, "Connection", "keep-alive");
    for (const Field& field : response.headers) append_field(head, field.name, field.value);
    if (style.standing != nullptr) {
        for (const Field& field : *style.standing) {
            if (!names(response.headers, field.name)) append_field(head, field.name, field.value);
        }
    }
    head.append("\r\n");
    return head;
}

}  // namespace wayside::net
