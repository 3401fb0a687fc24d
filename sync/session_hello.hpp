// sync/session_hello.hpp: the first thing that each side says: who it is, what it understands, and
// the proof.
//
// Its bytes are the same in every version, for ever: fields may be added before the signature and
// are passed over by who does not know them. FRAMES.md has a worked example.
#pragma once

#include <vector>

#include "sync/session.hpp"

namespace wayside::sync {

struct CodingName {
    std::uint8_t number = 0;
    std::uint8_t dictionary = 0;
    friend auto operator<=>(const CodingName&, const CodingName&) = default;
};

struct Hello {
    std::uint16_t oldest = 1;  ///< versions of the frames that the speaker knows
    std::uint16_t newest = 1;
    /// Initiator: the register does not have me yet. Acceptor: then send me your proposal.
    bool enrols = false;
    RegionId region;
    DeviceId device;
    trust::DeviceRole role = trust::DeviceRole::box;
    DeviceId to;                      ///< zeros: whoever answers
    std::vector<CodingName> codings;  ///< of packages that the speaker can read, oldest first
    friend bool operator==(const Hello&, const Hello&) = default;
};

/// What a hello's proof holds besides itself.
struct ProofPlace {
    Side speaker = Side::initiator;
    ChannelBinding binding{};
    /// The payload of the hello that this one answers; empty for the initiator's.
    Bytes answers;
};

/// The frame's payload, signed: "wayside session 1" || speaker || binding || sized answers || all
/// before the signature.
Bytes encode_hello(const Hello& hello, const ProofPlace& place, const crypto::Signer& signer);

/// Refuses `malformed`, rule `frame`. Nothing is proved yet.
Result<Hello> decode_hello(ByteView payload);
bool is_proved(ByteView payload, const ProofPlace& place, const crypto::PublicKey& key);

/// The newest version that both know; refuses `unsupported`, rule `no_common_version`.
Result<Dialect> agree(const std::vector<Dialect>& ours, const Hello& theirs);
/// The newest of ours that they can read; refuses `unsupported`, rule `no_common_coding`.
Result<const Coding*> agree_on_coding(const Hello& theirs);
/// As a hello names them.
std::vector<CodingName> readable_codings();

}  // namespace wayside::sync
