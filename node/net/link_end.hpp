// node/net/link_end.hpp: the names under which a link ends, or never begins.
#pragma once

#include <string>

#include "storage/base/result.hpp"

namespace wayside::net {

enum class LinkEnd {
    unknown_host,    ///< `unknown_host`: the name has no address, or nobody could be asked
    unreachable,     ///< `unreachable`: this machine has no way there now
    no_answer,       ///< `no_answer`: nobody answered in time
    refused,         ///< `refused`: a machine answered, but nobody listens there
    not_tls,         ///< `not_tls`: the other end does not speak TLS, or not as we do
    no_tls_1_3,      ///< `no_tls_1_3`: it speaks an older TLS only
    no_certificate,  ///< `no_certificate`: it shows none
    not_a_link,      ///< `not_a_link`: TLS, but no WebSocket, or a wrong one
    too_large,       ///< `too_large`: a message beyond the limit
    slow,            ///< `slow`: it did not come through the handshakes in time
    crowded,         ///< `crowded`: too many links are open, or about to
    closed,          ///< `closed`: either side said so
    cut,             ///< `cut`: without a word
    garbled,         ///< `garbled`: bytes were changed on their way
    silent,          ///< `silent`: the connection stands, and nothing comes
    broken,          ///< `broken`: our side failed (a session threw)
    stopped,         ///< `stopped`: our side stops
};

/// The stable name.
const char* name_of(LinkEnd end);

/// As a refusal: the rule is its name, the detail a sentence for a person, with `more` after it.
Refusal refusal_of(LinkEnd end, const std::string& more = "");

}  // namespace wayside::net
