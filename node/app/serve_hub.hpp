// node/app/serve_hub.hpp: a hub at work; for this folder only.
#pragma once

#include "node/app/node_start.hpp"

namespace wayside::app {

/// As `serve`.
Result<void> serve_hub(NodeStart& node, const Serve& wanted,
                       const std::function<void(const Serving&)>& ready);

}  // namespace wayside::app
