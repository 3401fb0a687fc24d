// solver/problem/hard.hpp: the hard constraints and their names.
#pragma once

namespace wayside::solver::problem {

/// In the order in which a checker names them. The names are those of clinic-plan's README; the
/// last is of problems that its files cannot express.
enum class Hard {
    stage_count,
    resource_count,
    unknown_resource,
    wrong_type,
    role,
    credential,
    kind,
    earliest,
    latest,
    horizon,
    stage_order,
    stage_gap,
    shift,
    rest,
    closed,
    overlap,
    frozen,
    past,
    absent,
    contract,
};

/// "STAGE_GAP"; an overlap is named by its resource's kind elsewhere.
const char* name_of(Hard constraint);

}  // namespace wayside::solver::problem
