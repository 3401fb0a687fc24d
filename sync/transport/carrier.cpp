#include "sync/transport/carrier.hpp"

#include <utility>

#include "sync/transport/dialler.hpp"

namespace wayside::transport {

Carrier::Carrier(CarrierOptions options, const Clock& wall, Random& random)
    : links_(std::make_unique<net::LinkThread>(std::move(options.links))),
      dialler_(std::make_unique<Dialler>(
          Dialler::Surroundings{.links = *links_, .wall = wall, .random = random},
          options.backoff)) {}

Carrier::~Carrier() {
    stop();
}

net::Endpoint Carrier::listen(const net::Endpoint& endpoint, net::LinkSessionFactory factory) {
    return links_->listen(endpoint, std::move(factory));
}

void Carrier::dial(const net::Endpoint& endpoint, net::LinkSessionFactory factory) {
    // First, so that no news comes between the first try and the watch.
    links_->watch_network([dialler = dialler_.get()] { dialler->hurry(); });
    links_->post([dialler = dialler_.get(), endpoint, factory = std::move(factory)] {
        dialler->begin(endpoint, factory);
    });
}

void Carrier::let(net::LinkNumber link, std::function<void(net::LinkSession&, net::LinkTime)> act) {
    links_->let(link, std::move(act));
}

void Carrier::let_all(std::function<void(net::LinkSession&, net::LinkTime)> act) {
    links_->let_all(std::move(act));
}

void Carrier::try_now() {
    links_->post([dialler = dialler_.get()] { dialler->hurry(); });
}

Light Carrier::light() const {
    return dialler_->light();
}

std::size_t Carrier::open_links() const {
    return links_->open_links();
}

void Carrier::stop() {
    links_->stop();
}

}  // namespace wayside::transport
