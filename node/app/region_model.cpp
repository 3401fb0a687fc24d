#include "node/app/region_model.hpp"

namespace wayside::app {

SpaceId region_space(const trust::Register& known) {
    for (const trust::SpaceOpened& space : known.spaces()) {
        if (space.kind == trust::SpaceKind::region) return space.space;
    }
    return {};
}

RegionModel::RegionModel(const Parts& parts)
    : database_(sqlite::Database::in_memory()),
      hybrid_(parts.clock),
      words_(parts.space, parts.keyring, parts.random),
      shelf_(parts.space, parts.start, parts.reader, hybrid_) {
    logs_ = shelf_.load().logs;
}

desk::Tenant RegionModel::tenant() {
    return {.shelf = shelf_,
            .words = words_,
            .model = database_,
            .commands = {},
            .views = {},
            .events_of = {},
            .answer_sample = {}};
}

}  // namespace wayside::app
