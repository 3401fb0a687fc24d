// node/app/inspect.hpp: questions to a node's folder, also beside its running `serve`; nothing is
// written.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "node/app/data_dir.hpp"
#include "storage/ledger/finding.hpp"
#include "storage/shelf/digest.hpp"

namespace wayside::app {

struct Folder {
    DataDir dir;
    std::filesystem::path key_file;  ///< empty: inside the folder
};

/// Of each space that this node is a member of. Refuses as `open_folder` does.
Result<std::vector<shelf::Digest>> digests(const Folder& folder);

/// A view of the desk ("day" with a date, "visit" with an id), as the front desk sees it. Refuses
/// as the view does.
Result<nlohmann::json> view(const Folder& folder, const std::string& name,
                            const std::string& subject);

/// The audit record of every entry, oldest first: {"log","sequence","at","command","person","role",
/// "screen","patient"?,"reason"?,"remark"?,"changes"} or {"log","sequence","what"} where it cannot
/// be opened.
Result<std::vector<nlohmann::json>> log(const Folder& folder);

/// What `/api/sync` answers, as far as it outlives the process: no link. Reads every entry.
Result<nlohmann::json> sync(const Folder& folder);

struct Verified {
    std::vector<ledger::Finding> findings;
    std::string without_keys;  ///< why seals were not checked; empty: they were
};

/// Everything that is not as it should be; with the keys where the key file opens, else chains and
/// signatures alone.
Verified verify(const Folder& folder);

}  // namespace wayside::app
