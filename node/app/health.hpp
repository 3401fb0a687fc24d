// node/app/health.hpp: what a start found to be wrong, as `verify`, the log and `/api/health` say
// it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "storage/ledger/finding.hpp"
#include "storage/shelf/shelf.hpp"

namespace wayside::app {

using ledger::Finding;

/// Everything that a load found, ordered by log and sequence; `lost` is what the marker knew.
std::vector<Finding> findings_of(const shelf::LoadReport& report, const SpaceId& space,
                                 const std::vector<Finding>& lost);

/// {"space","log","first","last","what"}
nlohmann::json json_of(const Finding& finding);
/// One line for a person.
std::string text_of(const Finding& finding);

/// {"status": "ok" | "damaged", "sandbox": bool, "findings": [...]}
nlohmann::json health_json(bool is_sandbox, const std::vector<Finding>& findings);

}  // namespace wayside::app
