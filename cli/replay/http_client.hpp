// cli/replay/http_client.hpp: a small client of a node: one connection, one request at a time.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/replay/http_answer.hpp"

namespace wayside::replay {

/// Where a node listens.
struct NodeAddress {
    std::string host;  ///< a name or a number; IPv6 without brackets
    std::string port;

    /// "127.0.0.1:8460", "[::1]:8460".
    [[nodiscard]] std::string text() const;
    /// "http://HOST:PORT", with a slash at the end or without; port 80 where none is named. Refuses
    /// `invalid` for anything else.
    static Result<NodeAddress> parse(std::string_view url);
};

struct HttpRequest {
    std::string_view method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> fields{};
    std::string body{};
};

/// A descriptor that is closed with its owner.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

  private:
    int number_;
};

/// Keeps its connection for the next request. Used by one thread; blocks it.
class HttpClient {
  public:
    explicit HttpClient(NodeAddress node) : node_(std::move(node)) {}

    /// Sends and waits for the whole answer, at most `patience`. Refuses `unavailable` where nobody
    /// listens, the connection is lost or the time is up: whether the request was heard is then not
    /// known. Refuses `malformed` or `too_large` for an answer that no node gives.
    Result<HttpAnswer> ask(const HttpRequest& request, std::chrono::milliseconds patience);

    [[nodiscard]] const NodeAddress& node() const { return node_; }

  private:
    using Time = std::chrono::steady_clock::time_point;

    Result<HttpAnswer> exchange(std::string_view bytes, Time deadline);

    NodeAddress node_;
    Descriptor socket_;
};

}  // namespace wayside::replay
