#include "node/app/init.hpp"

#include <fstream>
#include <functional>

#include "node/app/clinic_model.hpp"
#include "node/app/opened.hpp"
#include "node/app/scaffold.hpp"
#include "node/rota/setup_records.hpp"
#include "storage/ledger/ledger.hpp"
#include "storage/trust/enrolment.hpp"
#include "storage/trust/key_file.hpp"

namespace wayside::app {

namespace {

namespace fs = std::filesystem;

void write_config(const DataDir& dir, const Config& config) {
    std::ofstream file(dir.config());
    file << config_text(config);
    file.flush();
    if (!file) throw MachineError("write " + dir.config().string() + " failed");
}

crypto::Key key_for(const DataDir& dir, const fs::path& chosen, Random& random,
                    Scaffold& scaffold) {
    if (!chosen.empty() && fs::exists(chosen)) return trust::read_key_file(chosen);
    crypto::Key made = trust::make_key_file(dir.key_file(chosen), random);
    if (!chosen.empty()) scaffold.add(chosen);
    return made;
}

/// The clinic's first entry: its set-up.
Result<void> write_setup(const DataDir& dir, const fs::path& key_file, const care::Setup& setup,
                         const Clock& clock, Random& random) {
    auto opened = open_folder(dir, key_file);
    if (!opened) return opened.refusal();
    const auto spaces = opened->box->clinic();
    if (!spaces) return spaces.refusal();
    const LogId start = random.draw_log();
    auto ledger = ledger::Ledger::open(dir.root, *opened->box, {start});
    if (!ledger) return ledger.refusal();
    // Closed before the writer, whose end then takes the write-ahead log with it.
    ledger::LedgerReader reader = std::move(opened->reader);
    ClinicModel model({spaces->clinic, start, opened->box->keyring, reader, clock, random});
    crypto::IdSource ids(start);
    shelf::Draft draft;
    draft.audit.command = "init";
    draft.audit.screen = "command line";
    draft.edits.push_back({rota::setup_document(), rota::setup_edits(setup, ids)});
    auto written = model.shelf().write(draft);
    if (!written) return written.refusal();
    ledger::Batch batch;
    batch.entries.push_back(
        {spaces->clinic, written->name.sequence, std::move(written->plaintext)});
    ledger->commit(batch);
    return {};
}

/// What the database stores of a device's beginning.
struct Beginning {
    std::vector<Bytes> register_rows;
    Bytes wrapped_secrets;
};

Beginning begin_of(const trust::Founding& founding, const crypto::Key& unlocking) {
    const trust::Register& founded = founding.region_register;
    return {founded.records(),
            trust::wrap_secrets(founding.secrets, founding.owner, founded.suite(), unlocking)};
}

/// In a region of its own, or in the one that it was invited to.
Result<Beginning> begin_clinic(const InitClinic& wanted, const crypto::Key& unlocking,
                               const Clock& clock, Random& random) {
    if (!wanted.invitation) {
        trust::Founding founding = trust::found_region(trust::DeviceRole::box, random, clock);
        trust::open_clinic(founding, random, clock);
        return begin_of(founding, unlocking);
    }
    const auto joining = trust::join_region(*wanted.invitation, clock.now(), random);
    if (!joining) return joining.refusal();
    return Beginning{joining->stored, trust::wrap_secrets(joining->secrets, joining->owner,
                                                          joining->suite, unlocking)};
}

/// Builds a node beside its place and moves it there when it is whole.
Result<void> build(const fs::path& wanted, Random& random,
                   const std::function<Result<void>(const DataDir&, Scaffold&)>& fill) {
    fs::path folder = fs::absolute(wanted).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    if (fs::exists(folder) && (!fs::is_directory(folder) || !fs::is_empty(folder))) {
        throw MachineError(folder.string() + " is not empty; nothing was touched");
    }
    const DataDir dir{folder.string() + ".init-" + random.draw_log().text().substr(0, 8)};
    Scaffold scaffold(dir.root);
    fs::permissions(dir.root, fs::perms::owner_all);
    if (auto filled = fill(dir, scaffold); !filled) return filled;

    sync_path(dir.root);
    fs::rename(dir.root, folder);  // over an empty folder, or to where there was none
    scaffold.keep();
    sync_path(folder.parent_path());
    return {};
}

}  // namespace

Result<void> init_clinic(const InitClinic& wanted, const Clock& clock, Random& random) {
    const auto setup = care::decode_setup(wanted.setup);
    if (!setup) return setup.refusal();
    return build(
        wanted.folder, random, [&](const DataDir& dir, Scaffold& scaffold) -> Result<void> {
            const crypto::Key unlocking = key_for(dir, wanted.key_file, random, scaffold);
            const auto beginning = begin_clinic(wanted, unlocking, clock, random);
            if (!beginning) return beginning.refusal();
            ledger::Ledger::create(dir.root, beginning->register_rows, beginning->wrapped_secrets);
            Config config;
            config.is_sandbox = wanted.is_sandbox;
            write_config(dir, config);
            return write_setup(dir, wanted.key_file, *setup, clock, random);
        });
}

Result<void> init_hub(const InitHub& wanted, const Clock& clock, Random& random) {
    // A name that is shown as a clinic's ID is, in one line.
    if (!trust::check_clinic_id(wanted.region)) {
        return Refusal{Why::invalid,
                       "a region's name is 1 to 64 bytes of text without control characters and "
                       "with no blank at either end",
                       "region", "region"};
    }
    return build(
        wanted.folder, random, [&](const DataDir& dir, Scaffold& scaffold) -> Result<void> {
            const crypto::Key unlocking = key_for(dir, wanted.key_file, random, scaffold);
            trust::Founding founding = trust::found_region(trust::DeviceRole::hub, random, clock);
            trust::open_region_space(founding, random, clock);
            const Beginning beginning = begin_of(founding, unlocking);
            ledger::Ledger::create(dir.root, beginning.register_rows, beginning.wrapped_secrets);
            Config config;
            config.role = Role::hub;
            config.listen = "127.0.0.1:8461";
            config.is_sandbox = wanted.is_sandbox;
            config.region = wanted.region;
            write_config(dir, config);
            return {};
        });
}

}  // namespace wayside::app
