// node/rota/setup_records.hpp: a clinic's set-up as the flat records of the set-up document, and
// back. The fields are listed in documents.md beside this file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "node/care/setup.hpp"
#include "storage/crypto/hash.hpp"
#include "storage/document/document.hpp"
#include "storage/ledger/document_id.hpp"

namespace wayside::rota {

/// The document that the set-up stands in.
ledger::DocumentId setup_document();

/// The whole set-up as a new edition: records under new ids that all name the edition, and the one
/// value that says which edition counts. What an earlier edition wrote stays and counts no longer,
/// so two people who changed the set-up apart never end up with a mixture.
std::vector<document::Edit> setup_edits(const care::Setup& setup, crypto::IdSource& ids);

/// Records of the set-up document by (map, key), as they stand.
using SetupRecords = std::map<std::pair<std::string, std::string>, document::Record>;

/// The set-up of the edition that counts; empty where there is none, or where its records are not
/// whole yet or are none that a clinic can run on (`care::decode_setup` says what those are).
std::optional<care::Setup> setup_in(const SetupRecords& records);

}  // namespace wayside::rota
