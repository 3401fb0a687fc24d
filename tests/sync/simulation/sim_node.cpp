#include "tests/sync/simulation/sim_node.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "storage/sqlite/database.hpp"
#include "sync/keys_brought.hpp"
#include "sync/package.hpp"

namespace wayside::sync::simulation {

namespace {

/// In memory, where the machine has such a folder and nobody chose another one: what counts here
/// is which commits a disk holds, and a kill that leaves the machine running asks no more of it.
std::filesystem::path new_folder() {
    const std::filesystem::path in_memory = "/dev/shm";
    const bool is_chosen = std::getenv("TMPDIR") != nullptr;
    const bool has_memory = !is_chosen && ::access(in_memory.c_str(), W_OK) == 0;
    const auto parent = has_memory ? in_memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "wayside-XXXXXX").string();
    return ::mkdtemp(name.data());
}

std::filesystem::path copy_of(const std::filesystem::path& folder) {
    return folder.string() + "-copy";
}

}  // namespace

SimNode::SimNode(std::uint64_t seed, const SimClock& with)
    : clock(with), random(seed), role(trust::DeviceRole::hub), folder_(new_folder()) {
    unlocking_ = crypto::Key::draw(random);
    trust::Founding founding = trust::found_region(role, random, clock);
    trust::open_region_space(founding, random, clock);
    create(founding.region_register.records(), founding.secrets, founding.owner);
}

SimNode::SimNode(std::uint64_t seed, const SimClock& with, ByteView invitation)
    : clock(with), random(seed), role(trust::DeviceRole::box), folder_(new_folder()) {
    unlocking_ = crypto::Key::draw(random);
    auto joining = trust::join_region(invitation, clock.now(), random);
    require(joining.has_value(), "an invitation is good");
    create(joining->stored, joining->secrets, joining->owner);
}

SimNode::~SimNode() {
    kill();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    std::filesystem::remove_all(copy_of(folder_), ignored);
}

void SimNode::create(const std::vector<Bytes>& records, const trust::DeviceSecrets& secrets,
                     const trust::SecretsOwner& owner) {
    const Bytes wrapped =
        trust::wrap_secrets(secrets, owner, crypto::Suite::blake2b_xchacha20, unlocking_);
    ledger::Ledger::create(folder_, records, wrapped);
    start();
}

void SimNode::start() {
    auto bare = ledger::LedgerReader::open(folder_);
    auto opened = trust::open_box(bare->register_records(), *bare->device_secrets(), unlocking_);
    require(opened.has_value(), "what was stored opens");
    box = std::make_unique<trust::Box>(std::move(*opened));
    book = std::make_shared<const trust::Register>(box->region_register);
    auto written = ledger::Ledger::open(folder_, *box, {random.draw_log(), ledger::MachineId{7}});
    writer = std::make_unique<ledger::Ledger>(std::move(*written));
    auto read = ledger::LedgerReader::open(folder_, &box->keyring);
    reader = std::make_unique<ledger::LedgerReader>(std::move(*read));
    auto cursor = reader->entries();
    while (cursor.next()) {
    }
    writer->begin_holdings(cursor.held_logs());
}

void SimNode::kill() {
    reader.reset();
    writer.reset();
    box.reset();
    inboxes.clear();
}

void SimNode::copy() {
    std::filesystem::remove_all(copy_of(folder_));
    std::filesystem::copy(folder_, copy_of(folder_), std::filesystem::copy_options::recursive);
}

void SimNode::restore() {
    kill();
    std::filesystem::remove_all(folder_);
    std::filesystem::copy(copy_of(folder_), folder_, std::filesystem::copy_options::recursive);
    start();
}

void SimNode::write(const SpaceId& space, const std::string& text) {
    ledger::Batch batch;
    batch.entries.push_back({space, writer->next_sequence(space), Bytes(text.begin(), text.end())});
    writer->commit(batch);
}

Contents SimNode::contents(const SpaceId& space) const {
    Contents out;
    auto cursor = reader->entries();
    while (const auto entry = cursor.next()) {
        if (entry->space != space) continue;
        out[entry->name] = {entry->chain, entry->plaintext.value_or(Bytes{})};
    }
    return out;
}

trust::PatientKeys SimNode::patient_keys(const SpaceId& space) const {
    trust::PatientKeys out;
    for (const auto& row : reader->patient_keys().rows) {
        if (row.space != space) continue;
        static_cast<void>(out.load(row, box->keyring));
    }
    return out;
}

void SimNode::lose_patient_keys() {
    kill();
    {
        auto database =
            sqlite::Database::open((folder_ / "ledger.db").string(), sqlite::Access::read_write);
        database.execute("UPDATE patient_key SET wrapped = zeroblob(length(wrapped))");
    }
    start();
}

Identity SimNode::identity() const {
    return {box->region, box->device, role, box->signer};
}

Holding SimStore::holding(const SpaceId& space) const {
    Holding out;
    const ledger::Holdings& holdings = node_.writer->holdings();
    for (const ledger::LogMark& mark : holdings.marks(space)) {
        const auto held = holdings.find(space, mark.log);
        OwnLog own{mark, {}};
        if (held && held->follows) own.follows = held->follows->log;
        out.push_back(own);
    }
    return out;
}

