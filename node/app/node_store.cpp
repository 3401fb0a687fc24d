#include "node/app/node_store.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "storage/ledger/marker.hpp"
#include "sync/keys_brought.hpp"
#include "sync/package.hpp"

namespace wayside::app {

namespace {

sync::PackOptions pack_options(Meeting& meeting, const sync::PackWanted& wanted) {
    const trust::Box& box = meeting.parts().box;
    sync::PackOptions options{.keyring = box.keyring, .packer = box.device, .signer = box.signer};
    options.coding = wanted.coding;
    options.most_opened_bytes = wanted.most_opened_bytes;
    if (!wanted.closed) {
        options.patient_key = [&meeting, space = wanted.space](const PatientId& patient) {
            return meeting.patient_key(space, patient);
        };
    }
    return options;
}

}  // namespace

std::shared_ptr<const trust::Register> NodeStore::region_register() const {
    return meeting_.region_register();
}

sync::Holding NodeStore::holding(const SpaceId& space) const {
    const ledger::Holdings& holdings = meeting_.parts().holdings;
    sync::Holding out;
    for (const ledger::LogMark& mark : holdings.marks(space)) {
        const auto held = holdings.find(space, mark.log);
        std::optional<LogId> follows;
        if (held && held->follows) follows = held->follows->log;
        out.push_back({mark, follows});
    }
    return out;
}

std::vector<trust::PatientKeyRow> NodeStore::forgotten(const SpaceId& space) const {
    return meeting_.forgotten(space);
}

std::vector<ledger::Head> NodeStore::heads(const SpaceId& space, const LogId& log) const {
    const MeetingParts& parts = meeting_.parts();
    auto out = parts.reader.heads_of(space, log);
    const auto held = parts.holdings.find(space, log);
    if (!held || held->device != parts.box.device || held->mark.sequence == 0) return out;
    // How far our own log goes is not signed until something is packed: whoever has another history
    // of the same length has its proof by this.
    ledger::Head own{parts.box.region, space, parts.box.device, {log, held->mark.sequence},
                     held->mark.chain, {}};
    ledger::sign_head(own, parts.box.signer);
    out.push_back(own);
    return out;
}

sync::Inbox& NodeStore::inbox(const DeviceId& peer) {
    return meeting_.inbox(peer);
}

Meeting::Answer NodeStore::answer(sync::Ticket ticket) const {
    return [tell = tell_, ticket](const Result<void>& answer) {
        tell([ticket, answer](sync::Session& session, Timestamp now) {
            session.stored(ticket, answer, now);
        });
    };
}

void NodeStore::take_records(sync::Ticket ticket, const std::vector<Bytes>& records) {
    meeting_.take_records(records, answer(ticket));
}

void NodeStore::enrol(sync::Ticket ticket, const Bytes& proposal) {
    meeting_.enrol(proposal, answer(ticket));
}

void NodeStore::take_forgotten(sync::Ticket ticket, const std::vector<trust::PatientKeyRow>& rows) {
    meeting_.take_forgotten(rows, answer(ticket));
}

Result<NodeStore::Unpacked> NodeStore::open(const sync::Arrived& arrived) {
    const auto known = meeting_.region_register();
    const trust::Keyring& keyring = meeting_.parts().box.keyring;
    auto opened = sync::open_package(
        arrived.package, *known, keyring,
        [&](const PatientId& patient) { return meeting_.patient_key(arrived.space, patient); });
    if (!opened) return opened.refusal();
    auto range = ledger::check_range(std::move(opened->range), *known, keyring);
    if (!range) return range.refusal();
    meeting_.learn_keys(opened->rows);
    return Unpacked{std::move(*range), std::move(opened->rows)};
}

std::uint64_t NodeStore::restored_by(const ledger::CheckedRange& range) const {
    const ledger::LogOrigin& origin = range.range().origin;
    if (origin.device != meeting_.parts().box.device) return 0;
    const auto held = meeting_.parts().holdings.find(origin.space, origin.log);
    const std::uint64_t before = std::max(held ? held->last : 0, range.range().first - 1);
    return range.range().last() > before ? range.range().last() - before : 0;
}

void NodeStore::take(sync::Ticket ticket, sync::Arrived arrived) {
    auto unpacked = open(arrived);
    if (!unpacked) return answer(ticket)(unpacked.refusal());
    const SpaceId space = arrived.space;
    const std::uint64_t restored = restored_by(unpacked->range);
    meeting_.parts().desk.take({.range = std::move(unpacked->range),
                                .keys = std::move(unpacked->keys),
                                .register_records = {}},
                               [space, restored, &meeting = meeting_,
                                answer = answer(ticket)](const Result<void>& stored) {
                                   if (stored) meeting.kept(space, restored);
                                   answer(stored);
                               });
}

void NodeStore::pack(sync::Ticket ticket, const sync::PackWanted& wanted) {
    auto done = packed(wanted);
    // Later, not from within: the session is in the middle of asking.
    tell_([ticket, done = std::move(done)](sync::Session& session, Timestamp now) {
        session.packed(ticket, done, now);
    });
}

Result<sync::Packed> NodeStore::packed(const sync::PackWanted& wanted) {
    const MeetingParts& parts = meeting_.parts();
    const auto held = parts.holdings.find(wanted.space, wanted.log);
    if (!held) return Refusal{Why::not_found, "this log is not here"};
    const bool is_own = held->device == parts.box.device;
    const auto read = [&](const std::optional<std::uint64_t>& last) {
        return is_own ? parts.reader.range_to_sign(wanted.space, wanted.log, wanted.first,
                                                   wanted.most_opened_bytes, last)
                      : parts.reader.range(wanted.space, wanted.log, wanted.first,
                                           wanted.most_opened_bytes, last);
    };
    auto range = read(wanted.last);
    if (!range) return range.refusal();
    const std::uint64_t last = sync::last_with_room(range->range);
    if (last != range->range.last()) range = read(last);
    if (!range) return range.refusal();
    if (is_own) ledger::sign_head(range->head, parts.box.signer);
    sync::PackOptions options = pack_options(meeting_, wanted);
    options.form = sync::PackageForm::given;
    options.rows = rows_of(wanted.space, sync::keys_brought(range->range, wanted));
    auto package = sync::pack(*range, options);
    if (!package) return package.refusal();
    ledger::sync_marker(parts.dir.root);
    return sync::Packed{.first = range->range.first,
                        .last = range->range.last(),
                        .after = range->head.chain,
                        .package = std::move(*package)};
}

std::vector<trust::PatientKeyRow> NodeStore::rows_of(const SpaceId& space,
                                                     const std::vector<PatientId>& patients) {
    std::vector<trust::PatientKeyRow> out;
    for (const PatientId& patient : patients) {
        if (auto row = meeting_.key_row(space, patient)) out.push_back(std::move(*row));
    }
    return out;
}

void NodeStore::note_receipt(const sync::Receipt& receipt) {
    meeting_.receipt(receipt);
}

void NodeStore::note_heads(const DeviceId& peer, const std::vector<ledger::Head>& heads) {
    const auto known = meeting_.region_register();
    std::vector<ledger::CheckedHead> believed;
    for (const ledger::Head& head : heads) {
        auto checked = ledger::check_head(head, *known);
        if (checked) believed.push_back(std::move(*checked));
    }
    if (believed.empty()) return;
    const auto told = [peer, &meeting = meeting_](const Result<void>& stored) {
        if (stored || stored.refusal().rule != "fork") return;
        spdlog::warn("device {} holds another history of a log: a fork is proved", peer.text());
        meeting.tell();
    };
    meeting_.parts().desk.take(
        {.range = {}, .keys = {}, .register_records = {}, .heads = std::move(believed)}, told);
}

void NodeStore::note_refused(const DeviceId& peer, const SpaceId&, const LogId& log,
                             const std::string& rule, bool by_peer) {
    spdlog::warn("{} {} log {}: {}", by_peer ? "refused by device" : "refused of device",
                 peer.text(), log.text(), rule);
    meeting_.parts().report.trouble({rule, peer, log, by_peer, {}});
    meeting_.tell();
}

}  // namespace wayside::app
