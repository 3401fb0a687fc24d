// tests/storage/shelf/member.hpp: a start that meets others of its clinic.
#pragma once

#include <doctest/doctest.h>

#include "tests/storage/ledger/exchange.hpp"
#include "tests/storage/shelf/start.hpp"

namespace wayside::shelf {

document::Scalar text(const std::string& value);

/// A start whose holdings come from its shelf's own pass.
struct Member : Start {
    explicit Member(ledger::ClinicBox& of) : Start(of) { ledger.begin_holdings(report.logs); }
    void take_from(const ledger::ClinicBox& other, std::size_t most_bytes = 900);
};

/// Shown to the shelf and stored, whatever of it is here already.
void store(Start& at, ledger::CheckedRange range);
/// As a desk takes what a session brought, but for what brings nothing.
ledger::Meeting take(Start& at, const ledger::SignedRange& range);
void swap_all(Member& a, Member& b);
/// Something small that somebody does, somewhere.
void act_by_chance(Member& at, SeededRandom& dice);
void copy_folder(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace wayside::shelf
