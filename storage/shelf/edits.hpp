// storage/shelf/edits.hpp: what a command wants written, before it is an entry.
#pragma once

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
    ledger::AuditRecord audit;
    std::vector<DocumentEdits> edits;  ///< each document at most once
};

}  // namespace wayside::shelf
