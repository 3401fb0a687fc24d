#include "tests/storage/ledger/clinic_box.hpp"

#include <algorithm>
#include <cstdlib>

namespace wayside::ledger {

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "wayside-XXXXXX").string();
    path = ::mkdtemp(name.data());
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

ClinicBox::ClinicBox(std::uint64_t seed) : random(seed) {
    const crypto::Key unlocking = crypto::Key::draw(random);
    trust::Founding founding = trust::found_region(trust::DeviceRole::box, random, clock);
    trust::open_clinic(founding, random, clock);
    const Bytes wrapped = trust::wrap_secrets(founding.secrets, founding.owner,
                                              founding.region_register.suite(), unlocking);
    Ledger::create(folder.path, founding.region_register.records(), wrapped);
    auto from = LedgerReader::open(folder.path);
    auto opened = trust::open_box(from->register_records(), *from->device_secrets(), unlocking);
    box = std::make_unique<trust::Box>(std::move(*opened));
}

ClinicBox::ClinicBox(ClinicBox& founder, std::uint64_t seed) : random(seed) {
    trust::DeviceSecrets secrets{crypto::Secret<32>::draw(random), crypto::Secret<32>::draw(random),
                                 std::nullopt};
    const auto signer = crypto::Signer::from_seed(secrets.signing_seed);
    const auto pair = crypto::BoxPair::from_seed(secrets.sealing_seed);
    trust::Register& reg = founder.box->region_register;
    const RegionId region = founder.box->region;
    const DeviceId device = trust::device_id(region, signer.public_key(), pair.public_key());
    const SpaceId space = founder.space();
    std::vector<Bytes> added;
    const auto append = [&](const trust::Body& body) {
        added.push_back(*reg.append(*founder.box->authority, clock.now(), body));
    };
    append(trust::DeviceAdded{signer.public_key(), pair.public_key(), trust::DeviceRole::box});
    const auto& key = *founder.box->keyring.newest(space);
    const auto boxed = crypto::box_for(pair.public_key(), key.key.view(), random);
    trust::KeySealed sealed{space, 1, device, {}};
    std::ranges::copy(*boxed, sealed.boxed.begin());
    append(sealed);
    founder.start().add_register_records(added);

    const crypto::Key unlocking = crypto::Key::draw(random);
    const Bytes wrapped = trust::wrap_secrets(secrets, {region, device}, reg.suite(), unlocking);
    Ledger::create(folder.path, reg.records(), wrapped);
    auto opened = trust::open_box(reg.records(), wrapped, unlocking);
    require(opened.has_value(), "a member that was added opens");
    box = std::make_unique<trust::Box>(std::move(*opened));
}

std::string ClinicBox::database() const {
    return (folder.path / database_name).string();
}

std::string ClinicBox::marker() const {
    return (folder.path / marker_name).string();
}

Ledger ClinicBox::start() {
    auto ledger = Ledger::open(folder.path, *box, {random.draw_log(), MachineId{7}});
    return std::move(*ledger);
}

LedgerReader ClinicBox::reader(bool with_keys) const {
    auto reader = LedgerReader::open(folder.path, with_keys ? &box->keyring : nullptr);
    return std::move(*reader);
}

PatientId patient_number(int number) {
    return PatientId{crypto::derive_id(LogId{{1}}, static_cast<std::uint64_t>(number))};
}

DocumentId patient_document(int number) {
    return {document::Kind::patient, patient_number(number).text()};
}

document::Document& Author::open(const DocumentId& id) {
    auto at = documents.find(id);
    if (at == documents.end()) {
        at = documents.emplace(id, document::Document::begin(id.kind, ledger.log())).first;
    }
    return at->second;
}

NewEntry Author::book(int number, std::uint64_t sequence) {
    Entry entry;
    entry.time = hybrid.next();
    entry.audit.command = "book";
    entry.audit.role = "receptionist";
    entry.audit.screen = "desk";
    entry.audit.patient = patient_number(number);
    entry.audit.request = request_of("desk", std::to_string(number));
    const std::string visit = VisitId{crypto::derive_id(LogId{{2}}, std::uint64_t(number))}.text();
    const auto write = [&](const DocumentId& id, const std::vector<document::Edit>& edits) {
        auto made = open(id).commit(edits, entry.time.ms);
        require(made.has_value(), "a test's edits are sound");
        entry.changes.push_back({id, made->change});
    };
    write(day, {{"visits", visit, "status", std::string("booked")},
                {"visits", visit, "minutes", std::int64_t{20}}});
    write(patient_document(number % 10),
          {{"notes", visit, "text", Bytes(24, std::uint8_t(number))}});
    const EntryName name{ledger.log(), sequence};
    const auto encoded = encode_entry(entry, name, names);
    require(encoded.has_value(), "a test's entry can be encoded");
    learn_entry(names, name, entry.changes, encoded->hashes);
    return {box.space(), sequence, encoded->plaintext};
}

void Author::commit_visits(int count) {
    Batch batch;
    const std::uint64_t first = ledger.next_sequence(box.space());
    for (int i = 0; i < count; ++i) {
        if (visits < 10) {
            const auto& key = *box.box->keyring.newest(box.space());
            batch.patient_keys.push_back(trust::wrap_patient_key(
                patient_number(visits), box.space(), box.box->keyring.suite(), key,
                crypto::Key::draw(box.random)));
        }
        batch.entries.push_back(book(visits++, first + std::uint64_t(i)));
    }
    ledger.commit(batch);
}

Contents contents_of(const ClinicBox& box, bool with_keys) {
    LedgerReader reader = box.reader(with_keys);
    EntryCursor cursor = reader.entries();
    Contents out;
    while (auto entry = cursor.next()) out.entries.push_back(std::move(*entry));
    out.findings = cursor.findings();
    return out;
}

}  // namespace wayside::ledger
