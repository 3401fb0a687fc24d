// node/net/limits.hpp: how much a client may ask of us, in bytes, connections and time.
#pragma once

#include <chrono>
#include <cstddef>

namespace wayside::net {

/// Every number that bounds what a connection can cost. The defaults are the contract's.
struct Limits {
    std::size_t body_bytes = 64 * 1024;    ///< beyond it: 413
    std::size_t header_bytes = 16 * 1024;  ///< request line and fields together; beyond it: 431
    std::size_t target_bytes = 8 * 1024;   ///< beyond it: 414
    std::size_t headers = 100;             ///< fields of one request; beyond it: 431
    std::size_t connections = 256;         ///< of the whole server, streams too; the next one: 503
    std::size_t stream_batch_bytes = 16 * 1024;  ///< what one follower of events may have in hand

    std::chrono::milliseconds request_time{10'000};  ///< from its first byte to its last: 408
    std::chrono::milliseconds idle_time{60'000};     ///< between two requests of one connection
    std::chrono::milliseconds answer_time{30'000};   ///< for the handler; then 503
    std::chrono::milliseconds write_time{10'000};    ///< for a client to read, see `Session`
    std::chrono::milliseconds linger_time{1'000};  ///< to hear the client's end after our last byte
    std::chrono::milliseconds heartbeat{15'000};   ///< a comment on a stream that is silent
    std::chrono::milliseconds stop_time{1'500};    ///< for answers in flight when the server stops
};

}  // namespace wayside::net
