// storage/shelf/edits.hpp: what a command wants written, before it is an entry.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/document/document.hpp"
#include "storage/ledger/entry.hpp"

namespace wayside::shelf {

struct DocumentEdits {
    ledger::DocumentId document;
    std::vector<document::Edit> edits;
};

/// One command's edits with its audit record; becomes one entry, all or none.
struct Draft {
    std::string command;
    std::string person;
    std::string role;
    std::string screen;
    std::optional<PatientId> patient;
    std::string reason;
    std::string remark;
    std::optional<std::uint32_t> request;
    std::optional<Timestamp> happened;
    std::vector<DocumentEdits> edits;  ///< each document at most once
};

}  // namespace wayside::shelf
