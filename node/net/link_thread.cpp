#include "node/net/link_thread.hpp"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "node/net/call.hpp"
#include "node/net/link.hpp"
#include "node/net/lookup.hpp"
#include "node/net/network_watch.hpp"
#include "node/net/thin_socket.hpp"
#include "node/net/tls.hpp"
#include "node/net/wire.hpp"

namespace wayside::net {

namespace {

constexpr int guests_at_once = 64;
/// After the machine ran out of descriptors.
constexpr std::chrono::milliseconds starved_rest{250};

}  // namespace

class LinkThread::Loop final : public LinkHost {
  public:
    explicit Loop(LinkOptions options)
        : options_(std::move(options)), work_(io_.get_executor()), lookup_(io_) {
        thread_ = std::thread([this] { io_.run(); });
    }

    void run_there(std::function<void()> task) { boost::asio::post(io_, std::move(task)); }
    void add_door(Descriptor socket, LinkSessionFactory factory);
    void dial(const Dial& dial);
    void watch_network(std::function<void()> came);
    void after(std::chrono::milliseconds delay, std::function<void()> task);
    void let(LinkNumber number, const std::function<void(LinkSession&, LinkTime)>& act);
    void let_all(const std::function<void(LinkSession&, LinkTime)>& act);
    [[nodiscard]] std::size_t open_links() const { return open_links_; }
    void stop();

    void opened() override { ++open_links_; }
    void over(LinkNumber number, const Refusal& end, bool opened) override;
    boost::asio::io_context& io() override { return io_; }
    [[nodiscard]] const LinkOptions& options() const override { return options_; }

  private:
    struct Door {
        boost::asio::posix::stream_descriptor socket;
        LinkSessionFactory factory;
    };
    struct Entry {
        std::shared_ptr<Link> link;
        std::function<void(const Refusal&)> ended;
    };
    using Timer = boost::asio::steady_timer;

    void wait_at(Door& door);
    void let_in(Door& door);
    void take(Link::Start start, Descriptor socket, std::function<void(const Refusal&)> ended);
    void make_room();
    void stop_here();
    [[nodiscard]] std::vector<std::shared_ptr<Link>> everyone() const;

