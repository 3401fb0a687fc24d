// node/net/network_watch.hpp: word from the kernel that this machine's network has come up.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

namespace wayside::net {

/// Used on the thread that runs `io`.
class NetworkWatch {
  public:
    /// `came` is called a moment after an interface, an address or a way was added, once for all
    /// that come together. Never, if the kernel tells us nothing: it is a hint, not a promise.
    NetworkWatch(boost::asio::io_context& io, std::function<void()> came);

    /// Calls nobody any more.
    void close();

  private:
    void wait();
    void read();
    void tell_soon();

    std::function<void()> came_;
    boost::asio::posix::stream_descriptor socket_;
    boost::asio::steady_timer timer_;
    bool telling_ = false;
};

}  // namespace wayside::net
