// storage/ledger/reader_connection.hpp: what a LedgerReader holds; for this folder only.
#pragma once

#include "storage/ledger/entry_places.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/trust/register.hpp"

namespace wayside::ledger {

class LedgerReader::Connection {
  public:
    Connection(sqlite::Database opened, const trust::Keyring* with)
        : database(std::move(opened)), keyring(with) {}

    const std::map<std::int64_t, SealingRow>& known_sealings();

    /// The answer stored under `name` opens in one of the register's spaces.
    bool opens(const trust::Register& reg, const crypto::Hash32& name, std::int64_t sealing_number,
               ByteView sealed);

    std::optional<SealingRow> sealing(std::int64_t number);
    std::optional<LogRow> log_row(const SpaceId& space, const LogId& log);

    sqlite::Database database;
    const trust::Keyring* keyring;  ///< nullptr: nothing is opened
    LogBook book;                   ///< as it was read last
    EntryPlaces places;

  private:
    std::map<std::int64_t, SealingRow> sealings_;
};

}  // namespace wayside::ledger
