// hostile_peer DIR PORT SCRIPT [SPACE]: an enrolled box, by the keys in DIR, that meets the hub at
// a port of this machine and says what no honest box says. Prints how the hub ended it: the rule of
// its bye, "closed" without one, or "none" where it listened to the end.
//
// hostile_peer DIR resume LOG WORD...: as the image of a running machine that was resumed twice
// would, writes an entry for each word into that log, whoever wrote in it elsewhere.

#include <atomic>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

#include "node/app/clinic_model.hpp"
#include "node/net/link_thread.hpp"
#include "storage/ledger/ledger.hpp"
#include "sync/session_hello.hpp"
#include "tests/acceptance/hostile/script.hpp"

namespace {

using namespace wayside;
using namespace wayside::hostile;

/// It stops by itself once it has talked for so long.
constexpr std::chrono::seconds longest_talk{3};
constexpr std::chrono::seconds patience{4};

/// How it ended, told to the thread that waits.
class Outcome {
  public:
    void tell(const std::string& what) {
        const std::lock_guard lock(mutex_);
        if (!what_) what_ = what;
        told_.notify_all();
    }
    std::string wait() {
        std::unique_lock lock(mutex_);
        told_.wait(lock, [&] { return what_.has_value(); });
        return *what_;
    }

  private:
    std::mutex mutex_;  // guards what_
    std::condition_variable told_;
    std::optional<std::string> what_;
};

class Peer final : public net::LinkSession {
  public:
    Peer(app::Opened& folder, std::string script, SpaceId foreign, const net::OpenedLink& link,
         Outcome& outcome)
        : folder_(folder),
          name_(std::move(script)),
          foreign_(foreign),
          outcome_(outcome),
          give_up_at_(link.now + patience),
          silent_from_(link.now + longest_talk) {
        sync::Hello hello;
        hello.region = folder.box->region;
        hello.device = folder.box->device;
        hello.codings = sync::readable_codings();
        sync::write_frame(output_, sync::FrameKind::hello,
                          sync::encode_hello(hello, {sync::Side::initiator, link.binding, {}},
                                             folder.box->signer));
        reader_.allow_all();
    }

    void received(ByteView bytes, net::LinkTime) override {
        for (auto frame = reader_.next(bytes); frame && *frame; frame = reader_.next(bytes)) {
            take(**frame);
        }
    }
    ByteView output(net::LinkTime now) override {
        while (output_.empty() && script_ && now < silent_from_) {
            auto next = (*script_)();
            if (!next) script_.reset();
            if (next) output_ = std::move(*next);
            give_up_at_ = now + patience;
        }
        return output_;
    }
    void wrote(std::size_t bytes, net::LinkTime) override {
        output_.erase(output_.begin(), output_.begin() + static_cast<std::ptrdiff_t>(bytes));
    }
    [[nodiscard]] std::optional<net::LinkTime> deadline() const override { return give_up_at_; }
    void tick(net::LinkTime now) override {
        if (now < give_up_at_) return;
        outcome_.tell("none");
        is_over_ = true;
    }
    [[nodiscard]] bool over() const override { return is_over_; }
    void link_ended(const Refusal&) override { outcome_.tell("closed"); }

  private:
    void take(const sync::RawFrame& frame) {
        if (frame.kind == sync::FrameKind::bye) {
            const auto body = sync::decode_body(frame.kind, frame.payload);
            outcome_.tell(body ? std::get<sync::ByeBody>(*body).rule : "a broken bye");
            is_over_ = true;
        }
        if (frame.kind != sync::FrameKind::hello) return;
        const auto hello = sync::decode_hello(frame.payload);
        if (!hello) return outcome_.tell("a broken hello");
        auto script = script_named(name_, {folder_, hello->device, foreign_});
        if (!script) return outcome_.tell(script.refusal().detail);
        script_ = std::move(*script);
    }

    app::Opened& folder_;
    std::string name_;
    SpaceId foreign_;
    Outcome& outcome_;
    net::LinkTime give_up_at_;
    net::LinkTime silent_from_;
    sync::FrameReader reader_;
    std::optional<Script> script_;
    Bytes output_;
    bool is_over_ = false;
};

int meet(app::Opened& folder, std::uint16_t port, const std::string& script, SpaceId foreign) {
    Outcome outcome;
    net::LinkThread links({});
    links.dial({{"127.0.0.1", port},
                [&](const net::OpenedLink& link) {
                    return std::make_unique<Peer>(folder, script, foreign, link, outcome);
                },
                [&](const Refusal& end) { outcome.tell("closed: " + end.detail); }});
    const std::string ended = outcome.wait();
    links.stop();
    std::cout << ended << "\n";
    return 0;
}

shelf::Draft act_of(const std::string& word) {
    shelf::Draft out;
    out.audit.command = "note";
    out.audit.role = "nurse";
    out.audit.screen = "desk";
    const ledger::DocumentId day{document::Kind::day, "2031-01-06"};
    out.edits.push_back({day, {{"visits", word, "status", std::string("left")}}});
    return out;
}

int resume(app::Opened& folder, const LogId& log, const std::vector<std::string>& words) {
    const trust::Box& box = *folder.box;
    SystemClock clock;
    SystemRandom random;
    auto ledger = ledger::Ledger::open(folder.dir.root, box, {log});
    if (!ledger) return 3;
    const SpaceId space = box.clinics.front().clinic;
    app::ClinicModel model({space, log, box.keyring, folder.reader, clock, random});
    ledger->begin_holdings(model.load().logs);
    ledger::Batch batch;
    for (const std::string& word : words) {
        auto written = model.shelf().write(act_of(word));
        if (!written) return 3;
        batch.entries.push_back({space, written->name.sequence, std::move(written->plaintext)});
    }
    ledger->commit(batch);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() < 3) {
        std::cerr << "hostile_peer DIR PORT SCRIPT [SPACE] | hostile_peer DIR resume LOG WORD...\n";
        return 2;
    }
    auto folder = app::open_folder({words[0]}, {});
    if (!folder) {
        std::cerr << folder.refusal().detail << "\n";
        return 3;
    }
    if (words[1] == "resume") {
        const auto log = LogId::parse(words[2]);
        if (!log) return 2;
        return resume(*folder, *log, {words.begin() + 3, words.end()});
    }
    const auto foreign = SpaceId::parse(words.back());
    return meet(*folder, static_cast<std::uint16_t>(std::stoi(words[1])), words[2],
                foreign ? *foreign : SpaceId{});
}
