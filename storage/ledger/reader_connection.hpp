// storage/ledger/reader_connection.hpp: what a LedgerReader holds; for this folder only.
#pragma once

#include "storage/ledger/answer_places.hpp"
#include "storage/ledger/entry_places.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/trust/register.hpp"

namespace wayside::ledger {

class LedgerReader::Connection {
  public:
    Connection(sqlite::Database opened, const trust::Keyring* with)
        : database(std::move(opened)), keyring(with) {}

    std::optional<StoredAnswer> answer(const SpaceId& space, std::string_view screen,
                                       std::string_view key);

    const std::map<std::int64_t, SealingRow>& known_sealings();

    /// Those that open in none of the register's spaces, and stretches that cannot be read.
    std::vector<Finding> damaged_answers(const trust::Register& reg);

    std::optional<SealingRow> sealing(std::int64_t number);
    std::optional<LogRow> log_row(const SpaceId& space, const LogId& log);

    sqlite::Database database;
    const trust::Keyring* keyring;  ///< nullptr: nothing is opened
    LogBook book;                   ///< as it was read last
    EntryPlaces places;

  private:
    std::optional<StoredAnswer> answer_at(std::int64_t number, const SpaceId& space,
                                          const crypto::Hash32& name);
    /// The answer in this row (request key, sealing, sealed, from column `first` on).
    bool opens(const trust::Register& reg, const sqlite::Rows& row, int first);

    std::map<std::int64_t, SealingRow> sealings_;
    AnswerPlaces answers_;
};

}  // namespace wayside::ledger