std::vector<trust::PatientKeyRow> SimStore::forgotten(const SpaceId&) const {
    return {};
}

std::vector<ledger::Head> SimStore::heads(const SpaceId& space, const LogId& log) const {
    return node_.reader->heads_of(space, log);
}

Result<void> SimStore::store(const trust::Taken& taken) {
    if (!taken.to_store.empty()) node_.writer->add_register_records(taken.to_store);
    node_.book = std::make_shared<const trust::Register>(node_.box->region_register);
    if (taken.refusal) return *taken.refusal;
    return {};
}

void SimStore::take_records(Ticket ticket, const std::vector<Bytes>& records) {
    waiting_.push_back([this, ticket, records](Session& session, Timestamp now) {
        session.stored(ticket, store(node_.box->accept(records)), now);
    });
}

void SimStore::enrol(Ticket ticket, const Bytes& proposal) {
    waiting_.push_back([this, ticket, proposal](Session& session, Timestamp now) {
        const auto records = trust::enrol(*node_.box, proposal, node_.clock.now());
        if (!records) {
            session.stored(ticket, records.refusal(), now);
        } else {
            session.stored(ticket, store(node_.box->accept(*records)), now);
        }
    });
}

void SimStore::take_forgotten(Ticket ticket, const std::vector<trust::PatientKeyRow>&) {
    waiting_.push_back(
        [ticket](Session& session, Timestamp now) { session.stored(ticket, {}, now); });
}

Result<void> SimStore::receive(const Arrived& arrived) {
    const trust::PatientKeys keys = node_.patient_keys(arrived.space);
    auto opened = open_package(arrived.package, *node_.book, node_.box->keyring,
                               [&keys](const PatientId& patient) { return keys.find(patient); });
    if (!opened) return opened.refusal();
    auto checked = ledger::check_range(std::move(opened->range), *node_.book, node_.box->keyring);
    if (!checked) return checked.refusal();
    ledger::Batch batch;
    batch.received.push_back(std::move(*checked));
    batch.received_keys = std::move(opened->rows);
    return node_.writer->receive(batch);
}

void SimStore::take(Ticket ticket, Arrived arrived) {
    waiting_.push_back([this, ticket, arrived](Session& session, Timestamp now) {
        session.stored(ticket, receive(arrived), now);
    });
}

Result<Packed> SimStore::packed(const PackWanted& wanted) {
    const auto held = node_.writer->holdings().find(wanted.space, wanted.log);
    if (!held) return Refusal{Why::not_found, "no such log"};
    const bool is_ours = held->device == node_.box->device;
    const auto read = [&](const std::optional<std::uint64_t>& last) {
        return is_ours ? node_.reader->range_to_sign(wanted.space, wanted.log, wanted.first,
                                                     wanted.most_opened_bytes, last)
                       : node_.reader->range(wanted.space, wanted.log, wanted.first,
                                             wanted.most_opened_bytes, last);
    };
    auto range = read({});
    if (!range) return range.refusal();
    const std::uint64_t last = last_with_room(range->range);
    if (last != range->range.last()) range = read(last);
    if (!range) return range.refusal();
    if (is_ours) {
        ledger::sign_head(range->head, node_.box->signer);
        ledger::Batch batch;
        batch.heads.push_back(range->head);
        node_.writer->commit(batch);
    }
    node_.writer->sync_marker();
    PackOptions options{node_.box->keyring, node_.box->device, node_.box->signer};
    options.coding = wanted.coding;
    options.form = PackageForm::given;
    const trust::PatientKeys keys = node_.patient_keys(wanted.space);
    if (!wanted.closed) {
        options.patient_key = [&keys](const PatientId& patient) { return keys.find(patient); };
    }
    for (const PatientId& patient : keys_brought(range->range, wanted)) {
        auto row = node_.reader->patient_key(wanted.space, patient);
        if (row) options.rows.push_back(std::move(*row));
    }
    auto package = sync::pack(*range, options);
    if (!package) return package.refusal();
    return Packed{wanted.first, range->range.last(), range->head.chain, std::move(*package)};
}

void SimStore::pack(Ticket ticket, const PackWanted& wanted) {
    waiting_.push_back([this, ticket, wanted](Session& session, Timestamp now) {
        session.packed(ticket, packed(wanted), now);
    });
}

void SimStore::note_receipt(const Receipt& receipt) {
    node_.receipts[receipt.space] = receipt;
}

void SimStore::note_refused(const DeviceId&, const SpaceId&, const LogId&, const std::string& rule,
                            bool by_peer) {
    node_.refused.push_back((by_peer ? "they " : "we ") + rule);
}

bool SimStore::answer_one(Session& session, Timestamp now) {
    if (waiting_.empty()) return false;
    const auto next = std::move(waiting_.front());
    waiting_.pop_front();
    ++answered;
    next(session, now);
    return true;
}

}  // namespace wayside::sync::simulation
