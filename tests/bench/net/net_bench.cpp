// What HTTP costs over a bare socket: requests a second and latency of a trivial handler, against
// an epoll loop that echoes as many bytes without reading them, in the same run.
//
//     cmake --build --preset release --target net_bench && build/release/tests/bench/net/net_bench
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "node/net/server.hpp"

using namespace wayside;
using namespace wayside::net;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::string_view request = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
constexpr auto run_time = std::chrono::seconds(3);

void watch(int epoll, int socket) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
}

/// The floor: one thread, one epoll, `answer` for whatever comes.
class Floor {
  public:
    explicit Floor(std::string answer)
        : answer_(std::move(answer)),
          listeners_(listen_on({"127.0.0.1", 0}, 1)),
          thread_([this] { run(); }) {}
    ~Floor() {
        over_ = true;
        thread_.join();
    }
    Floor(const Floor&) = delete;
    Floor& operator=(const Floor&) = delete;
    [[nodiscard]] std::uint16_t port() const { return listeners_.bound.port; }

  private:
    void run() {
        const Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
        const int listener = listeners_.sockets.front().number();
        watch(epoll.number(), listener);
        std::vector<Descriptor> clients;
        std::array<epoll_event, 64> events{};
        std::array<char, 4096> buffer{};
        while (!over_) {
            const int count = ::epoll_wait(epoll.number(), events.data(), 64, 100);
            for (int i = 0; i < count; ++i) {
                const int socket = events[static_cast<std::size_t>(i)].data.fd;
                if (socket == listener) {
                    clients.push_back(accept_from(listener).socket);
                    watch(epoll.number(), clients.back().number());
                } else if (::recv(socket, buffer.data(), buffer.size(), 0) > 0) {
                    ::send(socket, answer_.data(), answer_.size(), MSG_NOSIGNAL);
                } else {
                    ::epoll_ctl(epoll.number(), EPOLL_CTL_DEL, socket, nullptr);
                }
            }
        }
    }

    const std::string answer_;
    Listeners listeners_;
    std::atomic<bool> over_{false};
    std::thread thread_;
};

int connect_to(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        std::perror("connect");
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

struct Connected {
    Descriptor socket;
    Clock::time_point asked;
    std::size_t got = 0;
};

void ask(Connected& client) {
    client.asked = Clock::now();
    client.got = 0;
    ::send(client.socket.number(), request.data(), request.size(), MSG_NOSIGNAL);
}

/// `count` clients in one thread, each with one request on its way; microseconds of each answer.
std::vector<double> drive(std::uint16_t port, std::size_t count, std::size_t answer_bytes) {
    const Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
    std::vector<Connected> clients(count);
    for (std::size_t i = 0; i < count; ++i) {
        clients[i].socket = Descriptor(connect_to(port));
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        ::epoll_ctl(epoll.number(), EPOLL_CTL_ADD, clients[i].socket.number(), &event);
        ask(clients[i]);
    }
    std::vector<double> times_us;
    std::array<epoll_event, 64> events{};
    std::array<char, 4096> buffer{};
    const auto end = Clock::now() + run_time;
    while (Clock::now() < end) {
        const int ready = ::epoll_wait(epoll.number(), events.data(), 64, 1000);
        for (int i = 0; i < ready; ++i) {
            Connected& client = clients[events[static_cast<std::size_t>(i)].data.u64];
            const auto got = ::recv(client.socket.number(), buffer.data(), buffer.size(), 0);
            client.got += got > 0 ? static_cast<std::size_t>(got) : 0;
            if (client.got < answer_bytes) continue;
            const std::chrono::duration<double, std::micro> took = Clock::now() - client.asked;
            times_us.push_back(took.count());
            ask(client);
        }
    }
    return times_us;
}

void report(const char* what, std::size_t clients, std::vector<double> times_us) {
    std::sort(times_us.begin(), times_us.end());
    if (times_us.empty()) return;
    const double seconds = std::chrono::duration<double>(run_time).count();
    std::printf("%-6s %3zu clients  %8.0f requests/s  p50 %7.1f us  p99 %7.1f us\n", what, clients,
                static_cast<double>(times_us.size()) / seconds, times_us[times_us.size() / 2],
                times_us[times_us.size() * 99 / 100]);
}

}  // namespace

int main() {
    const auto body = std::make_shared<const std::string>("{\"status\":\"ok\"}\n");
    const auto answer = [&] { return shared_response(200, "application/json", body); };
    const std::string bytes = head_of(answer(), {}) + *body;
    for (const std::size_t clients : {1, 50}) {
        const Floor floor(bytes);
        Server server({}, [&](Request, Responder responder) { responder.answer(answer()); });
        report("floor", clients, drive(floor.port(), clients, bytes.size()));
        report("http", clients, drive(server.bound().port, clients, bytes.size()));
    }
    return 0;
}
