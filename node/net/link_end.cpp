#include "node/net/link_end.hpp"

namespace wayside::net {

namespace {

struct Words {
    const char* name;
    const char* sentence;
};

Words words_of(LinkEnd end) {
    switch (end) {
        case LinkEnd::unknown_host:
            return {"unknown_host", "the name has no address, or nobody could be asked for it"};
        case LinkEnd::unreachable:
            return {"unreachable", "this machine has no way there now"};
        case LinkEnd::no_answer:
            return {"no_answer", "nobody answered in time"};
        case LinkEnd::refused:
            return {"refused", "a machine answered, but nothing listens there"};
        case LinkEnd::not_tls:
            return {"not_tls", "the other end does not speak TLS as a node does"};
        case LinkEnd::no_tls_1_3:
            return {"no_tls_1_3", "the other end does not speak TLS 1.3"};
        case LinkEnd::no_certificate:
            return {"no_certificate", "the other end shows no certificate"};
        case LinkEnd::not_a_link:
            return {"not_a_link", "the other end speaks TLS, but it is no node"};
        case LinkEnd::too_large:
            return {"too_large", "the other end sent a message beyond the limit"};
        case LinkEnd::slow:
            return {"slow", "the other end did not finish its greeting in time"};
        case LinkEnd::crowded:
            return {"crowded", "too many links are open"};
        case LinkEnd::closed:
            return {"closed", "the link was closed"};
        case LinkEnd::cut:
            return {"cut", "the link was cut"};
        case LinkEnd::garbled:
            return {"garbled", "bytes were changed on their way"};
        case LinkEnd::silent:
            return {"silent", "the connection stands, but nothing comes over it"};
        case LinkEnd::broken:
            return {"broken", "this side failed; its log says how"};
        case LinkEnd::stopped:
            return {"stopped", "this side stops"};
    }
    return {"broken", "this side failed"};
}

}  // namespace

const char* name_of(LinkEnd end) {
    return words_of(end).name;
}

Refusal refusal_of(LinkEnd end, const std::string& more) {
    const Words words = words_of(end);
    std::string detail = words.sentence;
    if (!more.empty()) detail += ": " + more;
    return {.why = Why::unavailable, .detail = std::move(detail), .rule = words.name};
}

}  // namespace wayside::net
