// node/desk/repeats.hpp: the memory of what was answered, so that a repeated request is answered
// and not done again.
//
// A request is known by its screen and idempotency key. Its answer lies in the entry's commit,
// sealed, for a week; what was judged but is not durable yet is remembered here until it is.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "node/desk/answer.hpp"
#include "node/desk/desk.hpp"
#include "storage/crypto/hash.hpp"
#include "storage/ledger/batch.hpp"
#include "storage/ledger/ledger_reader.hpp"

namespace wayside::desk {

/// A hash of what was asked: H(32, "wayside request", "", text of command, subject and body as JSON
/// with ordered keys).
crypto::Hash32 hash_of_request(const Call& call);

/// Used on the desk thread only.
class Repeats {
  public:
    /// `sample` as `pack_answer` takes it; outlives this.
    Repeats(ledger::LedgerReader& reader, SpaceId space, std::string_view sample)
        : reader_(reader), space_(space), sample_(sample) {}

    /// The answer given before, marked as repeated; a refusal `key_reused` if that was to another
    /// request; nothing if the key is new.
    std::optional<Answer> find(const Call& call);
    /// Remembers an answer that is about to be committed, and gives the row to commit. Only acts
    /// and the rules' refusals are remembered: what could not be read or found is judged anew.
    ledger::NewAnswer remember(const Call& call, const Answer& answer, Timestamp now);
    /// These are durable now, or lost and never given.
    void forget_pending(const std::vector<ledger::NewAnswer>& rows);

  private:
    struct Known {
        crypto::Hash32 request{};
        Answer answer;
    };
    std::optional<Known> read_stored(const Call& call);

    ledger::LedgerReader& reader_;
    SpaceId space_;
    std::string_view sample_;
    std::map<std::pair<std::string, std::string>, Known> pending_;  // by screen and key
};

}  // namespace wayside::desk
