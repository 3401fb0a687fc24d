#include "tests/sync/session/member.hpp"

#include <algorithm>

#include "storage/ledger/log_book.hpp"
#include "sync/package.hpp"

namespace wayside::sync::test {

namespace {

crypto::Signer draw_signer(Random& random) {
    return crypto::Signer::from_seed(crypto::Key::draw(random));
}

Bytes context_of(const ledger::LogOrigin& origin, std::uint64_t sequence,
                 const ledger::Sealing& sealing, const crypto::Hash32& previous) {
    ledger::LogRow row;
    row.region = origin.region;
    row.space = origin.space;
    row.log = origin.log;
    row.device = origin.device;
    ledger::SealingRow sealed_with;
    sealed_with.suite = sealing.suite;
    sealed_with.key_id = sealing.key_id;
    return ledger::entry_context(row, sequence, sealed_with, previous);
}

/// The chain hash of an entry behind `before`.
crypto::Hash32 chain_of(const trust::Keyring& keyring, const ledger::LogOrigin& origin,
                        std::uint64_t sequence, const ledger::RangeEntry& entry,
                        const crypto::Hash32& before) {
    const trust::SpaceKey* key = keyring.find(origin.space, entry.sealing.key_id);
    require(key != nullptr, "a member has the keys of its space");
    const Bytes context = context_of(origin, sequence, entry.sealing, before);
    const Bytes sealed = crypto::seal(key->key, entry.sealing.suite, crypto::Purpose::entry,
                                      context, entry.plaintext);
    return crypto::chain_hash(before, context, sealed);
}

}  // namespace

crypto::Hash32 MemoryLog::chain_at(std::uint64_t sequence) const {
    return sequence == 0 ? previous : entries[sequence - 1].chain;
}

Region::Region(std::uint64_t seed) : random(seed), authority(draw_signer(random)) {
    append(trust::RegionFounded{authority.public_key(), crypto::Suite::blake2b_xchacha20});
}

void Region::append(const trust::Body& body) {
    const auto record = book.append(authority, {1'772'438'400'000}, body);
    require(record.has_value(), "a test's record makes sense");
}

std::unique_ptr<Member> Region::add_device(trust::DeviceRole role) {
    auto member = std::make_unique<Member>(*this, role);
    append(trust::DeviceAdded{member->signer.public_key(), member->pair.public_key(), role});
    return member;
}

SpaceId Region::open_space(trust::SpaceKind kind, const SpaceId& of) {
    SpaceId space;
    random.fill(space.bytes);
    append(trust::SpaceOpened{space, kind, of, {}});
    crypto::Key key = crypto::Key::draw(random);
    append(trust::GenerationOpened{space, 1, crypto::key_id(key)});
    keys.emplace(space, std::move(key));
    return space;
}

void Region::admit(const SpaceId& space, const Member& member) {
    const auto boxed = crypto::box_for(member.pair.public_key(), keys.at(space).view(), random);
    trust::KeySealed sealed{space, 1, member.device, {}};
    std::ranges::copy(*boxed, sealed.boxed.begin());
    append(sealed);
}

void Region::revoke(const Member& member) {
    append(trust::DeviceCutOff{member.device, {}});
}

void Region::tell(Member& member) const {
    member.tell(book.records());
}

Member::Member(Region& of, trust::DeviceRole as)
    : region(of.book.region()),
      role(as),
      signer(draw_signer(of.random)),
      pair(crypto::BoxPair::from_seed(crypto::Key::draw(of.random))),
      device(trust::device_id(region, signer.public_key(), pair.public_key())),
      book(std::make_shared<trust::Register>()),
      keyring(crypto::Suite::blake2b_xchacha20),
      random(of.random.next()),
      start(random.draw_log()) {}

void Member::tell(const std::vector<Bytes>& records) {
    auto grown = std::make_shared<trust::Register>(*book);
    for (const Bytes& record : records) {
        if (!grown->accept(record)) break;
    }
    for (const trust::KeySealed& sealed : grown->sealed_keys()) {
        if (sealed.device != device) continue;
        const auto opened = pair.open(sealed.boxed);
        if (!opened) continue;
        auto key = crypto::Key::from(*opened);
        const crypto::Hash32 id = crypto::key_id(*key);
        const auto added = keyring.add(sealed.space, sealed.generation, id, std::move(*key));
        require(added.has_value(), "a test's key is as the register says");
    }
    book = grown;
}

Identity Member::identity() const {
    return {region, device, role, signer};
}

void Member::restart() {
    start = random.draw_log();
    inboxes.clear();
}

MemoryLog& Member::own_log(const SpaceId& space) {
    auto& logs = disk.logs[space];
    const auto here = logs.find(start);
    if (here != logs.end()) return here->second;
    MemoryLog log;
    log.origin = {region, space, start, device, {}};
    std::set<LogId> followed;
    for (const auto& [id, other] : logs) {
        if (other.origin.follows) followed.insert(other.origin.follows->log);
    }
    for (const auto& [id, other] : logs) {
        if (other.origin.device != device || followed.contains(id)) continue;
        log.origin.follows = ledger::EntryName{id, other.entries.size()};
        log.previous = other.chain_at(other.entries.size());
    }
    return logs.emplace(start, std::move(log)).first->second;
}

void Member::write(const SpaceId& space, const std::string& text) {
    MemoryLog& log = own_log(space);
    const trust::SpaceKey* key = keyring.newest(space);
    require(key != nullptr, "a member has the key of its space");
    MemoryEntry entry;
    entry.sealing = {keyring.suite(), key->id};
    entry.plaintext = Bytes(text.begin(), text.end());
    entry.chain = chain_of(keyring, log.origin, log.entries.size() + 1,
                           {entry.sealing, entry.plaintext}, log.chain_at(log.entries.size()));
    log.entries.push_back(std::move(entry));
}

void Member::write_many(const SpaceId& space, int count, const std::string& text) {
    for (int i = 0; i < count; ++i) write(space, text + std::to_string(i));
}

Holding Member::holding(const SpaceId& space) const {
    Holding out;
    const auto logs = disk.logs.find(space);
    if (logs == disk.logs.end()) return out;
    for (const auto& [id, log] : logs->second) {
        if (log.entries.empty()) continue;
        OwnLog own{{id, log.entries.size(), log.entries.back().chain}, {}};
        if (log.origin.follows) own.follows = log.origin.follows->log;
        out.push_back(own);
    }
    return out;
}

crypto::Hash32 Member::digest(const SpaceId& space) const {
    ByteWriter all;
    const auto logs = disk.logs.find(space);
    if (logs == disk.logs.end()) return {};
    for (const auto& [id, log] : logs->second) {
        for (const MemoryEntry& entry : log.entries) {
            all.raw(id.view());
            all.raw(entry.chain);
            all.sized(entry.plaintext);
        }
    }
    return crypto::hash<32>("test digest", {}, {all.bytes()});
}

std::uint64_t Member::entries(const SpaceId& space) const {
    std::uint64_t count = 0;
    const auto logs = disk.logs.find(space);
    if (logs == disk.logs.end()) return 0;
    for (const auto& [id, log] : logs->second) count += log.entries.size();
    return count;
}

ledger::Head Member::head_at(const MemoryLog& log, std::uint64_t sequence) const {
    ledger::Head head;
    head.region = log.origin.region;
    head.space = log.origin.space;
    head.device = log.origin.device;
    head.entry = {log.origin.log, sequence};
    head.chain = log.chain_at(sequence);
    ledger::sign_head(head, signer);
    return head;
}

Result<Packed> Member::pack(const PackWanted& wanted) {
    const auto logs = disk.logs.find(wanted.space);
    if (logs == disk.logs.end() || !logs->second.contains(wanted.log)) {
        return Refusal{Why::not_found, "no such log"};
    }
    MemoryLog& log = logs->second.at(wanted.log);
    std::uint64_t last = wanted.first - 1;
    std::size_t bytes = 0;
    const std::uint64_t most =
        std::min<std::uint64_t>(wanted.last.value_or(UINT64_MAX), log.entries.size());
    while (last < most && (last < wanted.first || bytes < wanted.most_opened_bytes)) {
        bytes += log.entries[last++].plaintext.size();
    }
    if (bytes > wanted.most_opened_bytes && last > wanted.first) --last;
    if (last < wanted.first) return Refusal{Why::not_found, "nothing to pack"};
    if (log.origin.device == device) {
        log.heads[last] = head_at(log, last);
    } else {
        auto head = log.heads.upper_bound(last);
        if (head == log.heads.begin()) return Refusal{Why::not_found, "no head"};
        last = (--head)->first;
        if (last < wanted.first) return Refusal{Why::not_found, "no head"};
    }
    ledger::SignedRange range;
    range.range.origin = log.origin;
    if (wanted.first > 1) range.range.origin.follows.reset();
    range.range.first = wanted.first;
    range.range.before = log.chain_at(wanted.first - 1);
    for (std::uint64_t i = wanted.first; i <= last; ++i) {
        range.range.entries.push_back({log.entries[i - 1].sealing, log.entries[i - 1].plaintext});
    }
    range.head = log.heads.at(last);
    PackOptions options{keyring, device, signer};
    options.coding = wanted.coding;
    options.form = PackageForm::given;
    for (const auto& [patient, row] : disk.rows[wanted.space]) {
        if (wanted.first == 1 && !row.forgotten) options.rows.push_back(row);
    }
    auto package = sync::pack(range, options);
    if (!package) return package.refusal();
    return Packed{wanted.first, last, range.head.chain, std::move(*package)};
}

Result<void> Member::take(const Arrived& arrived) {
    ++taken;
    auto opened = open_package(arrived.package, *book, keyring);
    if (!opened) return opened.refusal();
    auto checked = ledger::check_range(std::move(opened->range), *book, keyring);
    if (!checked) return checked.refusal();
    const ledger::Range& range = checked->range();
    MemoryLog fresh;
    fresh.origin = range.origin;
    fresh.previous = range.before;
    auto& logs = disk.logs[arrived.space];
    const auto here = logs.find(range.origin.log);
    if (here == logs.end() && range.first != 1) {
        return Refusal{Why::unavailable, "earlier entries are missing", "gap"};
    }
    MemoryLog& log = here == logs.end() ? fresh : here->second;
    if (range.first > log.entries.size() + 1) {
        return Refusal{Why::unavailable, "earlier entries are missing", "gap"};
    }
    if (log.chain_at(range.first - 1) != range.before) {
        log.contradicting.push_back(checked->head());
        return Refusal{Why::conflict, "two chains of one log", "fork"};
    }
    std::vector<crypto::Hash32> chains{range.before};
    for (const ledger::RangeEntry& entry : range.entries) {
        const std::uint64_t sequence = range.first + chains.size() - 1;
        chains.push_back(chain_of(keyring, range.origin, sequence, entry, chains.back()));
        if (sequence > log.entries.size() || log.chain_at(sequence) == chains.back()) continue;
        log.contradicting.push_back(checked->head());
        return Refusal{Why::conflict, "two chains of one log", "fork"};
    }
    for (std::size_t i = 0; i < range.entries.size(); ++i) {
        if (range.first + i <= log.entries.size()) {
            ++doubled;
            continue;
        }
        const ledger::RangeEntry& entry = range.entries[i];
        log.entries.push_back({entry.sealing, entry.plaintext, chains[i + 1]});
    }
    log.heads[range.last()] = checked->head();
    for (const trust::PatientKeyRow& row : opened->rows) {
        disk.rows[row.space].try_emplace(row.patient, row);
    }
    if (here == logs.end()) logs.emplace(range.origin.log, std::move(fresh));
    return {};
}

std::vector<trust::PatientKeyRow> MemberStore::forgotten(const SpaceId& space) const {
    std::vector<trust::PatientKeyRow> out;
    for (const auto& [patient, row] : member_.disk.rows[space]) {
        if (row.forgotten) out.push_back(row);
    }
    return out;
}

std::vector<ledger::Head> MemberStore::heads(const SpaceId& space, const LogId& log) const {
    std::vector<ledger::Head> out;
    const MemoryLog& kept = member_.disk.logs[space][log];
    if (!kept.heads.empty()) out.push_back(kept.heads.rbegin()->second);
    out.insert(out.end(), kept.contradicting.begin(), kept.contradicting.end());
    return out;
}

void MemberStore::take_records(Ticket ticket, const std::vector<Bytes>& records) {
    waiting_.push_back([this, ticket, records](Session& session, Timestamp now) {
        member_.tell(records);
        session.stored(ticket, {}, now);
    });
}

void MemberStore::enrol(Ticket ticket, const Bytes& proposal) {
    waiting_.push_back([this, ticket, proposal](Session& session, Timestamp now) {
        const Result<void> answer =
            member_.on_enrol
                ? member_.on_enrol(proposal)
                : Result<void>(Refusal{Why::forbidden, "no authority here", "not_authority"});
        session.stored(ticket, answer, now);
    });
}

void MemberStore::take_forgotten(Ticket ticket, const std::vector<trust::PatientKeyRow>& rows) {
    waiting_.push_back([this, ticket, rows](Session& session, Timestamp now) {
        for (const trust::PatientKeyRow& row : rows) {
            member_.disk.rows[row.space][row.patient] = row;
        }
        session.stored(ticket, {}, now);
    });
}

void MemberStore::take(Ticket ticket, Arrived arrived) {
    if (member_.on_take) member_.on_take();
    waiting_.push_back([this, ticket, arrived](Session& session, Timestamp now) {
        const Result<void> answer = member_.take(arrived);
        session.stored(ticket, answer, now);
    });
}

void MemberStore::pack(Ticket ticket, const PackWanted& wanted) {
    waiting_.push_back([this, ticket, wanted](Session& session, Timestamp now) {
        session.packed(ticket, member_.pack(wanted), now);
    });
}

void MemberStore::note_receipt(const Receipt& receipt) {
    member_.receipts[receipt.space] = receipt;
}

void MemberStore::note_heads(const DeviceId&, const std::vector<ledger::Head>& heads) {
    member_.heads_heard.insert(member_.heads_heard.end(), heads.begin(), heads.end());
}

void MemberStore::note_refused(const DeviceId&, const SpaceId&, const LogId&,
                               const std::string& rule, bool by_peer) {
    member_.refused.push_back((by_peer ? "they " : "we ") + rule);
}

bool MemberStore::answer_one(Session& session, Timestamp now) {
    if (waiting_.empty()) return false;
    const auto next = std::move(waiting_.front());
    waiting_.pop_front();
    next(session, now);
    return true;
}

}  // namespace wayside::sync::test
