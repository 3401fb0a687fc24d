#include "node/net/network_thread.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace wayside::net {

namespace {

constexpr std::size_t read_bytes = 16 * 1024;
/// Clients that hear "too many" at one time; any beyond are closed without a word.
constexpr std::size_t most_turned_away = 32;
constexpr int clients_at_once = 64;

/// Deadlines are looked at this often: fine enough for the shortest, rare enough for a quiet box.
std::chrono::milliseconds sweep_time(const Limits& limits) {
    const auto shortest = std::min({limits.request_time, limits.idle_time, limits.answer_time,
                                    limits.write_time, limits.linger_time, limits.heartbeat});
    return std::clamp(shortest / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(250));
}

}  // namespace

NetworkThread::NetworkThread(Surroundings surroundings, Descriptor listener)
    : options_(surroundings.options),
      handler_(surroundings.handler),
      connections_(surroundings.connections),
      mailbox_(std::make_shared<Mailbox>()),
      work_(mailbox_->io().get_executor()),
      listener_(mailbox_->io(), listener.number()),
      sweep_timer_(mailbox_->io()),
      buffer_(read_bytes) {
    static_cast<void>(listener.release());
    mailbox_->belong_to(
        {.letters_came = [this] { settle(); }, .events_came = [this] { events_came(); }});
    wait_for_clients();
    thread_ = std::thread([this] { run(); });
}

NetworkThread::~NetworkThread() {
    join();
}

void NetworkThread::run() {
    mailbox_->live_here();
    mailbox_->io().run();
}

void NetworkThread::join() {
    if (thread_.joinable()) thread_.join();
}

void NetworkThread::handle(Exchange exchange, Request request) {
    try {
        handler_(std::move(request), Responder(mailbox_, exchange));
    } catch (const std::exception& trouble) {
        // The responder went with the stack, and the client has its 503.
        options_.complain(std::string("a request could not be handled: ") + trouble.what());
    }
}

void NetworkThread::over(std::uint64_t connection) {
    const auto found = table_.find(connection);
    if (found == table_.end()) return;
    if (found->second->counted()) {
        --connections_;
    } else {
        --turned_away_;
    }
    table_.erase(found);
    if (stopping_) end_if_empty();
}

void NetworkThread::settle() {
    // An answer may let the next request of its connection through, whose answer lies here next.
    for (auto letters = mailbox_->take(); !letters.empty(); letters = mailbox_->take()) {
        for (auto& [exchange, answer] : letters) {
            const auto found = table_.find(exchange.connection);
            if (found == table_.end()) continue;
            if (const auto* const follow = std::get_if<Follow>(&answer)) {
                follow->events->tell(mailbox_);
            }
            const auto connection = found->second;  // keeps it while it may leave the table
            connection->answer(exchange.number, std::move(answer));
        }
    }
}

void NetworkThread::wait_for_clients() {
    listener_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                         [this](const boost::system::error_code& error) {
                             if (error || stopping_) return;
                             take_clients();
                             settle();
                         });
}

void NetworkThread::take_clients() {
    for (int i = 0; i < clients_at_once; ++i) {
        Accepted accepted = accept_from(listener_.native_handle());
        starved_ = accepted.starved;
        if (starved_) arm_sweep();  // which tries again; waiting here would spin
        if (!accepted.socket.open()) break;
        take(std::move(accepted));
    }
    if (!starved_) wait_for_clients();
}

void NetworkThread::take(Accepted accepted) {
    const bool fits = ++connections_ <= options_.http.limits.connections;
    if (!fits) --connections_;
    if (!fits && turned_away_ >= most_turned_away) return;
    if (!fits) ++turned_away_;
    const auto number = next_number_++;
    const auto connection =
        std::make_shared<Connection>(*this, options_.http,
                                     Connection::Client{.number = number,
                                                        .socket = std::move(accepted.socket),
                                                        .remote = std::move(accepted.remote),
                                                        .counted = fits});
    table_.emplace(number, connection);
    arm_sweep();
    if (fits) return connection->pump();
    connection->turn_away(
        problem_response(503, "too_many", "too many connections are open; try again soon"));
}

void NetworkThread::events_came() {
    for (const auto& connection : everyone()) connection->events_came();
    settle();
}

void NetworkThread::arm_sweep() {
    if (std::exchange(sweeping_, true)) return;
    sweep_timer_.expires_after(sweep_time(options_.http.limits));
    sweep_timer_.async_wait([this](const boost::system::error_code& error) {
        sweeping_ = false;
        if (!error) sweep();
    });
}

void NetworkThread::sweep() {
    const auto now = std::chrono::steady_clock::now();
    for (const auto& connection : everyone()) {
        if (stopping_ && now >= stop_at_) {
            connection->cut();
        } else {
            connection->tick(now);
        }
    }
    settle();
    if (std::exchange(starved_, false) && !stopping_) take_clients();
    if (!table_.empty() || starved_) arm_sweep();
}

void NetworkThread::begin_stop() {
    mailbox_->run_there([this] { stop_here(); });
}

void NetworkThread::stop_here() {
    stopping_ = true;
    stop_at_ = std::chrono::steady_clock::now() + options_.http.limits.stop_time;
    boost::system::error_code ignored;  // it is gone either way
    listener_.close(ignored);
    for (const auto& connection : everyone()) connection->wind_up();
    settle();
    end_if_empty();
}

void NetworkThread::end_if_empty() {
    if (!table_.empty()) return;
    // `run` returns once the last cancelled wait has been told.
    sweep_timer_.cancel();
    work_.reset();
}

std::vector<std::shared_ptr<Connection>> NetworkThread::everyone() const {
    std::vector<std::shared_ptr<Connection>> connections;
    connections.reserve(table_.size());
    for (const auto& [number, connection] : table_) connections.push_back(connection);
    return connections;
}

}  // namespace wayside::net
