// tests/node/net/client.hpp: a client of raw sockets, so that a wrong server cannot agree with
// itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <ctime>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace wayside::net::test {

using std::chrono::milliseconds;

/// One answer taken apart.
struct Reply {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

/// A TCP connection to 127.0.0.1 that gives up after a few seconds rather than hang a test.
class Client {
  public:
    explicit Client(std::uint16_t port, int receive_buffer_bytes = 0);
    ~Client();
    Client(Client&& other) noexcept;
    Client& operator=(Client&&) = delete;

    /// False once the other side has reset the connection.
    bool send(std::string_view bytes) const;
    void half_close() const;
    /// Closes with a reset.
    void reset();

    /// The next whole answer; status 0 if the connection ended first. `with_body` is false after
    /// HEAD.
    Reply reply(bool with_body = true);
    /// Reads until `text` has come, or the connection or the patience ends; what was read with it.
    std::string read_until(std::string_view text, milliseconds patience = milliseconds(20'000));
    /// Everything until the connection ends.
    std::string rest(milliseconds patience = milliseconds(20'000));
    /// The other side has closed, or does so within the patience.
    bool ended(milliseconds patience = milliseconds(20'000));

  private:
    bool more(milliseconds patience);

    int socket_;
    std::string unread_;
};

/// "GET path HTTP/1.1" with a Host.
std::string get(std::string_view path, std::string_view headers = "");
std::string post(std::string_view path, std::string_view body, std::string_view headers = "");

/// A sanitizer keeps freed memory in quarantine, so what is resident says nothing.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool memory_can_be_measured = false;
#else
constexpr bool memory_can_be_measured = true;
#endif

/// Open descriptors and resident bytes of this process.
std::size_t open_descriptors();
std::size_t resident_bytes();

/// Waits until `condition` holds; false if it does not in time.
template <class Condition>
bool eventually(const Condition& condition, milliseconds patience = milliseconds(20'000)) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        struct timespec moment{0, 1'000'000};
        nanosleep(&moment, nullptr);
    }
    return true;
}

}  // namespace wayside::net::test
