// node/net/lookup.hpp: the addresses of a name, without making anybody wait for them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "node/net/listener.hpp"

namespace wayside::net {

/// Used on the thread that runs `io`.
///
/// The C library's resolver blocks for as long as it likes and cannot be called off, so each
/// question runs in a thread of its own that is left to itself and finds nobody home if its answer
/// comes after the end. There is one for a name at a time.
class Lookup {
  public:
    using Addresses = std::vector<boost::asio::ip::tcp::endpoint>;
    using Found = std::function<void(const Addresses&)>;

    explicit Lookup(boost::asio::io_context& io);
    ~Lookup();

    /// Calls `found` at once for an address in figures, and for a name that had an answer before
    /// (asked again meanwhile, at most once a minute); else when the answer comes: none if the name
    /// has no address or nobody could be asked.
    void find(const Endpoint& endpoint, Found found);
    /// Answers nobody any more.
    void close();

  private:
    using Time = std::chrono::steady_clock::time_point;
    struct Name {
        Addresses known;
        std::vector<Found> waiting;
        bool asking = false;
        Time asked{};
    };
    struct Home;

    void ask(const Endpoint& endpoint, Name& name);
    void learned(const std::string& key, const Addresses& addresses);

    /// Owners: this, and each question under way.
    std::shared_ptr<Home> home_;
    std::map<std::string, Name, std::less<>> names_;
};

}  // namespace wayside::net
