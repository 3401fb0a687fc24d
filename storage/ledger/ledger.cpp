#include "storage/ledger/ledger.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "storage/ledger/ledger_writer.hpp"
#include "storage/ledger/schema.hpp"

namespace wayside::ledger {

namespace {

using sqlite::Cause;
using sqlite::StorageError;

/// Ours alone to read, and not there before; SQLite gives its side files the same rights.
void make_database_file(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        throw StorageError(
            errno == ENOSPC ? Cause::full : Cause::other,
            errno == EEXIST ? "there is a ledger already" : "the ledger's file cannot be made");
    }
    ::close(descriptor);
}

void sync_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool is_synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!is_synced) throw StorageError(Cause::sync, "the ledger's folder cannot be synced");
}

void fill_database(sqlite::Database& database, const std::vector<Bytes>& records,
                   ByteView wrapped_secrets) {
    const auto migrated = sqlite::migrate(database, migrations());
    require(migrated.has_value(), "a new database takes our migrations");
    sqlite::Transaction transaction(database);
    for (const Bytes& record : records) {
        database.prepared("INSERT INTO register_record (record) VALUES (?1)").run(record);
    }
    database.prepared("INSERT INTO device_secret (wrapped) VALUES (?1)").run(wrapped_secrets);
    transaction.commit();
}

}  // namespace

void Ledger::create(const std::filesystem::path& folder, const std::vector<Bytes>& records,
                    ByteView wrapped_secrets) {
    const std::filesystem::path file = folder / database_name;
    make_database_file(file);
    auto database = sqlite::Database::open(file.string(), sqlite::Access::read_write);
    fill_database(database, records, wrapped_secrets);
    MarkerFile marker((folder / marker_name).string());
    Marker first;
    first.machine = this_machine();
    const auto written = marker.write(first);
    if (!written) throw StorageError(Cause::full, written.refusal().detail);
    marker.sync();
    sync_folder(folder);
}

void Ledger::replace_proposal(const std::filesystem::path& folder, ByteView was, ByteView becomes) {
    require(trust::is_proposal(was) && trust::is_proposal(becomes), "only proposals are replaced");
    auto database =
        sqlite::Database::open((folder / database_name).string(), sqlite::Access::read_write);
    sqlite::Transaction transaction(database);
    database.prepared("UPDATE register_record SET record = ?2 WHERE record = ?1").run(was, becomes);
    require(database.changes() == 1, "the proposal that is replaced is stored");
    transaction.commit();
}

Result<Ledger> Ledger::open(const std::filesystem::path& folder, const trust::Box& box,
                            const Start& start) {
    auto database =
        sqlite::Database::open((folder / database_name).string(), sqlite::Access::read_write);
    const auto migrated = sqlite::migrate(database, migrations());
    if (!migrated) return migrated.refusal();
    auto writer = std::make_unique<Writer>(std::move(database), folder, box, start);
    const auto begun = writer->begin();
    if (!begun) return begun.refusal();
    return Ledger(std::move(writer));
}

Ledger::Ledger(std::unique_ptr<Writer> writer) : writer_(std::move(writer)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

void Ledger::commit(const Batch& batch) {
    writer_->commit(batch);
}

Result<void> Ledger::receive(const Batch& batch) {
    return writer_->receive(batch);
}

const Holdings& Ledger::holdings() const {
    return writer_->holdings();
}

void Ledger::begin_holdings(const std::vector<HeldLog>& logs) {
    writer_->begin_holdings(logs);
}

void Ledger::fold() {
    writer_->fold();
}

std::uint64_t Ledger::next_sequence(const SpaceId& space) const {
    return writer_->next_sequence(space);
}

const LogId& Ledger::log() const {
    return writer_->log();
}

const std::vector<Finding>& Ledger::lost() const {
    return writer_->lost();
}

void Ledger::add_register_records(const std::vector<Bytes>& records) {
    writer_->add_register_records(records);
}

void Ledger::sync_marker() {
    writer_->sync_marker();
}

void Ledger::limit_pages(std::int64_t pages) {
    writer_->limit_pages(pages);
}

}  // namespace wayside::ledger
