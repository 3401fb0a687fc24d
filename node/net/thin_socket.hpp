// node/net/thin_socket.hpp: what a link asks of the kernel.
#pragma once

#include <cstdint>

namespace wayside::net {

/// A small buffer to send from (what lies in it can be neither counted nor called back), no waiting
/// for more to send, and an end to a connection whose bytes nobody acknowledges (two minutes). For
/// a socket before it connects, or once it is accepted. What the kernel refuses is only later or
/// larger.
///
/// The buffer to receive in is left alone: the kernel grows it only for who reads, and one that is
/// made smaller after its size was told drops what comes (measured: links stood still for seconds).
void tune_for_thin_link(int socket);

/// Bytes that have come to this machine on this connection, read or not; 0 if it cannot tell.
std::uint64_t bytes_come_to(int socket);

}  // namespace wayside::net
