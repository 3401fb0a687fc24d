#include "storage/ledger/range_rows.hpp"

namespace wayside::ledger {

namespace {

Refusal not_stored() {
    return {Why::not_found, "this entry is not stored here"};
}

Refusal damaged() {
    return {Why::damaged, "this entry or the one before it is damaged here"};
}

/// The row's number, also where an entry was healed since the places were gathered.
std::optional<std::int64_t> place_of(LedgerReader::Connection& connection, const LogRow& log,
                                     std::uint64_t sequence) {
    connection.places.catch_up(connection.database);
    auto number = connection.places.number_of(log.number, sequence);
    if (number || sequence > connection.places.last_of(log.number)) return number;
    connection.places.clear();
    connection.places.catch_up(connection.database);
    return connection.places.number_of(log.number, sequence);
}

std::optional<crypto::Hash32> chain_before(LedgerReader::Connection& connection, const LogRow& log,
                                           std::uint64_t first) {
    if (first == 1) return log.previous;
    const auto number = place_of(connection, log, first - 1);
    if (!number) return std::nullopt;
    auto rows =
        connection.database.prepared("SELECT chain FROM entry WHERE number = ?1").query(*number);
    return rows.next() ? rows.array<32>(0) : std::nullopt;
}

}  // namespace

Result<RangeWalk> RangeWalk::begin(LedgerReader::Connection& connection, const SpaceId& space,
                                   const LogId& log, std::uint64_t first) {
    const auto row = connection.log_row(space, log);
    if (!row || first == 0 || !place_of(connection, *row, first)) return not_stored();
    const auto before = chain_before(connection, *row, first);
    if (!before) return damaged();
    RangeWalk walk(connection, *row);
    walk.range_.origin = {row->region, row->space, row->log, row->device, row->follows};
    walk.range_.first = first;
    walk.range_.before = *before;
    walk.chain_ = *before;
    return walk;
}

Result<RangeEntry> RangeWalk::read(std::int64_t number, std::uint64_t sequence) {
    auto rows =
        connection_->database.prepared("SELECT sealing, chain, sealed FROM entry WHERE number = ?1")
            .query(number);
    if (!rows.next()) return not_stored();
    const auto sealing = connection_->sealing(rows.integer(0));
    if (!sealing || connection_->keyring == nullptr) return damaged();
    const Bytes sealed = rows.blob(2);
    const Bytes context = entry_context(log_, sequence, *sealing, chain_);
    const crypto::Hash32 computed = crypto::chain_hash(chain_, context, sealed);
    if (rows.array<32>(1) != computed) return damaged();
    const auto* key = connection_->keyring->find(log_.space, sealing->key_id);
    if (key == nullptr) {
        return Refusal{Why::forbidden, "sealed with a key that is not held here", "no_key"};
    }
    auto plain = crypto::open(key->key, sealing->suite, crypto::Purpose::entry, context, sealed);
    if (!plain) return plain.refusal();
    chain_ = computed;
    return RangeEntry{{sealing->suite, sealing->key_id}, std::move(*plain)};
}

Result<bool> RangeWalk::add(std::size_t most_bytes) {
    const bool is_first = range_.entries.empty();
    const std::uint64_t next = is_first ? range_.first : range_.last() + 1;
    const auto number = connection_->places.number_of(log_.number, next);
    if (!number) return false;
    const crypto::Hash32 before = chain_;
    auto entry = read(*number, next);
    if (!entry && is_first) return entry.refusal();
    if (!entry) return false;
    if (!is_first && bytes_ + entry->plaintext.size() > most_bytes) {
        chain_ = before;
        return false;
    }
    bytes_ += entry->plaintext.size();
    range_.entries.push_back(std::move(*entry));
    return true;
}

Head RangeWalk::head() const {
    return {log_.region, log_.space, log_.device, {log_.log, last()}, chain_, {}};
}

void RangeWalk::cut(std::uint64_t last) {
    range_.entries.resize(last - range_.first + 1);
}

}  // namespace wayside::ledger
