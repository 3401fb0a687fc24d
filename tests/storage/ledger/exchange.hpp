// tests/storage/ledger/exchange.hpp: ranges from one member's ledger into another's.
#pragma once

#include "storage/ledger/range.hpp"
#include "tests/storage/ledger/clinic_box.hpp"

namespace wayside::ledger {

/// Everything that `from` holds without a gap of one log, in ranges of about `most_bytes`, signed
/// by `from` if the log is its own.
std::vector<SignedRange> ranges_of(const ClinicBox& from, const LogId& log, std::size_t most_bytes);
/// Of all its logs.
std::vector<SignedRange> ranges_of(const ClinicBox& from, std::size_t most_bytes);

Result<CheckedRange> checked(const ClinicBox& at, const SignedRange& range);
/// Checks and stores one range.
Result<void> take(const ClinicBox& at, Ledger& ledger, const SignedRange& range);
/// Takes all, in their order; each must be stored.
void take_all(const ClinicBox& at, Ledger& ledger, const std::vector<SignedRange>& ranges);

/// Every row of the ledger's tables, as text: what must not change.
std::string rows_of(const ClinicBox& box);
Frontier frontier_of(const ClinicBox& box);
/// Meddles with the database beside whoever has it open.
void run(const ClinicBox& box, const std::string& sql);

}  // namespace wayside::ledger
