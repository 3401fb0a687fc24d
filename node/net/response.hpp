// node/net/response.hpp: what a handler answers, and how it is written on the wire.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "node/net/request.hpp"

namespace wayside::net {

/// A body that many answers may share; nobody changes it. Owners: whoever rendered it (a cache) and
/// each connection that is sending it.
using SharedText = std::shared_ptr<const std::string>;

struct Response {
    int status = 200;
    std::string content_type{};    ///< empty: none is sent
    SharedText body{};             ///< null: empty
    std::vector<Field> headers{};  ///< beside Content-Type, Content-Length and Connection
};

/// An answer with a body of its own.
Response text_response(int status, std::string content_type, std::string body);
/// An answer whose body is shared.
Response shared_response(int status, std::string content_type, SharedText body);
/// `application/problem+json` with {status, rule, detail}. 503 and 429 carry Retry-After: 1.
Response problem_response(int status, std::string_view rule, std::string_view detail);

/// "Not Found"; empty for a status that has no standard phrase.
std::string_view phrase_of(int status);

/// How the head of one answer is to be written.
struct HeadStyle {
    bool closes = false;           ///< says `Connection: close`
    bool says_keep_alive = false;  ///< an HTTP/1.0 client must be told
    bool unbounded = false;        ///< no Content-Length: the body ends where the connection does
    const std::vector<Field>* standing =
        nullptr;  ///< sent unless the answer names the same; may be null
};

/// Status line, fields and the empty line. Content-Length is the body's, also for HEAD; 1xx, 204
/// and 304 carry none. A control character in a value becomes a space, so no value can end its
/// line.
std::string head_of(const Response& response, const HeadStyle& style);

}  // namespace wayside::net
