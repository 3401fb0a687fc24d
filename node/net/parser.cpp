// Of Beast the parser alone: 1 s to compile, not 10.
#include "node/net/parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <optional>
#include <utility>

#include "node/net/target.hpp"
#include "storage/base/require.hpp"

namespace wayside::net {

namespace http = boost::beast::http;
using boost::beast::string_view;
using ErrorCode = boost::beast::error_code;

namespace {

std::string_view standard(string_view text) {
    return {text.data(), text.size()};
}

std::optional<Method> method_of(http::verb verb) {
    if (verb == http::verb::get) return Method::get;
    if (verb == http::verb::head) return Method::head;
    if (verb == http::verb::post) return Method::post;
    if (verb == http::verb::options) return Method::options;
    return std::nullopt;
}

bool only_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

/// Beast calls the hooks as it goes; a hook that sets `fault_` and an error code ends the parsing.
class RequestParser::Machine final : public http::basic_parser<true> {
  public:
    explicit Machine(const Limits& limits) : limits_(limits) {
        eager(true);
        header_limit(static_cast<std::uint32_t>(limits.header_bytes));
        body_limit(limits.body_bytes);
    }

    Progress feed(std::string_view& unread) {
        ErrorCode error;
        const auto used = put(boost::asio::const_buffer(unread.data(), unread.size()), error);
        const auto line_bytes = unread.find('\n');
        unread.remove_prefix(used);
        if (error && error != http::error::need_more) {
            if (!fault_) fault_ = fault_of(error, line_bytes);
            return Progress::refused;
        }
        if (is_done()) return Progress::complete;
        // A chunk's extension or trailer has no limit in Beast.
        if (unread.size() >= limits_.header_bytes) {
            fault_ = Fault{400, "malformed", "a line of the body has no end"};
            return Progress::refused;
        }
        return Progress::needs_more;
    }

    bool wants_continue() {
        const bool wants = continue_wanted_ && !is_done() && request_.body.empty();
        continue_wanted_ = false;
        return wants;
    }

    [[nodiscard]] Framing framing() const {
        return {.http_10 = http_10_,
                .keep_alive = keep_alive(),
                .head_only = request_.method == Method::head};
    }

    Request request_;
    std::optional<Fault> fault_;

  private:
    void refuse(ErrorCode& error, int status, std::string rule, std::string detail) {
        fault_ = Fault{status, std::move(rule), std::move(detail)};
        error = http::error::bad_value;
    }

    [[nodiscard]] Fault fault_of(const ErrorCode& error, std::size_t line_bytes) const {
        if (error == http::error::header_limit) {
            if (!started_ && line_bytes > limits_.target_bytes) return target_too_long();
            return {431, "too_large", "the header is larger than this node takes"};
        }
        if (error == http::error::body_limit) {
            return {413, "too_large",
                    "the body is larger than " + std::to_string(limits_.body_bytes) + " bytes"};
        }
        if (error == http::error::bad_version) {
            return {505, "unsupported", "this node speaks HTTP/1.1"};
        }
        return {400, "malformed", "the request cannot be read: " + error.message()};
    }

    [[nodiscard]] Fault target_too_long() const {
        return {414, "too_large",
                "the target is longer than " + std::to_string(limits_.target_bytes) + " bytes"};
    }

    void on_request_impl(http::verb verb, string_view, string_view text, int version,
                         ErrorCode& error) override {
        started_ = true;
        http_10_ = version == 10;
        header_bytes_ = text.size();
        if (text.size() > limits_.target_bytes) {
            fault_ = target_too_long();
            error = http::error::bad_target;
            return;
        }
        const auto method = method_of(verb);
        if (!method) {
            return refuse(error, 405, "method_not_allowed",
                          "this node takes GET, HEAD, POST and OPTIONS");
        }
        auto target = decode_target(standard(text));
        if (!target) return refuse(error, 400, "malformed", target.refusal().detail);
        request_.method = *method;
        authority_ = std::move(target->authority);
        request_.target = std::move(target->text);
        request_.path = std::move(target->path);
        request_.query = std::move(target->query);
    }

    void on_field_impl(http::field name, string_view text, string_view value,
                       ErrorCode& error) override {
        header_bytes_ += text.size() + value.size() + 4;
        if (header_bytes_ > limits_.header_bytes || ++fields_ > limits_.headers) {
            return refuse(error, 431, "too_large", "the header is larger than this node takes");
        }
        if (header_done_) return;  // a trailer: read past, never believed
        const auto known = standard(value);
        if (name == http::field::content_length && (++lengths_ > 1 || !only_digits(known))) {
            return refuse(error, 400, "malformed", "Content-Length must be one number");
        }
        if (name == http::field::transfer_encoding &&
            (++encodings_ > 1 || !same_name(known, "chunked"))) {
            return refuse(error, 400, "malformed", "Transfer-Encoding can only be chunked");
        }
        if (name == http::field::host && ++hosts_ > 1) {
            return refuse(error, 400, "malformed", "Host must stand once");
        }
        if (name == http::field::expect) {
            if (!same_name(known, "100-continue")) {
                return refuse(error, 417, "unsupported", "the expectation is not known here");
            }
            continue_wanted_ = !http_10_;
        }
        request_.headers.push_back({std::string(standard(text)), std::string(known)});
    }

    void on_header_impl(ErrorCode& error) override {
        header_done_ = true;
        if (encodings_ > 0 && (lengths_ > 0 || http_10_)) {
            return refuse(error, 400, "malformed", "the body's length is said in two ways");
        }
        if (hosts_ == 0 && !http_10_) return refuse(error, 400, "malformed", "Host is missing");
        if (authority_.empty()) return;
        for (Field& field : request_.headers) {
            // RFC 9112, 3.2.2: the host of an absolute form stands above the field's.
            if (same_name(field.name, "Host")) field.value = authority_;
        }
    }

    std::size_t on_body_impl(string_view bytes, ErrorCode&) override {
        request_.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, ErrorCode&) override {
        request_.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    void on_response_impl(int, string_view, int, ErrorCode&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, ErrorCode&) override {}
    void on_chunk_header_impl(std::uint64_t, string_view, ErrorCode&) override {}
    void on_finish_impl(ErrorCode&) override {}

    const Limits& limits_;
    std::string authority_;
    std::size_t header_bytes_ = 0;
    std::size_t fields_ = 0;
    int lengths_ = 0;
    int encodings_ = 0;
    int hosts_ = 0;
    bool started_ = false;
    bool header_done_ = false;
    bool http_10_ = false;
    bool continue_wanted_ = false;
};

RequestParser::RequestParser(const Limits& limits) : machine_(std::make_unique<Machine>(limits)) {}
RequestParser::~RequestParser() = default;
RequestParser::RequestParser(RequestParser&&) noexcept = default;
RequestParser& RequestParser::operator=(RequestParser&&) noexcept = default;

RequestParser::Progress RequestParser::feed(std::string_view& unread) {
    if (unread.empty()) return Progress::needs_more;
    return machine_->feed(unread);
}

Request RequestParser::take() {
    return std::move(machine_->request_);
}

Framing RequestParser::framing() const {
    return machine_->framing();
}

const Fault& RequestParser::fault() const {
    require(machine_->fault_.has_value(), "only a refused request has a fault");
    return *machine_->fault_;
}

bool RequestParser::wants_continue() {
    return machine_->wants_continue();
}

}  // namespace wayside::net
