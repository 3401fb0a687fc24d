#include "node/app/serve.hpp"

#include "node/app/node_start.hpp"
#include "node/app/serve_clinic.hpp"
#include "node/app/serve_hub.hpp"

namespace wayside::app {

Result<void> serve(const Serve& wanted, const std::function<void(const Serving&)>& ready) {
    hold_signals();
    auto node = begin_node(wanted);
    if (!node) return node.refusal();
    return (*node)->opened.config.role == Role::hub ? serve_hub(**node, wanted, ready)
                                                    : serve_clinic(**node, wanted, ready);
}

}  // namespace wayside::app
