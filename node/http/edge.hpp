// node/http/edge.hpp: from a request to a call or a question of the desk, and back.
#pragma once

#include <functional>
#include <memory>

#include "node/desk/desk.hpp"
#include "node/http/route.hpp"
#include "node/http/screen.hpp"
#include "node/net/responder.hpp"

namespace wayside::http {

struct EdgeParts {
    desk::Desk& desk;
    /// Owners: the edge and whoever publishes to it.
    std::shared_ptr<net::EventBuffer> events;
    Screens screens = clinic_screens();
    bool is_sandbox = false;
    /// What `/api/health` answers beside its status; asked on a network thread.
    std::function<desk::Json()> health;
    /// What `/api/sync` answers; asked on a network thread.
    std::function<desk::Json()> sync;
    /// Opens or cuts the link to the hub, in a sandbox. Called on a network thread.
    std::function<Result<void>(bool open)> set_link;
    /// Whose the parameter `clinic` is. Called on a network thread.
    std::function<std::optional<SpaceId>(const std::string& clinic)> find_clinic;
};

/// The handler of the server. Holds nothing of its own; called on network threads.
class Edge {
  public:
    explicit Edge(EdgeParts parts) : parts_(std::move(parts)) {}
    void handle(net::Request request, net::Responder responder) const;

  private:
    void give(const net::Request& request, net::Responder responder, const Match& match,
              Asked asked) const;
    void ask(const net::Request& request, net::Responder responder, const Match& match,
             Asked asked) const;
    void switch_link(const net::Request& request, net::Responder responder) const;

    EdgeParts parts_;
};

/// The bytes of openapi.json.
std::string_view openapi_document();

}  // namespace wayside::http
