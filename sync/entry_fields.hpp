// sync/entry_fields.hpp: an entry's plaintext, field by field, and the plaintext again; for this
// folder only.
//
// The bytes are those of storage/ledger/FORMAT.md ("Entry"). What is read here and would not come
// back byte for byte is carried as it is.
#pragma once

#include "storage/ledger/change_names.hpp"
#include "sync/operations.hpp"

namespace wayside::sync {

struct ChangeFields {
    std::uint8_t kind = 0;
    std::string key;
    std::array<std::uint8_t, 4> check{};
    std::uint8_t follows = 0;
    LogId actor;  ///< all zeros: the kind's first change
    std::uint64_t sequence = 0;
    std::uint64_t start = 0;
    std::vector<LogId> others;
    std::vector<ledger::ChangeName> parents;  ///< a log of zeros: the kind's first change
    std::vector<Operation> operations;
};

struct EntryFields {
    std::uint64_t time_ms = 0;
    std::uint32_t counter = 0;
    std::uint8_t flags = 0;  ///< as the format numbers them
    std::uint64_t happened_ms = 0;
    std::array<std::string, 6> words;  ///< command, person, role, screen, reason, remark
    PatientId patient;
    std::array<std::uint8_t, 4> request{};
    std::vector<ChangeFields> changes;
};

inline constexpr std::uint8_t flag_happened = 2;
inline constexpr std::uint8_t flag_patient = 4;
inline constexpr std::uint8_t flag_request = 8;
inline constexpr std::size_t bytes_for_an_operation = 8;

/// Empty for what `plaintext_of` would not give back, and for more operations than one in
/// `bytes_for_an_operation`.
std::optional<EntryFields> fields_of(ByteView plaintext, const LogId& log);
Bytes plaintext_of(const EntryFields& fields, const LogId& log);

}  // namespace wayside::sync
