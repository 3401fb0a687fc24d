#include "node/app/inspect.hpp"

#include <algorithm>

#include "node/app/clinic_model.hpp"
#include "node/app/opened.hpp"
#include "node/app/sync_report.hpp"
#include "node/care/civil.hpp"
#include "node/day/views.hpp"
#include "storage/ledger/verify.hpp"

namespace wayside::app {

namespace {

using nlohmann::json;

/// What a folder holds, loaded; of a start that writes nothing.
struct Loaded {
    explicit Loaded(Opened from) : opened(std::move(from)) {}

    Opened opened;
    SystemClock system_clock;
    MovableClock clock{system_clock};
    SystemRandom random;
    std::unique_ptr<ClinicModel> model;
};

void load_clinic(Loaded& loaded, const SpaceId& clinic) {
    loaded.model = std::make_unique<ClinicModel>(
        ClinicModel::Parts{clinic, loaded.random.draw_log(), loaded.opened.box->keyring,
                           loaded.opened.reader, loaded.clock, loaded.random});
    loaded.model->load();
    // As the next `serve` will; here it stays in memory.
    loaded.model->write_again(*loaded.opened.box);
}

/// No clinic is loaded yet.
Result<std::unique_ptr<Loaded>> open_for_reading(const Folder& folder) {
    auto opened = open_folder(folder.dir, folder.key_file);
    if (!opened) return opened.refusal();
    auto loaded = std::make_unique<Loaded>(std::move(*opened));
    restore_clock(loaded->clock, loaded->opened.config, loaded->opened.reader);
    return loaded;
}

/// With the only clinic.
Result<std::unique_ptr<Loaded>> load(const Folder& folder) {
    auto loaded = open_for_reading(folder);
    if (!loaded) return loaded.refusal();
    const auto spaces = (*loaded)->opened.box->clinic();
    if (!spaces) return spaces.refusal();
    load_clinic(**loaded, spaces->clinic);
    return loaded;
}

json audit_json(const ledger::Entry& entry) {
    json out{{"at", care::text_of(entry.at())},
             {"command", entry.audit.command},
             {"role", entry.audit.role},
             {"screen", entry.audit.screen},
             {"person", entry.audit.person}};
    if (entry.audit.patient) out["patient"] = entry.audit.patient->text();
    if (!entry.audit.reason.empty()) out["reason"] = entry.audit.reason;
    if (!entry.audit.remark.empty()) out["remark"] = entry.audit.remark;
    return out;
}

json entry_json(const ledger::StoredEntry& stored, ledger::ChangeNames& names) {
    json out{{"log", stored.name.log.text()}, {"sequence", stored.name.sequence}};
    const std::uint64_t sequence = stored.name.sequence;
    if (stored.missing_before > 0) {
        names.miss(stored.name.log, sequence - stored.missing_before, sequence - 1);
    }
    const auto trouble = [&](const std::string& what) {
        names.miss(stored.name.log, sequence, sequence);
        out["what"] = what;
        return out;
    };
    if (!stored.plaintext) return trouble("it cannot be opened");
    if (stored.state == ledger::EntryState::written_again) {
        const auto severed = ledger::decode_severed(*stored.plaintext, stored.name);
        if (severed) out.update(audit_json(*severed));
        return trouble("what it builds on is lost; it was written again");
    }
    const auto decoding = ledger::decode_entry(*stored.plaintext, stored.name, names);
    if (!decoding) return trouble(decoding.refusal().detail);
    if (const auto* held = std::get_if<ledger::HeldEntry>(&*decoding)) {
        out.update(audit_json(held->entry));
        return trouble("held: it waits for an entry that is not here");
    }
    const auto& decoded = std::get<ledger::DecodedEntry>(*decoding);
    ledger::learn_entry(names, stored.name, decoded.entry.changes, decoded.hashes);
    out.update(audit_json(decoded.entry));
    out["changes"] = decoded.entry.changes.size();
    return out;
}

}  // namespace

Result<std::vector<shelf::Digest>> digests(const Folder& folder) {
    auto loaded = open_for_reading(folder);
    if (!loaded) return loaded.refusal();
    const trust::Box& box = *(*loaded)->opened.box;
    std::vector<shelf::Digest> out;
    for (const trust::ClinicSpaces& spaces : box.clinics) {
        load_clinic(**loaded, spaces.clinic);
        const auto digest = shelf::digest_of((*loaded)->model->shelf(), box.keyring);
        if (!digest) return digest.refusal();
        out.push_back(*digest);
    }
    return out;
}

Result<json> view(const Folder& folder, const std::string& name, const std::string& subject) {
    auto loaded = load(folder);
    if (!loaded) return loaded.refusal();
    const desk::Asker asker{"desk", "", "receptionist"};
    const desk::Facts facts{(*loaded)->model->database(), (*loaded)->clock.now(), asker, subject};
    const auto views = day::views((*loaded)->model->clinic((*loaded)->opened.config.is_sandbox));
    const auto found = std::find_if(views.begin(), views.end(),
                                    [&](const desk::View& each) { return each.name == name; });
    require(found != views.end(), "the command line asks for views that there are");
    return found->render(facts, {});
}

Result<std::vector<json>> log(const Folder& folder) {
    auto opened = open_folder(folder.dir, folder.key_file);
    if (!opened) return opened.refusal();
    std::map<SpaceId, ledger::ChangeNames> names;
    std::vector<json> out;
    ledger::EntryCursor cursor = opened->reader.entries();
    while (const auto stored = cursor.next()) {
        out.push_back(entry_json(*stored, names[stored->space]));
    }
    return out;
}

Result<json> sync(const Folder& folder) {
    auto opened = open_folder(folder.dir, folder.key_file);
    if (!opened) return opened.refusal();
    const SystemClock clock;
    SyncReport report(clock);
    if (const auto saved = opened->reader.setting(sync_report_setting)) report.restore(*saved);
    ledger::EntryCursor cursor = opened->reader.entries();
    while (cursor.next()) {
    }
    ledger::Holdings holdings;
    holdings.begin(cursor.held_logs());
    const trust::Box& box = *opened->box;
    const auto saved_at = report.saved_at();
    const json saved = saved_at ? json(care::text_of(*saved_at)) : json();
    if (opened->config.role == Role::hub) {
        json out =
            report.hub_json(opened->config.region, box.clinics, box.region_register, holdings);
        out["saved"] = saved;
        return out;
    }
    const auto spaces = box.clinic();
    if (!spaces) return spaces.refusal();
    std::optional<transport::Light> light;
    if (has_hub(box.region_register)) light.emplace();
    json out = report.clinic_json(spaces->clinic, holdings, light, false);
    out.erase("link");
    out["saved"] = saved;
    return out;
}

Verified verify(const Folder& folder) {
    // Without the key file chains and signatures can still be checked; a database that cannot be
    // read at all is a finding, which the check itself names.
    std::string without_keys;
    try {
        const auto opened = open_folder(folder.dir, folder.key_file);
        if (opened) return {ledger::verify(folder.dir.root, &opened->box->keyring), {}};
        without_keys = opened.refusal().detail;
    } catch (const MachineError& error) {
        without_keys = error.what();
    }
    return {ledger::verify(folder.dir.root), std::move(without_keys)};
}

}  // namespace wayside::app
