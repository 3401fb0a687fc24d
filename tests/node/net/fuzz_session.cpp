// Any bytes, in pieces of any size, through the whole of HTTP; the first byte chooses the pieces.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "node/net/session.hpp"
#include "storage/base/require.hpp"

using namespace wayside;
using namespace wayside::net;

namespace {

void flush(Session& session, Session::Time now) {
    for (auto output = session.output(now); output.size() > 0; output = session.output(now)) {
        session.wrote((output.size() + 1) / 2, now);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size == 0) return 0;
    static const HttpOptions options;
    const Session::Time now{};
    Session session(options, now);
    const std::size_t piece_bytes = bytes[0] == 0 ? size : bytes[0];
    std::string_view rest(reinterpret_cast<const char*>(bytes) + 1, size - 1);
    while (!rest.empty() && session.wants_input()) {
        const auto piece = rest.substr(0, piece_bytes);
        rest.remove_prefix(piece.size());
        session.received(piece);
        while (auto request = session.next_request(now)) {
            require(request->body.size() <= options.limits.body_bytes, "a body keeps its limit");
            require(request->headers.size() <= options.limits.headers, "headers keep their limit");
            session.answer(session.exchange(), text_response(200, "text/plain", request->body),
                           now);
            flush(session, now);
        }
        flush(session, now);
    }
    session.input_ended(now);
    flush(session, now);
    session.tick(now + std::chrono::hours(1));
    require(session.closed(), "a session ends after its deadline");
    return 0;
}
