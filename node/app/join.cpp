#include "node/app/join.hpp"

#include "node/app/opened.hpp"
#include "storage/ledger/ledger.hpp"
#include "storage/trust/enrolment.hpp"
#include "storage/trust/key_file.hpp"

namespace wayside::app {

namespace {

/// The device and its spaces, as they would stand with this invitation.
Result<trust::Joining> joining_of(const Join& wanted, Opened& opened, const Clock& clock,
                                  Random& random) {
    const auto wrapped = opened.reader.device_secrets();
    if (!wrapped) return wrapped.refusal();
    const auto unlocking = trust::read_key_file(wanted.dir.key_file(wanted.key_file));
    auto secrets = trust::open_secrets(*wrapped, unlocking);
    if (!secrets) return secrets.refusal();
    MovableClock wall{clock};
    restore_clock(wall, opened.config, opened.reader);
    return trust::join_again({*opened.box, std::move(secrets->secrets), wanted.clinic},
                             wanted.invitation, wall.now(), random);
}

}  // namespace

Result<Joined> join(const Join& wanted, const Clock& clock, Random& random) {
    if (const auto is_node = check_is_node(wanted.dir); !is_node) return is_node.refusal();
    const auto config = read_config(wanted.dir.config());
    if (!config) return config.refusal();
    if (config->role != Role::clinic) {
        return Refusal{Why::invalid,
                       wanted.dir.root.string() +
                           " holds a hub; what joins a region "
                           "is a clinic's box",
                       "not_a_clinic"};
    }
    const Lock lock(wanted.dir);
    auto opened = open_folder(wanted.dir, wanted.key_file);
    if (!opened) return opened.refusal();
    const auto joining = joining_of(wanted, *opened, clock, random);
    if (!joining) return joining.refusal();
    const Bytes* before = opened->box->region_register.proposal();
    if (before == nullptr) {
        return Refusal{Why::unsupported, "a box that began alone cannot be joined to a hub yet",
                       "began_alone"};
    }
    ledger::Ledger::replace_proposal(wanted.dir.root, *before, joining->stored.back());
    return Joined{joining->spaces.enrolled_as};
}

}  // namespace wayside::app
