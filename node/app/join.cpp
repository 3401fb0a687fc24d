#include "node/app/join.hpp"

#include "storage/ledger/ledger.hpp"
#include "storage/trust/key_file.hpp"

namespace wayside::app {

namespace {

/// The device and its spaces, as they would stand with this invitation.
Result<trust::Joining> joining_of(const Join& wanted, Opened& opened, const Clock& clock,
                                  Random& random) {
    const auto wrapped = opened.reader.device_secrets();
    if (!wrapped) return wrapped.refusal();
    const auto unlocking = trust::read_key_file(opened.dir.key_file(wanted.folder.key_file));
    auto secrets = trust::open_secrets(*wrapped, unlocking);
    if (!secrets) return secrets.refusal();
    MovableClock wall{clock};
    restore_clock(wall, opened.config, opened.reader);
    return trust::join_again({*opened.box, std::move(secrets->secrets), wanted.clinic},
                             wanted.invitation, wall.now(), random);
}

Result<void> check_is_clinic(const DataDir& dir) {
    if (const auto is_node = check_is_node(dir); !is_node) return is_node;
    const auto config = read_config(dir.config());
    if (!config) return config.refusal();
    if (config->role == Role::clinic) return {};
    return Refusal{Why::invalid,
                   dir.root.string() + " holds a hub; what joins a region is a clinic's box",
                   "not_a_clinic"};
}

}  // namespace

Result<Joined> join(const Join& wanted, const Clock& clock, Random& random) {
    const DataDir& dir = wanted.folder.dir;
    if (const auto is_clinic = check_is_clinic(dir); !is_clinic) return is_clinic.refusal();
    const Lock lock(dir);
    auto opened = open_folder(dir, wanted.folder.key_file);
    if (!opened) return opened.refusal();

    const Bytes* before = opened->box->region_register.proposal();
    auto finished = opened->box->authority ? std::nullopt : finish_move(dir);
    const auto joining = joining_of(wanted, *opened, clock, random);
    if (!joining) {
        const std::string& rule = joining.refusal().rule;
        const bool is_done = rule == "same_invitation" || rule == "clinic_enrolled";
        if (!finished || !is_done) return joining.refusal();
        return Joined{opened->box->clinics.front().enrolled_as, std::move(finished)};
    }
    if (before != nullptr) {
        ledger::Ledger::replace_proposal(dir.root, *before, joining->stored.back());
        return Joined{joining->spaces.enrolled_as, std::move(finished)};
    }
    auto moved = move_region({wanted.folder, *opened, *joining, wanted.tell});
    if (!moved) return moved.refusal();
    return Joined{joining->spaces.enrolled_as, *std::move(moved)};
}

}  // namespace wayside::app
