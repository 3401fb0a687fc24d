// node/app/serve_clinic.hpp: a clinic at work; for this folder only.
#pragma once

#include "node/app/node_start.hpp"

namespace wayside::app {

/// As `serve`.
Result<void> serve_clinic(NodeStart& node, const Serve& wanted,
                          const std::function<void(const Serving&)>& ready);

}  // namespace wayside::app
