// storage/crypto/aes_siv.hpp: AES-SIV (RFC 5297), the core of suite 2. Others use seal.hpp.
#pragma once

#include <initializer_list>

#include "storage/base/bytes.hpp"

namespace wayside::crypto {

/// V (16 B) || C. `key` has 32 bytes (AES-128-SIV, which the vectors of the RFC use) or 64
/// (AES-256-SIV, which suite 2 uses). An empty associated string is a string: it is not the same as
/// none. `bytes` is not empty. Throws MachineError where OpenSSL has no AES-SIV.
Bytes siv_seal(ByteView key, std::initializer_list<ByteView> associated, ByteView bytes);

/// Refuses `damaged` if V does not agree, `malformed` for fewer than 17 bytes. Nothing opened
/// leaves before V agrees.
Result<Bytes> siv_open(ByteView key, std::initializer_list<ByteView> associated, ByteView sealed);

}  // namespace wayside::crypto
