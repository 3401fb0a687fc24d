// storage/shelf/digest.hpp: one number that two members of a space can compare.
#pragma once

#include "storage/shelf/shelf.hpp"
#include "storage/trust/keyring.hpp"

namespace wayside::shelf {

struct Digest {
    SpaceId space;
    crypto::Hash32 hash{};
    std::uint64_t documents = 0;
    std::uint64_t entries = 0;  ///< those applied
    friend bool operator==(const Digest&, const Digest&) = default;
};

/// A keyed BLAKE2b-256 under the `digest` subkey of the newest space key, over the documents in
/// order of id: for each le32 length and canonical JSON (FORMAT.md), all concurrent values in order
/// of their bytes, sealed values as they lie. The same on every member that holds the same entries.
/// Refuses `forbidden` without the space's key.
Result<Digest> digest_of(Shelf& shelf, const trust::Keyring& keyring);

/// The canonical JSON of one document:
/// {"document":[kind,"key"],"records":[[map,key,[[field,[value,...]],...]],...]}, no spaces, in the
/// order of `Record`s; bytes as {"b":"hex"}.
std::string canonical_json(const ledger::DocumentId& id,
                           const std::vector<document::Record>& records);

}  // namespace wayside::shelf
