// What is to be said now, most urgent first. Everything that is owed is a difference between what
// is and what was told, so that nothing can be forgotten and nothing piles up.
#include <algorithm>

#include "sync/session_core.hpp"

namespace wayside::sync {

namespace {

constexpr std::size_t most_records_bytes = 32 * 1024;
constexpr std::size_t most_rows = 128;
constexpr std::size_t most_heads = 16;

}  // namespace

bool Session::Core::say_next() {
    if (waits_for_word_ && !has_heard_) return false;
    return say_register() || say_records() || say_forgotten() || say_held() || say_words() ||
           say_parcels();
}

bool Session::Core::say_register() {
    const RegisterStateBody state{register_->records().size(), register_->last_hash()};
    if (told_register_ == state) return false;
    told_register_ = state;
    send(state);
    return true;
}

bool Session::Core::say_records() {
    const std::vector<Bytes>& records = register_->records();
    if (!their_register_ || next_record_ >= records.size()) return false;
    RecordsBody body;
    std::size_t bytes = 0;
    while (next_record_ < records.size() && bytes < most_records_bytes) {
        bytes += records[next_record_].size();
        body.records.push_back(records[next_record_++]);
    }
    send(body);
    return true;
}

bool Session::Core::say_forgotten() {
    if (!may_owe_forgotten_) return false;
    for (const SpaceId& space : peer_->spaces.shared()) {
        const std::vector<trust::PatientKeyRow> rows = store_.forgotten(space);
        const crypto::Hash32 hash = hash_of_forgotten(rows);
        crypto::Hash32& told = told_forgotten_[space];
        if (told != hash) {
            told = hash;
            send(ForgottenStateBody{space, hash});
            return true;
        }
        if (!has_heard_ || their_forgotten_[space] == hash) continue;
        ForgottenRowsBody body;
        for (const trust::PatientKeyRow& row : rows) {
            if (body.rows.size() == most_rows) break;
            if (known_forgotten_.insert(trust::encode_row(row)).second) body.rows.push_back(row);
        }
        if (body.rows.empty()) continue;
        send(body);
        return true;
    }
    may_owe_forgotten_ = false;
    return false;
}

bool Session::Core::say_held() {
    if (has_said_held_) return false;
    has_said_held_ = true;
    Inbox& inbox = peer_->inbox;
    for (const SpaceId& space : peer_->spaces.shared()) {
        for (const ledger::LogMark& mark : all_of(store_.holding(space))) {
            inbox.drop_through(space, mark.log, mark.sequence);
        }
    }
    HeldBody body{inbox.held()};
    std::erase_if(body.parcels, [this](const HeldParcel& parcel) {
        return !peer_->spaces.is_shared(parcel.name.space);
    });
    if (body.parcels.empty()) return false;
    send(body);
    return true;
}

bool Session::Core::say_words() {
    if (has_said_words_ && !may_owe_words_ && !peer_->spaces.owes()) return false;
    may_owe_words_ = false;
    const std::vector<SpaceWord> words = peer_->spaces.due(store_);
    // The first one is said even where there is nothing to say: the peer waits for it.
    if (words.empty() && has_said_words_) return false;
    has_said_words_ = true;
    const WordParties parties{identity_.region, identity_.device, peer_->device};
    const Bytes said = sign_words(parties, identity_.signer, words);
    if (is_said_as_stored(words)) {
        StoredBody body{stored_->number, {}};
        std::copy(said.end() - static_cast<std::ptrdiff_t>(body.signature.size()), said.end(),
                  body.signature.begin());
        stored_.reset();
        send(body);
    } else {
        send(FrontierBody{said});
    }
    return true;
}

/// Whether the peer can make these words itself of the last parcel that we stored.
bool Session::Core::is_said_as_stored(const std::vector<SpaceWord>& words) const {
    if (!stored_ || words.size() != 1) return false;
    const SpaceWord& word = words.front();
    const bool is_receipt =
        word.extent == Extent::some && !word.asks_more && word.marks.size() == 1;
    if (!is_receipt || word.space != stored_->name.space) return false;
    const ledger::LogMark& mark = word.marks.front();
    return mark.log == stored_->name.log && mark.sequence == stored_->name.last;
}

bool Session::Core::say_parcels() {
    if (!has_heard_) return false;
    Outgoing& outgoing = peer_->outgoing;
    if (const auto frame = outgoing.next_frame(tally_)) {
        send(*frame);
        return true;
    }
    if (may_plan_ && outgoing.is_idle() && now_ >= gathers_until_) {
        may_plan_ = false;
        for (const LogName& forked : outgoing.plan(peer_->spaces, store_)) {
            store_.note_refused(peer_->device, forked.space, forked.log, "fork", false);
            say_heads(forked);
        }
    }
    const auto wanted = outgoing.wanted();
    if (!wanted) return false;
    outgoing.asked(*wanted);
    store_.pack(next_ticket(), *wanted);
    return true;
}

void Session::Core::say_heads(const LogName& name) {
    HeadsBody body{store_.heads(name.space, name.log)};
    if (body.heads.size() > most_heads) {
        // The newest: two histories part somewhere, and never meet again.
        const auto too_many = static_cast<std::ptrdiff_t>(body.heads.size() - most_heads);
        body.heads.erase(body.heads.begin(), body.heads.begin() + too_many);
    }
    if (!body.heads.empty()) send(body);
}

}  // namespace wayside::sync
