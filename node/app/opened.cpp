#include "node/app/opened.hpp"

#include "node/desk/sandbox_clock.hpp"
#include "storage/trust/key_file.hpp"

namespace wayside::app {

Result<Opened> open_folder(const DataDir& dir, const std::filesystem::path& key_file) {
    if (const auto is_node = check_is_node(dir); !is_node) return is_node.refusal();
    auto config = read_config(dir.config());
    if (!config) return config.refusal();
    const crypto::Key unlocking = trust::read_key_file(dir.key_file(key_file));

    // Register and secrets lie open to a reader without keys; with them the box opens, and with the
    // box's keyring the entries do.
    auto locked = ledger::LedgerReader::open(dir.root);
    if (!locked) return locked.refusal();
    const auto secrets = locked->device_secrets();
    if (!secrets) return secrets.refusal();
    auto box = trust::open_box(locked->register_records(), *secrets, unlocking);
    if (!box) return box.refusal();
    auto kept = std::make_unique<trust::Box>(std::move(*box));
    auto reader = ledger::LedgerReader::open(dir.root, &kept->keyring);
    if (!reader) return reader.refusal();
    return Opened{dir, std::move(*config), std::move(kept), std::move(*reader)};
}

void restore_clock(MovableClock& clock, const Config& config, ledger::LedgerReader& reader) {
    if (!config.is_sandbox) return;
    const auto setting = reader.setting(desk::sandbox_clock);
    if (!setting) return;
    const auto stands_at = desk::decode_sandbox_clock(*setting);
    if (stands_at) clock.advance_to(*stands_at);
}

}  // namespace wayside::app
