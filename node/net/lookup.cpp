#include "node/net/lookup.hpp"

#include <netdb.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace wayside::net {

namespace {

constexpr auto asked_again = std::chrono::minutes(1);
/// Of one name; all are tried at once.
constexpr std::size_t most_addresses = 4;

struct FreeAddresses {
    void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};

Lookup::Addresses addresses_of(const Endpoint& endpoint) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    if (endpoint.host == "localhost") hints.ai_family = AF_INET;
    addrinfo* raw = nullptr;
    const auto port = std::to_string(endpoint.port);
    const int rc = ::getaddrinfo(endpoint.host.c_str(), port.c_str(), &hints, &raw);
    const std::unique_ptr<addrinfo, FreeAddresses> list{raw};
    Lookup::Addresses addresses;
    if (rc != 0) return addresses;
    for (const addrinfo* at = list.get(); at != nullptr; at = at->ai_next) {
        boost::asio::ip::tcp::endpoint address;
        if (at->ai_addrlen > address.capacity() || addresses.size() == most_addresses) continue;
        std::memcpy(address.data(), at->ai_addr, at->ai_addrlen);
        address.resize(at->ai_addrlen);
        addresses.push_back(address);
    }
    return addresses;
}

}  // namespace

/// Where an answer is brought to, if anybody is there still.
struct Lookup::Home {
    /// Guards `io` and `owner`; held only to post.
    std::mutex mutex;
    boost::asio::io_context* io = nullptr;
    Lookup* owner = nullptr;
};

Lookup::Lookup(boost::asio::io_context& io) : home_(std::make_shared<Home>()) {
    home_->io = &io;
    home_->owner = this;
}

Lookup::~Lookup() {
    close();
}

void Lookup::close() {
    const std::lock_guard lock(home_->mutex);
    home_->io = nullptr;
    home_->owner = nullptr;
    names_.clear();
}

void Lookup::find(const Endpoint& endpoint, Found found) {
    boost::system::error_code no_figures;
    const auto address = boost::asio::ip::make_address(endpoint.host, no_figures);
    if (!no_figures) return found({{address, endpoint.port}});
    Name& name = names_[endpoint.text()];
    const bool known = !name.known.empty();
    const Addresses before = name.known;
    if (!known) name.waiting.push_back(found);
    const bool fresh = known && std::chrono::steady_clock::now() - name.asked < asked_again;
    if (!name.asking && !fresh) ask(endpoint, name);
    if (known) found(before);
}

void Lookup::ask(const Endpoint& endpoint, Name& name) {
    name.asking = true;
    name.asked = std::chrono::steady_clock::now();
    try {
        std::thread([home = home_, endpoint] {
            const Addresses addresses = addresses_of(endpoint);
            const std::lock_guard lock(home->mutex);
            if (home->io == nullptr) return;
            boost::asio::post(*home->io, [home, key = endpoint.text(), addresses] {
                // On the thread that closes it: no lock is needed to look.
                if (home->owner != nullptr) home->owner->learned(key, addresses);
            });
        }).detach();
    } catch (const std::system_error&) {
        // No thread to be had is no address to be had, and is tried again like it.
        boost::asio::post(*home_->io, [home = home_, key = endpoint.text()] {
            if (home->owner != nullptr) home->owner->learned(key, {});
        });
    }
}

void Lookup::learned(const std::string& key, const Addresses& addresses) {
    const auto found = names_.find(key);
    if (found == names_.end()) return;
    Name& name = found->second;
    name.asking = false;
    if (!addresses.empty()) name.known = addresses;
    const auto waiting = std::exchange(name.waiting, {});
    const Addresses answer = name.known;
    for (const Found& one : waiting) one(answer);
}

}  // namespace wayside::net
