// tests/bench/solver/t3/job_shop_file.hpp: flexible job shops in the usual text format (.fjs,
// .txt).
#pragma once

#include <string>
#include <string_view>

#include "solver/shop/shop.hpp"
#include "storage/base/result.hpp"

namespace wayside::bench {

/// First line: jobs, machines and perhaps a mean of machines to an operation, which is passed over.
/// Then a line for each job: how many operations, and for each of them how many machines may do it,
/// and that many pairs of machine (from 1) and time. Activities are the operations, job by job;
/// modes are the pairs in their order.
///
/// Refuses as `malformed`, by file and line, numbers that are missing, left over or out of range.
Result<solver::shop::Shop> read_job_shop(std::string_view text, const std::string& file);

}  // namespace wayside::bench
