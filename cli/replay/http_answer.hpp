// cli/replay/http_answer.hpp: an HTTP/1.1 answer, put together from bytes as they come, without a
// socket.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/result.hpp"

namespace wayside::replay {

struct HttpAnswer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> fields;  ///< names in lower case
    std::string body;

    /// The first field of this name (lower case), or empty text.
    [[nodiscard]] std::string_view field(std::string_view name) const;
    /// Whether another request may follow on the same connection.
    [[nodiscard]] bool keeps_connection() const { return field("connection") != "close"; }
};

inline constexpr std::size_t max_answer_head_bytes = 64 * 1024;
inline constexpr std::size_t max_answer_body_bytes = 64 * 1024 * 1024;

/// Reads one answer of a node. Only what a node sends is understood: a length is stated, or there
/// is no body.
class AnswerReader {
  public:
    void received(std::string_view bytes) { unread_.append(bytes); }

    /// Empty until the answer is whole. Refuses `malformed` for what is no HTTP/1.1 answer of
    /// stated length or goes on behind it, `too_large` above the limits. After a refusal the
    /// connection is of no use.
    Result<std::optional<HttpAnswer>> take();

  private:
    Result<bool> read_head();

    std::string unread_;
    std::optional<HttpAnswer> answer_;  ///< once its head is read
    std::size_t body_bytes_ = 0;
};

}  // namespace wayside::replay
