// sync/transport/dialler.hpp: keeps one link to one address, for ever.
#pragma once

#include <mutex>
#include <optional>

#include "node/net/link_thread.hpp"
#include "storage/base/clock.hpp"
#include "sync/transport/backoff.hpp"
#include "sync/transport/light.hpp"

namespace wayside::transport {

/// Lives on the link thread but for `light`.
class Dialler {
  public:
    /// All outlive it; `links` stops before it goes.
    struct Surroundings {
        net::LinkThread& links;
        const Clock& wall;
        Random& random;
    };

    Dialler(Surroundings surroundings, const BackoffTimes& times)
        : links_(surroundings.links),
          wall_(surroundings.wall),
          backoff_(times, surroundings.random) {}

    /// Once.
    void begin(const net::Endpoint& endpoint, net::LinkSessionFactory factory);
    /// Ends a rest.
    void hurry();
    /// From any thread.
    [[nodiscard]] Light light() const;

  private:
    using Time = std::chrono::steady_clock::time_point;

    void dial();
    void opened();
    void ended(const Refusal& end);
    void rest(std::chrono::milliseconds time);

    net::LinkThread& links_;
    const Clock& wall_;
    Backoff backoff_;
    net::Endpoint endpoint_;
    net::LinkSessionFactory factory_;
    Time since_{};  ///< when the try began, or the link opened
    std::uint64_t rests_ = 0;
    /// Guards `light_`; held only to copy or to set it.
    mutable std::mutex mutex_;
    Light light_;
};

}  // namespace wayside::transport
