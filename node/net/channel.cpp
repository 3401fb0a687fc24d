#include "node/net/channel.hpp"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace wayside::net {

namespace {

class PlainChannel final : public Channel {
  public:
    explicit PlainChannel(int descriptor) : descriptor_(descriptor) {}

    Step read(std::span<char> into) override {
        while (true) {
            const auto got = ::recv(descriptor_, into.data(), into.size(), 0);
            if (got > 0) return {static_cast<std::size_t>(got), Step::Then::again};
            if (got == 0) return {0, Step::Then::ended};
            if (errno != EINTR) return stopped(Step::Then::when_readable);
        }
    }

    Step write(std::string_view first, std::string_view second) override {
        // sendmsg only reads the pieces; its structure has no const.
        std::array<iovec, 2> pieces{iovec{const_cast<char*>(first.data()), first.size()},
                                    iovec{const_cast<char*>(second.data()), second.size()}};
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = pieces.size();
        while (true) {
            const auto sent = ::sendmsg(descriptor_, &message, MSG_NOSIGNAL);
            if (sent >= 0) return {static_cast<std::size_t>(sent), Step::Then::again};
            if (errno != EINTR) return stopped(Step::Then::when_writable);
        }
    }

    void shut() override {
        // The client may have gone already; then there is nobody to tell.
        static_cast<void>(::shutdown(descriptor_, SHUT_WR));
    }

    void abandon() override {
        const linger at_once{.l_onoff = 1, .l_linger = 0};
        // Refused, it only takes longer.
        static_cast<void>(
            ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once));
    }

  private:
    static Step stopped(Step::Then wait) {
        const bool full = errno == EAGAIN || errno == EWOULDBLOCK;
        return {0, full ? wait : Step::Then::broken};
    }

    int descriptor_;
};

}  // namespace

Descriptor::~Descriptor() {
    if (open()) ::close(number_);
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this == &other) return *this;
    if (open()) ::close(number_);
    number_ = other.release();
    return *this;
}

int Descriptor::release() {
    return std::exchange(number_, -1);
}

std::unique_ptr<Channel> plain_channel(int descriptor) {
    return std::make_unique<PlainChannel>(descriptor);
}

}  // namespace wayside::net
