// storage/ledger/reader_connection.hpp: what a LedgerReader holds; for this folder only.
#pragma once

#include "storage/ledger/ledger_reader.hpp"

namespace wayside::ledger {

class LedgerReader::Connection {
  public:
    Connection(sqlite::Database opened, const trust::Keyring* with)
        : database(std::move(opened)), keyring(with) {}

    const std::map<std::int64_t, SealingRow>& known_sealings();

    sqlite::Database database;
    const trust::Keyring* keyring;  ///< nullptr: nothing is opened

  private:
    std::map<std::int64_t, SealingRow> sealings_;
};

}  // namespace wayside::ledger
