#include "storage/ledger/entry_pass.hpp"

#include <algorithm>
#include <limits>

namespace wayside::ledger {

namespace {

constexpr std::string_view all_entries =
    "SELECT number, log, sequence, sealing, state, chain, sealed FROM entry WHERE number > ?1 "
    "ORDER BY number";

}  // namespace

EntryPass::EntryPass(sqlite::Database& database, const trust::Keyring* keyring)
    : keyring_(keyring),
      snapshot_(database),
      book_(read_log_book(database)),
      scan_(database, all_entries, 0),
      findings_(book_.findings) {}

std::optional<StoredEntry> EntryPass::next() {
    while (const sqlite::Rows* at = scan_.next()) {
        auto entry = judge(row_of(*at));
        if (entry) return entry;
    }
    finish();
    return std::nullopt;
}

EntryPass::Row EntryPass::row_of(const sqlite::Rows& at) {
    Row row;
    row.number = at.integer(0);
    row.log = at.integer(1);
    row.sequence = static_cast<std::uint64_t>(at.integer(2));
    row.sealing = at.integer(3);
    row.state = at.integer(4);
    row.chain = at.array<32>(5);
    row.sealed = at.blob(6);
    return row;
}

/// The entry in its place; empty for one that has none, which is a finding.
std::optional<StoredEntry> EntryPass::judge(Row row) {
    const auto log = book_.logs.find(row.log);
    if (log == book_.logs.end()) {
        findings_.push_back(
            {{}, {}, row.sequence, row.sequence, "an entry of a log that is unknown"});
        return std::nullopt;
    }
    const auto [trail, is_first] = trails_.try_emplace(row.log);
    if (is_first) {
        trail->second.previous = {log->second.previous};
        trail->second.sound = {log->second.log, 0, log->second.previous};
    }
    auto reading = read(log->second, trail->second, row);
    return place(log->second, trail->second, row, std::move(reading));
}

std::optional<EntryPass::Reading> EntryPass::read_as(const LogRow& log, const Row& row,
                                                     std::uint64_t sequence,
                                                     const SealingRow& sealing,
                                                     const crypto::Hash32& previous) const {
    const Bytes context = entry_context(log, sequence, sealing, previous);
    Reading out{sequence, sealing.number, crypto::chain_hash(previous, context, row.sealed), {}};
    const bool agrees = row.chain && *row.chain == out.computed;
    const auto* key = keyring_ == nullptr ? nullptr : keyring_->find(log.space, sealing.key_id);
    out.has_no_key = keyring_ != nullptr && key == nullptr;
    if (key == nullptr) return agrees ? std::optional(std::move(out)) : std::nullopt;
    auto plain = crypto::open(key->key, sealing.suite, crypto::Purpose::entry, context, row.sealed);
    if (!plain) return std::nullopt;
    out.plaintext = std::move(*plain);
    return out;
}

/// As its columns say; else as they should say here, because one of them may be what is damaged.
std::optional<EntryPass::Reading> EntryPass::read(const LogRow& log, const Trail& trail,
                                                  const Row& row) const {
    std::vector<const SealingRow*> sealings;
    const auto named = book_.sealings.find(row.sealing);
    if (named != book_.sealings.end()) sealings.push_back(&named->second);
    for (const auto& [number, sealing] : book_.sealings) {
        if (number != row.sealing) sealings.push_back(&sealing);
    }
    std::vector<std::uint64_t> sequences{row.sequence};
    if (row.sequence != trail.last + 1) sequences.push_back(trail.last + 1);
    for (const SealingRow* sealing : sealings) {
        for (const std::uint64_t sequence : sequences) {
            for (const crypto::Hash32& previous : trail.previous) {
                auto reading = read_as(log, row, sequence, *sealing, previous);
                if (reading) return reading;
            }
        }
    }
    return std::nullopt;
}

std::optional<StoredEntry> EntryPass::place(const LogRow& log, Trail& trail, const Row& row,
                                            std::optional<Reading> reading) {
    const std::uint64_t sequence = reading ? reading->sequence : row.sequence;
    if (sequence <= trail.last) {
        find(log, sequence, sequence, "an entry that is stored twice or out of its place");
        return std::nullopt;
    }
    StoredEntry out;
    out.missing_before = sequence - trail.last - 1;
    trail.follows_gap = out.missing_before > 0;
    if (trail.follows_gap) find(log, trail.last + 1, sequence - 1, "not stored");
    follow(trail, log, row, reading);
    if (!reading) {
        find(log, sequence, sequence,
             trail.follows_gap ? "cannot be opened, because what precedes it is not stored"
                               : "the stored bytes are not what was sealed and chained");
    } else {
        name_columns(log, row, *reading);
    }
    out.number = row.number;
    out.space = log.space;
    out.name = {log.log, sequence};
    out.device = log.device;
    out.chain = reading ? reading->computed : row.chain.value_or(crypto::Hash32{});
    const auto state = state_of(row.state, out.name);
    if (!state) find(log, sequence, sequence, "the note on what became of it is damaged");
    out.state = state.value_or(EntryState::applied);
    if (reading) {
        out.plaintext = std::move(reading->plaintext);
        out.has_no_key = reading->has_no_key;
    }
    return out;
}

/// What the next entry of the log is held against.
void EntryPass::follow(Trail& trail, const LogRow& log, const Row& row,
                       const std::optional<Reading>& reading) {
    const std::uint64_t sequence = reading ? reading->sequence : row.sequence;
    const bool agrees = reading && row.chain == reading->computed;
    trail.is_sound = trail.is_sound && agrees && sequence == trail.last + 1;
    if (trail.is_sound) trail.sound = {log.log, sequence, reading->computed};
    trail.last = sequence;
    std::vector<crypto::Hash32> previous;
    if (reading) previous.push_back(reading->computed);
    if (row.chain && !agrees) previous.push_back(*row.chain);
    const auto sealing = book_.sealings.find(row.sealing);
    if (!reading && sealing != book_.sealings.end()) {
        // The bytes may be whole and only their chain hash damaged, where no key is at hand.
        for (const crypto::Hash32& before : trail.previous) {
            const Bytes context = entry_context(log, sequence, sealing->second, before);
            previous.push_back(crypto::chain_hash(before, context, row.sealed));
        }
        previous.resize(std::min<std::size_t>(previous.size(), 4));
    }
    trail.previous = std::move(previous);
}

void EntryPass::name_columns(const LogRow& log, const Row& row, const Reading& reading) {
    const std::uint64_t at = reading.sequence;
    if (row.chain != reading.computed) {
        find(log, at, at, "its chain hash is damaged; what was sealed stands");
    }
    if (row.sequence != at) find(log, at, at, "its stored sequence is damaged; the entry stands");
    if (row.sealing != reading.sealing) {
        find(log, at, at, "the name of its key is damaged; the entry stands");
    }
    if (reading.has_no_key) find(log, at, at, "sealed under a key that is not held here");
}

void EntryPass::find(const LogRow& log, std::uint64_t first, std::uint64_t last, std::string what) {
    // A run of entries with the same fault is one finding.
    if (!findings_.empty()) {
        Finding& before = findings_.back();
        if (before.space == log.space && before.log == log.log && before.last + 1 == first &&
            before.what == what) {
            before.last = last;
            return;
        }
    }
    findings_.push_back({log.space, log.log, first, last, std::move(what)});
}

void EntryPass::finish() {
    if (finished_) return;
    finished_ = true;
    for (const Unreadable& rows : scan_.unreadable()) {
        const bool to_the_end = rows.before == std::numeric_limits<std::int64_t>::max();
        findings_.push_back(
            {{},
             {},
             0,
             0,
             "entries stored as number " + std::to_string(rows.after + 1) +
                 (to_the_end ? " and after" : " to " + std::to_string(rows.before - 1)) +
                 " cannot be read"});
    }
}

std::map<std::int64_t, LogMark> EntryPass::sound_marks() const {
    std::map<std::int64_t, LogMark> out;
    for (const auto& [number, trail] : trails_) out.emplace(number, trail.sound);
    return out;
}

EntryCursor::EntryCursor(std::unique_ptr<EntryPass> pass) : pass_(std::move(pass)) {}
EntryCursor::EntryCursor(EntryCursor&&) noexcept = default;
EntryCursor& EntryCursor::operator=(EntryCursor&&) noexcept = default;
EntryCursor::~EntryCursor() = default;

std::optional<StoredEntry> EntryCursor::next() {
    return pass_->next();
}

const std::vector<Finding>& EntryCursor::findings() const {
    return pass_->findings();
}

}  // namespace wayside::ledger
