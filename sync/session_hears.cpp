// What the peer says, and what the store answers. Whatever the bytes are, they are refused or
// bounded.
#include "sync/session_core.hpp"

namespace wayside::sync {

namespace {

constexpr std::size_t most_heads_heard = 256;

Refusal too_many_refusals() {
    return {Why::too_many, "so much was refused that there is no sense in going on",
            "too_many_refusals"};
}

/// The store is away or over-full: the session is tried again, and nobody is to blame.
bool is_not_now(const Refusal& refusal) {
    return refusal.why == Why::unavailable && (refusal.rule.empty() || refusal.rule == "busy");
}

Refusal out_of_order() {
    return {Why::invalid, "a frame that may not come now", "frame_order"};
}

}  // namespace

void Session::Core::take(const RawFrame& frame) {
    if (frame.kind == FrameKind::hello) {
        if (stage_ != Stage::meeting) return end(out_of_order());
        return take_hello(frame.payload);
    }
    // A bye is the same in every version, and may come before one was agreed on.
    const auto decode = frame.kind == FrameKind::bye ? &decode_body : dialect_.decode;
    const auto body = decode(frame.kind, frame.payload);
    if (!body) return end(body.refusal());
    std::visit([this](const auto& each) { hear(each); }, *body);
}

void Session::Core::hear(const ByeBody& body) {
    was_told_ = true;
    stage_ = Stage::ended;
    why_ = Refusal{Why::forbidden, "the peer ended the session", body.rule};
}

void Session::Core::hear(const EnrolBody& body) {
    if (stage_ != Stage::proposing) return end(out_of_order());
    stage_ = Stage::enrolling;
    stage_since_ = now_;
    reader_.allow({FrameKind::here, FrameKind::bye});
    enrol_ticket_ = next_ticket();
    store_.enrol(*enrol_ticket_, body.proposal);
}

void Session::Core::hear(const RegisterStateBody& body) {
    const std::vector<Bytes>& records = register_->records();
    their_register_ = body;
    if (body.count > records.size()) {
        next_record_ = body.count;  // they have more, and give it
        return;
    }
    const bool is_ours =
        body.count == 0 || trust::record_hash(records[body.count - 1]) == body.last;
    if (is_ours) {
        next_record_ = std::max(next_record_, body.count);
    } else if (!has_sent_fork_) {
        // Two registers: one of us has a record that the other must see.
        has_sent_fork_ = true;
        next_record_ = 0;
    }
}

void Session::Core::hear(const RecordsBody& body) {
    queue(TakeRecords{body.records});
}

void Session::Core::hear(const ForgottenStateBody& body) {
    if (!peer_->spaces.is_shared(body.space)) return;
    their_forgotten_[body.space] = body.hash;
    may_owe_forgotten_ = true;
}

void Session::Core::hear(const ForgottenRowsBody& body) {
    TakeForgotten taking;
    for (const trust::PatientKeyRow& row : body.rows) {
        if (!peer_->spaces.is_shared(row.space)) continue;
        known_forgotten_.insert(trust::encode_row(row));
        taking.rows.push_back(row);
    }
    if (!taking.rows.empty()) queue(std::move(taking));
}

void Session::Core::hear(const FrontierBody& body) {
    const WordParties parties{identity_.region, peer_->device, identity_.device};
    const auto words = open_words(parties, peer_->key, body.words);
    if (!words) return end(words.refusal());
    last_words_ = body.words;
    for (const SpaceWord& word : *words) {
        const auto heard = peer_->spaces.hear(word, store_);
        if (!heard) return end(heard.refusal());
        peer_->outgoing.heard(peer_->spaces, word.space);
        note_receipt(word.space);
    }
    has_heard_ = true;
    may_plan_ = true;
    may_owe_forgotten_ = true;
}

void Session::Core::note_receipt(const SpaceId& space) {
    const Marks* theirs = peer_->spaces.theirs(space);
    if (theirs == nullptr) return;
    store_.note_receipt({peer_->device, space, *theirs, last_words_});
}

void Session::Core::hear(const HeldBody& body) {
    peer_->outgoing.hold(body.parcels);
}

void Session::Core::hear(const ParcelBody& body) {
    const std::uint64_t dropped = peer_->inbox.dropped_bytes();
    const auto begun = peer_->inbox.begin(body.name, body.offset);
    tally_.dropped_bytes += peer_->inbox.dropped_bytes() - dropped;
    if (!begun) return end(begun.refusal());
    ++tally_.parcels_in;
    ++parcels_heard_;
    their_logs_.note(body.name);
    queue_whole_parcel();
}

void Session::Core::hear(const BriefBody& body) {
    const auto name = name_of(their_logs_, body);
    if (!name) return end(name.refusal());
    hear(ParcelBody{*name, 0});
    if (!ended()) hear(PartBody{body.parcel});
}

void Session::Core::hear(const StoredBody& body) {
    const auto word = peer_->outgoing.word_for(body.parcel);
    if (!word) return;  // a later word has said so already
    Bytes words = encode_words({*word});
    words.insert(words.end(), body.signature.begin(), body.signature.end());
    hear(FrontierBody{std::move(words)});
}

void Session::Core::hear(const PartBody& body) {
    const auto added = peer_->inbox.add(body.bytes);
    if (!added) return end(added.refusal());
    tally_.parcel_bytes_in += body.bytes.size();
    queue_whole_parcel();
}

void Session::Core::queue_whole_parcel() {
    const auto whole = peer_->inbox.whole();
    if (!whole) return end(whole.refusal());
    if (!*whole) return;
    peer_->spaces.came(**whole);
    queue(TakeParcel{**whole, parcels_heard_});
}

void Session::Core::hear(const RefusedBody& body) {
    if (++refusals_heard_ > max_refusals) return end(too_many_refusals());
    const LogName name{body.space, body.log};
    if (!peer_->spaces.is_shared(name.space)) return;
    store_.note_refused(peer_->device, name.space, name.log, body.rule, true);
    peer_->outgoing.refused(name, body.rule, peer_->spaces);
    may_plan_ = true;
    if (body.rule == "fork") say_heads(name);
}

void Session::Core::hear(const HeadsBody& body) {
    heads_heard_ += body.heads.size();
    if (heads_heard_ > most_heads_heard) return end(too_many_refusals());
    for (const ledger::Head& head : body.heads) {
        if (!peer_->spaces.is_shared(head.space) || head.region != identity_.region) {
            return end({Why::forbidden, "heads of a space that is not for both", "not_a_member"});
        }
    }
    store_.note_heads(peer_->device, body.heads);
}

void Session::Core::hear(const HereBody&) {}

void Session::Core::queue(Taking taking) {
    const auto queued = peer_->incoming.add(std::move(taking));
    if (!queued) end(queued.refusal());
}

void Session::Core::ask_store() {
    Incoming& incoming = peer_->incoming;
    while (stage_ == Stage::open && !incoming.is_busy() && !incoming.is_empty()) {
        const auto taken = incoming.begin(next_ticket(), peer_->spaces, peer_->inbox, store_);
        if (taken) answered(*taken);
    }
}

void Session::Core::stored(Ticket ticket, const Result<void>& answer, Timestamp now) {
    run(now, [this, ticket, &answer] {
        if (stage_ == Stage::enrolling && ticket == enrol_ticket_) {
            if (!answer) return end(answer.refusal());
            return prove_enrolled();
        }
        if (!peer_) return;
        const auto taken = peer_->incoming.answered(ticket, answer);
        if (taken) answered(*taken);
    });
}

void Session::Core::packed(Ticket, const Result<Packed>& answer, Timestamp now) {
    run(now, [this, &answer] {
        const auto taken = peer_->outgoing.packed(answer, *register_);
        if (!taken) end(taken.refusal());
    });
}

void Session::Core::answered(const Taken& taken) {
    if (!taken.answer && is_not_now(taken.answer.refusal())) return end(taken.answer.refusal());
    if (std::holds_alternative<TakeRecords>(taken.what)) return refresh_register();
    if (std::holds_alternative<TakeForgotten>(taken.what)) {
        may_owe_forgotten_ = true;
        return;
    }
    const auto* parcel = std::get_if<TakeParcel>(&taken.what);
    if (parcel == nullptr) return;
    peer_->inbox.done(parcel->name);
    if (!taken.answer) return refuse_parcel(parcel->name, taken.answer);
    const LogName name{parcel->name.space, parcel->name.log};
    if (mark_in(all_of(store_.holding(name.space)), name.log).sequence < parcel->name.last) {
        // The peer waits for a word that covers what it sent: silence would hold up all the rest.
        return refuse_parcel(parcel->name,
                             Refusal{Why::unavailable, "taken, and not without a gap", "gap"});
    }
    peer_->spaces.owe(name);
    stored_ = *parcel;
    may_plan_ = true;
}

void Session::Core::refuse_parcel(const ParcelName& name, const Result<void>& answer) {
    if (!peer_->incoming.note(name, answer)) return;
    const std::string rule = answer.refusal().rule_name();
    store_.note_refused(peer_->device, name.space, name.log, rule, false);
    if (peer_->incoming.refusals() > max_refusals) return end(too_many_refusals());
    send(RefusedBody{name.space, name.log, rule});
    if (rule == "fork") say_heads({name.space, name.log});
}

}  // namespace wayside::sync
