#include "tests/node/net/talk.hpp"

#include <algorithm>
#include <utility>

namespace wayside::net::test {

namespace {

/// What a talk keeps of what it heard.
constexpr std::size_t most_kept = 1024 * 1024;

}  // namespace

class TalkSession final : public LinkSession {
  public:
    TalkSession(std::shared_ptr<Talk> talk, const OpenedLink& link) : talk_(std::move(talk)) {
        const std::lock_guard lock(talk_->mutex_);
        talk_->link_ = link;
        talk_->end_.reset();
        ++talk_->opened;
    }

    void received(ByteView bytes, LinkTime) override {
        talk_->on_heard(bytes);
        const std::lock_guard lock(talk_->mutex_);
        talk_->heard_bytes += bytes.size();
        if (talk_->heard_.size() < most_kept) talk_->heard_ += text_of(bytes);
        if (!talk_->echo) return;
        talk_->waiting_.insert(talk_->waiting_.end(), bytes.begin(), bytes.end());
        talk_->most_unsaid = std::max(talk_->most_unsaid.load(), talk_->waiting_.size());
    }

    [[nodiscard]] bool wants_input() const override {
        const std::lock_guard lock(talk_->mutex_);
        return talk_->listens && (!talk_->echo || talk_->waiting_.size() < talk_->most_waiting);
    }

    [[nodiscard]] ByteView output(LinkTime) override {
        const std::lock_guard lock(talk_->mutex_);
        if (talk_->waiting_.empty() && talk_->endless > 0) {
            const auto more = std::min<std::size_t>(talk_->endless, 4'096);
            talk_->endless -= more;
            talk_->waiting_.assign(more, 'x');
        }
        shown_ = talk_->waiting_;
        return shown_;
    }

    void wrote(std::size_t bytes, LinkTime) override {
        const std::lock_guard lock(talk_->mutex_);
        talk_->said_bytes += bytes;
        auto& waiting = talk_->waiting_;
        waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(bytes));
    }

    [[nodiscard]] std::optional<LinkTime> deadline() const override { return std::nullopt; }
    void tick(LinkTime) override {}
    [[nodiscard]] bool over() const override { return talk_->over; }
    [[nodiscard]] std::optional<Refusal> why() const override { return talk_->why; }

    void link_ended(const Refusal& end) override {
        const std::lock_guard lock(talk_->mutex_);
        talk_->end_ = end;
    }

  private:
    std::shared_ptr<Talk> talk_;
    Bytes shown_;
};

void Talk::say(std::string_view words) {
    const std::lock_guard lock(mutex_);
    const ByteView bytes = view_of(words);
    waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
}

std::string Talk::heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
}

std::optional<Refusal> Talk::end() const {
    const std::lock_guard lock(mutex_);
    return end_;
}

std::string Talk::end_name() const {
    const auto said = end();
    return said ? said->rule_name() : "";
}

ChannelBinding Talk::binding() const {
    const std::lock_guard lock(mutex_);
    return link_.binding;
}

LinkNumber Talk::number() const {
    const std::lock_guard lock(mutex_);
    return link_.number;
}

LinkSessionFactory sessions_of(std::shared_ptr<Talk> talk) {
    return [talk](const OpenedLink& link) { return std::make_unique<TalkSession>(talk, link); };
}

}  // namespace wayside::net::test
