// The one source file that includes Beast's WebSocket: it takes ten times longer to compile than
// the rest of the folder.
#include "node/net/wire.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <utility>

#include "node/net/thin_socket.hpp"

namespace wayside::net {

namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using ErrorCode = boost::beast::error_code;
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

/// TLS whose end is the end of the connection. Its own farewell would wait for the other end's, and
/// who breaks the protocol could keep us waiting; a WebSocket has said its farewell before.
class TlsLayer : public asio::ssl::stream<Socket> {
  public:
    using asio::ssl::stream<Socket>::stream;
};

/// Beast finds it by its name.
template <class Handler>
void async_teardown(boost::beast::role_type, TlsLayer& layer, Handler&& handler) {
    ErrorCode ignored;  // it is gone either way
    layer.lowest_layer().close(ignored);
    asio::post(layer.get_executor(),
               [handler = std::forward<Handler>(handler)]() mutable { handler(ErrorCode{}); });
}

using Stream = websocket::stream<TlsLayer, false>;

enum class Stage { greeting, talking };

LinkEnd end_of_tls(const ErrorCode& error, Stage stage) {
    switch (ERR_GET_REASON(static_cast<unsigned long>(error.value()))) {
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
        case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
            return LinkEnd::no_certificate;
        case SSL_R_UNSUPPORTED_PROTOCOL:
        case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
            return LinkEnd::no_tls_1_3;
        default:
            return stage == Stage::greeting ? LinkEnd::not_tls : LinkEnd::garbled;
    }
}

LinkEnd end_of(const ErrorCode& error, Stage stage) {
    if (error == asio::error::operation_aborted) return LinkEnd::stopped;
    if (error == asio::error::timed_out) return LinkEnd::silent;
    if (error == websocket::error::closed) return LinkEnd::closed;
    if (error == websocket::error::message_too_big) return LinkEnd::too_large;
    if (error.category() == asio::error::get_ssl_category()) return end_of_tls(error, stage);
    if (error == asio::ssl::error::stream_truncated || error == asio::error::eof ||
        error.category() == boost::system::system_category()) {
        return LinkEnd::cut;
    }
    return LinkEnd::not_a_link;
}

class WebSocketWire final : public Wire, public std::enable_shared_from_this<WebSocketWire> {
  public:
    WebSocketWire(Socket socket, LinkSide side, TlsHandle tls)
        : side_(side), stream_(std::move(socket), tls.get()) {
        static_cast<void>(tls.release());  // the stream frees it
        stream_.read_message_max(most_message_bytes);
        stream_.auto_fragment(false);
        stream_.binary(true);
    }

    void open(Done done) override {
        const auto role = side_ == LinkSide::dialled ? asio::ssl::stream_base::client
                                                     : asio::ssl::stream_base::server;
        stream_.next_layer().async_handshake(
            role, [self = shared_from_this(), done = std::move(done)](const ErrorCode& error) {
                if (error) return self->refuse(done, error);
                self->greet(done);
            });
    }

    void read(std::span<std::uint8_t> into, Done done) override {
        stream_.async_read_some(asio::buffer(into.data(), into.size()),
                                [self = shared_from_this(), done = std::move(done)](
                                    const ErrorCode& error, std::size_t bytes) {
                                    if (error) return self->refuse(done, error);
                                    if (bytes > 0 && !self->stream_.got_binary()) {
                                        return done(refusal_of(LinkEnd::not_a_link));
                                    }
                                    done(bytes);
                                });
    }

    void write(ByteView bytes, Done done) override {
        stream_.async_write(asio::buffer(bytes.data(), bytes.size()),
                            [self = shared_from_this(), done = std::move(done)](
                                const ErrorCode& error, std::size_t written) {
                                if (error) return self->refuse(done, error);
                                done(written);
                            });
    }

    void ask(Done done) override { stream_.async_ping({}, answer(std::move(done))); }

    void close(Done done) override {
        stream_.async_close(websocket::close_code::normal, answer(std::move(done)));
    }

    void drop() override {
        ErrorCode ignored;  // it is gone either way
        socket().close(ignored);
    }

    [[nodiscard]] ChannelBinding binding() const override {
        // Asio's stream hands out the connection only where it may be changed.
        auto& tls = const_cast<Stream&>(stream_).next_layer();
        return binding_of(tls.native_handle());
    }

    [[nodiscard]] std::uint64_t bytes_come() const override {
        auto& own = const_cast<Stream&>(stream_);
        return bytes_come_to(boost::beast::get_lowest_layer(own).native_handle());
    }

  private:
    Socket& socket() { return boost::beast::get_lowest_layer(stream_); }

    void greet(const Done& done) {
        stage_ = Stage::talking;
        auto greeted = [self = shared_from_this(), done](const ErrorCode& error) {
            if (error) return self->refuse(done, error);
            done(std::size_t{0});
        };
        if (side_ == LinkSide::listened) return stream_.async_accept(std::move(greeted));
        // Nobody reads them; RFC 6455 wants a host and a path.
        stream_.async_handshake("wayside", "/", std::move(greeted));
    }

    [[nodiscard]] std::function<void(const ErrorCode&)> answer(Done done) {
        return [self = shared_from_this(), done = std::move(done)](const ErrorCode& error) {
            if (error) return self->refuse(done, error);
            done(std::size_t{0});
        };
    }

    void refuse(const Done& done, const ErrorCode& error) const {
        done(refusal_of(end_of(error, stage_)));
    }

    const LinkSide side_;
    Stage stage_ = Stage::greeting;
    Stream stream_;
};

}  // namespace

std::shared_ptr<Wire> wire_over(asio::io_context& io, Descriptor socket, LinkSide side,
                                TlsHandle tls) {
    // The family matters to nothing that is done with a connected socket.
    Socket taken(io.get_executor(), asio::ip::tcp::v4(), socket.number());
    static_cast<void>(socket.release());
    return std::make_shared<WebSocketWire>(std::move(taken), side, std::move(tls));
}

}  // namespace wayside::net
