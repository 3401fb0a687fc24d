// node/net/parser.hpp: bytes into one request, strictly; the only door to Boost.Beast.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "node/net/limits.hpp"
#include "node/net/request.hpp"

namespace wayside::net {

/// Why the bytes are no request of ours: the answer that they get before the connection closes.
struct Fault {
    int status;
    std::string rule;
    std::string detail;
};

/// How one message wants its connection treated.
struct Framing {
    bool http_10 = false;
    bool keep_alive = true;
    bool head_only = false;  ///< the answer goes without its body
};

/// Reads one request; used by one thread, and for one request only.
///
/// What two readers could understand differently is refused: both Content-Length and
/// Transfer-Encoding, a repeated one, an encoding other than chunked, a repeated or missing Host.
class RequestParser {
  public:
    enum class Progress { needs_more, complete, refused };

    /// `limits` outlives the parser.
    explicit RequestParser(const Limits& limits);
    ~RequestParser();
    RequestParser(RequestParser&&) noexcept;
    RequestParser& operator=(RequestParser&&) noexcept;

    /// Takes a prefix of `unread` away from it; what is left must come again, with more behind it.
    /// Not called again after `complete` or `refused`.
    Progress feed(std::string_view& unread);

    /// After `complete`, once.
    Request take();
    /// After `complete`.
    [[nodiscard]] Framing framing() const;
    /// After `refused`.
    [[nodiscard]] const Fault& fault() const;
    /// True once, when the head has come, asks to be told to go on, and the body has not begun.
    bool wants_continue();

  private:
    class Machine;
    std::unique_ptr<Machine> machine_;
};

}  // namespace wayside::net
