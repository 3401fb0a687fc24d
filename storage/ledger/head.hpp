// storage/ledger/head.hpp: a writer's signed word on how far a log goes and what its chain is
// there.
//
// The byte format, with a worked example, is in FORMAT.md ("Chain, head").
#pragma once

#include "storage/crypto/sign.hpp"
#include "storage/ledger/change_names.hpp"

namespace wayside::ledger {

struct Head {
    RegionId region;
    SpaceId space;
    DeviceId device;
    EntryName entry;
    crypto::Hash32 chain{};
    crypto::Signature signature{};
};

/// What the signature covers.
Bytes head_message(const Head& head);
void sign_head(Head& head, const crypto::Signer& signer);
bool is_signed(const Head& head, const crypto::PublicKey& by);

}  // namespace wayside::ledger