    const LinkOptions options_;
    const TlsIdentity identity_;
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    Lookup lookup_;
    std::unique_ptr<NetworkWatch> watch_;
    std::vector<std::unique_ptr<Door>> doors_;
    /// By number, which is by age.
    std::map<LinkNumber, Entry> table_;
    /// Owners: this, and the wait of each.
    std::set<std::shared_ptr<Call>> calls_;
    std::set<std::shared_ptr<Timer>> timers_;
    LinkNumber next_number_ = 1;
    std::atomic<std::size_t> open_links_{0};
    bool stopping_ = false;
    std::thread thread_;
};

void LinkThread::Loop::add_door(Descriptor socket, LinkSessionFactory factory) {
    if (stopping_) return;
    auto& door = *doors_.emplace_back(std::make_unique<Door>(
        Door{boost::asio::posix::stream_descriptor(io_, socket.number()), std::move(factory)}));
    static_cast<void>(socket.release());
    wait_at(door);
}

void LinkThread::Loop::wait_at(Door& door) {
    door.socket.async_wait(boost::asio::posix::descriptor_base::wait_read,
                           [this, &door](const boost::system::error_code& error) {
                               if (!error && !stopping_) let_in(door);
                           });
}

void LinkThread::Loop::let_in(Door& door) {
    for (int i = 0; i < guests_at_once; ++i) {
        Accepted accepted = accept_from(door.socket.native_handle());
        if (accepted.starved) {
            return after(starved_rest, [this, &door] { let_in(door); });
        }
        if (!accepted.socket.open()) break;
        tune_for_thin_link(accepted.socket.number());
        Link::Start start{.side = LinkSide::listened,
                          .remote = std::move(accepted.remote),
                          .wire = nullptr,
                          .factory = door.factory};
        take(std::move(start), std::move(accepted.socket), nullptr);
    }
    wait_at(door);
}

void LinkThread::Loop::take(Link::Start start, Descriptor socket,
                            std::function<void(const Refusal&)> ended) {
    make_room();
    if (table_.size() >= options_.links) {
        if (ended) ended(refusal_of(LinkEnd::crowded));
        return;
    }
    const LinkNumber number = next_number_++;
    start.number = number;
    start.wire = wire_over(io_, std::move(socket), start.side, identity_.connection());
    const auto link = std::make_shared<Link>(*this, std::move(start));
    table_.emplace(number, Entry{.link = link, .ended = std::move(ended)});
    link->open();
}

void LinkThread::Loop::make_room() {
    std::size_t knocking = 0;
    std::shared_ptr<Link> oldest;
    for (const auto& [number, entry] : table_) {
        if (entry.link->opened()) continue;
        if (!oldest) oldest = entry.link;
        ++knocking;
    }
    if (knocking >= options_.knocking) oldest->cut(refusal_of(LinkEnd::crowded));
}

void LinkThread::Loop::over(LinkNumber number, const Refusal& end, bool opened) {
    if (opened) --open_links_;
    const auto found = table_.find(number);
    if (found == table_.end()) return;
    const auto ended = std::move(found->second.ended);
    table_.erase(found);
    if (ended) ended(end);
}

void LinkThread::Loop::dial(const Dial& dial) {
    if (stopping_) return dial.ended(refusal_of(LinkEnd::stopped));
    const auto place = std::make_shared<std::weak_ptr<Call>>();
    auto answered = [this, dial, place](Connected* connected, const Refusal* refusal) {
        calls_.erase(place->lock());
        if (refusal != nullptr) return dial.ended(*refusal);
        Link::Start start{.side = LinkSide::dialled,
                          .remote = std::move(connected->remote),
                          .wire = nullptr,
                          .factory = dial.factory};
        take(std::move(start), std::move(connected->socket), dial.ended);
    };
    const auto call = std::make_shared<Call>(io_, options_.connect_time, std::move(answered));
    *place = call;
    calls_.insert(call);
    call->begin(lookup_, dial.endpoint);
}

void LinkThread::Loop::watch_network(std::function<void()> came) {
    if (!stopping_) watch_ = std::make_unique<NetworkWatch>(io_, std::move(came));
}

void LinkThread::Loop::after(std::chrono::milliseconds delay, std::function<void()> task) {
    if (stopping_) return;
    const auto timer = std::make_shared<Timer>(io_, delay);
    timers_.insert(timer);
    timer->async_wait([this, timer, task = std::move(task)](const boost::system::error_code& no) {
        timers_.erase(timer);
        if (!no && !stopping_) task();
    });
}

void LinkThread::Loop::let(LinkNumber number,
                           const std::function<void(LinkSession&, LinkTime)>& act) {
    const auto found = table_.find(number);
    if (found == table_.end()) return;
    const auto link = found->second.link;  // keeps it while it may leave the table
    link->let(act);
}

void LinkThread::Loop::let_all(const std::function<void(LinkSession&, LinkTime)>& act) {
    for (const auto& link : everyone()) link->let(act);
}

std::vector<std::shared_ptr<Link>> LinkThread::Loop::everyone() const {
    std::vector<std::shared_ptr<Link>> links;
    links.reserve(table_.size());
    for (const auto& [number, entry] : table_) links.push_back(entry.link);
    return links;
}

void LinkThread::Loop::stop() {
    if (!thread_.joinable()) return;
    run_there([this] { stop_here(); });
    thread_.join();
}

void LinkThread::Loop::stop_here() {
    stopping_ = true;
    boost::system::error_code ignored;  // they are gone either way
    for (const auto& door : doors_) door->socket.close(ignored);
    lookup_.close();
    if (watch_) watch_->close();
    const auto calls = calls_;
    for (const auto& call : calls) call->abandon();
    for (const auto& link : everyone()) link->cut(refusal_of(LinkEnd::stopped));
    for (const auto& timer : timers_) timer->cancel();
    // `run` returns once the last cancelled wait has been told.
    work_.reset();
}

LinkThread::LinkThread(LinkOptions options) : loop_(std::make_unique<Loop>(std::move(options))) {}

LinkThread::~LinkThread() {
    stop();
}

Endpoint LinkThread::listen(const Endpoint& endpoint, LinkSessionFactory factory) {
    Listeners listeners = listen_on(endpoint, 1);
    // std::function asks for what can be copied.
    auto socket = std::make_shared<Descriptor>(std::move(listeners.sockets.front()));
    post([loop = loop_.get(), socket, factory = std::move(factory)] {
        loop->add_door(std::move(*socket), factory);
    });
    return listeners.bound;
}

void LinkThread::dial(Dial dial) {
    post([loop = loop_.get(), dial = std::move(dial)] { loop->dial(dial); });
}

void LinkThread::watch_network(std::function<void()> came) {
    post([loop = loop_.get(), came = std::move(came)] { loop->watch_network(came); });
}

void LinkThread::post(std::function<void()> task) {
    loop_->run_there(std::move(task));
}

void LinkThread::after(std::chrono::milliseconds delay, std::function<void()> task) {
    post([loop = loop_.get(), delay, task = std::move(task)] { loop->after(delay, task); });
}

void LinkThread::let(LinkNumber link, std::function<void(LinkSession&, LinkTime)> act) {
    post([loop = loop_.get(), link, act = std::move(act)] { loop->let(link, act); });
}

void LinkThread::let_all(std::function<void(LinkSession&, LinkTime)> act) {
    post([loop = loop_.get(), act = std::move(act)] { loop->let_all(act); });
}

std::size_t LinkThread::open_links() const {
    return loop_->open_links();
}

void LinkThread::stop() {
    loop_->stop();
}

}  // namespace wayside::net
