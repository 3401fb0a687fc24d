// storage/ledger/answer_places.hpp: where the answer to a request lies in the table; for this
// folder only.
#pragma once

#include <cstring>
#include <optional>
#include <unordered_map>

#include "storage/crypto/hash.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::ledger {

/// The table has no index, because an answer is asked for hardly ever and written at every command:
/// an index by hash would cost each commit a page of its own. Some 80 bytes of memory an answer.
class AnswerPlaces {
  public:
    /// Reads what was stored since the last call, which is all at the first. Throws StorageError
    /// only where waiting may help (`busy`).
    void follow(sqlite::Database& database);
    /// Of the row that was read last; 0 while there was none.
    [[nodiscard]] std::int64_t newest_sealing() const { return newest_sealing_; }
    /// The number of its row, which may have been dropped since.
    [[nodiscard]] std::optional<std::int64_t> find(const crypto::Hash32& request_key) const;

  private:
    /// A key is a hash already.
    struct FirstBytes {
        std::size_t operator()(const crypto::Hash32& key) const {
            std::size_t out = 0;
            std::memcpy(&out, key.data(), sizeof out);
            return out;
        }
    };

    std::unordered_map<crypto::Hash32, std::int64_t, FirstBytes> places_;
    std::int64_t last_ = 0;
    std::int64_t newest_sealing_ = 0;
    std::size_t most_ = 0;  ///< beyond, those that were dropped meanwhile are forgotten
};

}  // namespace wayside::ledger
