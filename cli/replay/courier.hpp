// cli/replay/courier.hpp: brings a request to a node that may be busy, restarting or gone.
#pragma once

#include "cli/replay/http_client.hpp"

namespace wayside::replay {

/// How long a courier goes on trying.
struct Patience {
    std::chrono::milliseconds answer{35'000};   ///< for one answer; a node gives up after 30 s
    std::chrono::milliseconds greeting{3'000};  ///< for a node that never answered yet
    std::chrono::milliseconds lost{10'000};     ///< for one that did, and is gone
    std::chrono::milliseconds busy{60'000};     ///< for one that says "not now" (503, 429)
};

/// Every request it is given may be sent again: a POST carries its idempotency key.
class Courier {
  public:
    explicit Courier(NodeAddress node, Patience patience = {})
        : client_(std::move(node)), patience_(patience) {}

    /// The answer, whatever its status, except that 503 and 429 are tried again after Retry-After.
    /// Refuses `unavailable` where nobody answers or the node stays busy; as HttpClient otherwise.
    Result<HttpAnswer> bring(const HttpRequest& request);

    [[nodiscard]] const NodeAddress& node() const { return client_.node(); }

  private:
    HttpClient client_;
    Patience patience_;
    bool was_answered_ = false;
};

}  // namespace wayside::replay
