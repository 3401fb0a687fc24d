#include "storage/trust/register.hpp"

#include <algorithm>

namespace wayside::trust {

namespace {

/// So many signed records are kept while a fork stands, and no more.
constexpr std::size_t most_aside = 4096;

bool is_equal(ByteView a, ByteView b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

Refusal senseless(std::string detail) {
    return {Why::invalid, std::move(detail), "register_record"};
}

Refusal not_signed() {
    return {Why::damaged, "a register record that the region's authority did not sign",
            "register_signature"};
}

Refusal forked(std::uint64_t sequence) {
    return {Why::conflict,
            "the authority signed two register records " + std::to_string(sequence) +
                "; nothing more is accepted until it settles which one counts",
            "register_forked"};
}

Refusal stopped(const Fork& fork) {
    return {Why::conflict,
            "the register stopped at record " + std::to_string(fork.sequence) +
                ", of which the authority signed two",
            "register_stopped"};
}

/// What names the two records of a fork, that one counting which `kept` is.
ForkSettled settlement(std::uint64_t sequence, ByteView kept, ByteView other) {
    return {sequence, record_hash(kept), record_hash(other)};
}

}  // namespace

Result<Register> Register::load(const std::vector<Bytes>& stored) {
    Register out;
    std::optional<std::size_t> proposal;
    const auto refused = [](std::size_t place, const Refusal& why) {
        return Refusal{why.why,
                       "stored register record " + std::to_string(place) + ": " + why.detail,
                       why.rule};
    };
    for (std::size_t i = 0; i < stored.size(); ++i) {
        if (is_proposal(stored[i])) {
            proposal = i;
            continue;
        }
        const auto accepted = out.accept(stored[i]);
        if (accepted) continue;
        const Refusal& refusal = accepted.refusal();
        // A fork was found before the restart; what was in force then is in force now.
        if (refusal.rule == "register_forked" || refusal.rule == "register_stopped") continue;
        return refused(i, refusal);
    }
    if (!proposal) return out;
    const auto proposed = out.propose(stored[*proposal]);
    if (!proposed) return refused(*proposal, proposed.refusal());
    return out;
}

Result<Acceptance> Register::accept(ByteView bytes) {
    const auto record = decode_record(bytes);
    if (!record) return record.refusal();
    if (is_lost(*record, bytes)) return Acceptance::already_here;
    if (record->sequence < records_.size()) return meet_again(*record, bytes);
    if (fork_) return meet_stopped(*record, bytes);
    if (record->sequence > records_.size()) {
        return Refusal{Why::unavailable,
                       "register records from " + std::to_string(records_.size()) +
                           " on are missing here; they come first",
                       "register_gap"};
    }
    return take(*record, bytes);
}

Result<Acceptance> Register::take(const Record& record, ByteView bytes) {
    if (const auto is_signed = check_signature(record, bytes); !is_signed) {
        return is_signed.refusal();
    }
    if (record.previous != last_hash_) {
        return Refusal{Why::damaged,
                       "register record " + std::to_string(record.sequence) +
                           " follows another record than the one that is here",
                       "register_chain"};
    }
    const auto* settled = std::get_if<ForkSettled>(&record.body);
    if (settled != nullptr) {
        if (const auto checked = check_settlement(*settled); !checked) return checked.refusal();
    }
    if (const auto added = signed_.add(record.body); !added) return added.refusal();

    records_.emplace_back(bytes.begin(), bytes.end());
    last_hash_ = record_hash(bytes);
    if (settled != nullptr) {
        lost_.insert(settled->other);
        fork_.reset();
        aside_.clear();
    }
    propose_anew();
    return Acceptance::added;
}

Result<void> Register::check_settlement(const ForkSettled& body) const {
    if (body.sequence >= records_.size() || record_hash(records_[body.sequence]) != body.kept) {
        return senseless("it settles a fork for a record that is not of this chain");
    }
    return {};
}

/// Whether it is of a history that does not count: who still has that one tells all of it, each
/// record after the one on which it builds.
bool Register::is_lost(const Record& record, ByteView bytes) {
    if (lost_.empty()) return false;
    const crypto::Hash32 hash = record_hash(bytes);
    if (lost_.contains(hash)) return true;
    const bool is_new = lost_.contains(record.previous) && lost_.size() < most_aside &&
                        is_signed_by(authority(), region(), bytes);
    if (is_new) lost_.insert(hash);
    return is_new;
}

Result<Acceptance> Register::meet_again(const Record& record, ByteView bytes) {
    const Bytes& kept = records_[record.sequence];
    if (is_equal(kept, bytes)) return Acceptance::already_here;
    // Only the authority can fork its register: what anybody could write stops nothing.
    if (!is_signed_by(authority(), region(), bytes)) return not_signed();
    // Where records come out of order a later pair is met first; the fork is where they part.
    if (!fork_ || record.sequence < fork_->sequence) {
        fork_ = Fork{record.sequence, kept, Bytes(bytes.begin(), bytes.end())};
    }
    if (put_aside(bytes) && go_over()) return Acceptance::added;
    return forked(record.sequence);
}

Result<Acceptance> Register::meet_stopped(const Record& record, ByteView bytes) {
    if (!is_signed_by(authority(), region(), bytes)) return not_signed();
    const bool settles_for_ours =
        record.body == Body{settlement(fork_->sequence, fork_->kept, fork_->other)};
    if (settles_for_ours && record.sequence == records_.size()) return take(record, bytes);
    if (put_aside(bytes) && go_over()) return Acceptance::added;
    return stopped(*fork_);
}

bool Register::put_aside(ByteView bytes) {
    const auto is_here = [&](const Bytes& other) { return is_equal(other, bytes); };
    if (std::any_of(aside_.begin(), aside_.end(), is_here)) return false;
    if (aside_.size() >= most_aside) return false;
    aside_.emplace_back(bytes.begin(), bytes.end());
    return true;
}

/// Where the authority settled the fork for the other record, and everything from there up to the
/// settlement is here, the chain is that one from now on.
bool Register::go_over() {
    const Body settles{settlement(fork_->sequence, fork_->other, fork_->kept)};
    const bool is_settled = std::any_of(aside_.begin(), aside_.end(), [&](const Bytes& bytes) {
        const auto record = decode_record(bytes);
        return record && record->body == settles;
    });
    if (!is_settled) return false;

    Register other;
    const auto common = records_.begin() + static_cast<std::ptrdiff_t>(fork_->sequence);
    std::for_each(records_.begin(), common, [&other](const Bytes& bytes) {
        const auto again = other.accept(bytes);
        require(again.has_value(), "what was accepted once is accepted again");
    });
    std::vector<Bytes> waiting = aside_;
    const auto join = [&other](const Bytes& bytes) {
        const auto record = decode_record(bytes);
        return record->sequence == other.records_.size() && other.accept(bytes).has_value();
    };
    while (std::erase_if(waiting, join) > 0) {
    }
    if (!other.lost_.contains(record_hash(fork_->kept))) return false;

    std::optional<Proposing> proposing = std::move(proposing_);
    *this = std::move(other);
    proposing_ = std::move(proposing);
    propose_anew();
    return true;
}

Result<void> Register::check_signature(const Record& record, ByteView bytes) const {
    const auto* founding = std::get_if<RegionFounded>(&record.body);
    if (!is_founded() && founding == nullptr) {
        return senseless("a register begins with the founding of its region");
    }
    const crypto::PublicKey& by = is_founded() ? authority() : founding->authority;
    if (!is_signed_by(by, region_id(by), bytes)) return not_signed();
    return {};
}

Result<Bytes> Register::append(const crypto::Signer& authority_signer, Timestamp at,
                               const Body& body) {
    const auto* founding = std::get_if<RegionFounded>(&body);
    const crypto::PublicKey& by = authority_signer.public_key();
    const bool may =
        is_founded() ? by == authority() : founding != nullptr && founding->authority == by;
    if (!may) return Refusal{Why::forbidden, "only the region's authority signs its register"};
    const Record record{records_.size(), last_hash_, at, body};
    Bytes bytes = sign_record(authority_signer, region_id(by), record);
    const auto accepted = accept(bytes);
    if (!accepted) return accepted.refusal();
    return bytes;
}

Result<void> Register::propose(ByteView bytes) {
    auto proposal = decode_proposal(bytes);
    if (!proposal) return proposal.refusal();
    if (!is_founded() || region_of(proposal->invitation) != region()) {
        return Refusal{Why::forbidden, "a proposal to another region", "other_region"};
    }
    proposing_ = Proposing{Bytes(bytes.begin(), bytes.end()), *std::move(proposal), {}};
    propose_anew();
    return {};
}

void Register::propose_anew() {
    if (!proposing_) return;
    proposing_->with = signed_;
    // What is signed already, or was decided otherwise, is refused here: that is the left out.
    static_cast<void>(proposing_->with.add(proposing_->proposal.invitation.hub).has_value());
    for (const Body& body : bodies_of(proposing_->proposal)) {
        static_cast<void>(proposing_->with.add(body).has_value());
    }
}

const Bytes* Register::proposal() const {
    if (!proposing_) return nullptr;
    const auto& enrolled = signed_.enrolments();
    // By which of its invitations is no matter: the answer to an earlier one may have been lost.
    const Proposal& wanted = proposing_->proposal;
    const bool is_enrolled = std::ranges::any_of(enrolled, [&](const ClinicEnrolled& one) {
        return one.space == wanted.clinic.space && one.device == box_of(wanted);
    });
    return is_enrolled ? nullptr : &proposing_->bytes;
}

const RegisterFacts& Register::facts() const {
    return proposing_ ? proposing_->with : signed_;
}

}  // namespace wayside::trust
