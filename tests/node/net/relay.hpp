// tests/node/net/relay.hpp: a wire between two machines that a test can cut and stop up.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

#include "node/net/channel.hpp"

namespace wayside::net::test {

/// Listens on a free port of 127.0.0.1 and carries one connection at a time to `target`.
class Relay {
  public:
    explicit Relay(std::uint16_t target);
    ~Relay();

    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Cuts (with a reset to both) after so many bytes from the dialler, or from the listener.
    std::atomic<std::size_t> cut_after_up{SIZE_MAX};
    std::atomic<std::size_t> cut_after_down{SIZE_MAX};
    /// Takes bytes and passes none on: both ends stand, and nothing comes.
    std::atomic<bool> swallows{false};
    /// Changes the byte at this place on its way up.
    std::atomic<std::size_t> corrupt_up{SIZE_MAX};

    std::atomic<std::size_t> up{0};  ///< bytes of the connection under way
    std::atomic<std::size_t> down{0};
    std::atomic<int> connections{0};

  private:
    void run();
    void carry(int from_dialler, int to_listener);
    bool pass(int from, int to, bool upward);

    std::uint16_t target_;
    Descriptor listener_;
    std::uint16_t port_ = 0;
    std::atomic<bool> over_{false};
    std::thread thread_;
};

}  // namespace wayside::net::test
