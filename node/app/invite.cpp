#include "node/app/invite.hpp"

#include "node/app/opened.hpp"
#include "storage/trust/enrolment.hpp"

namespace wayside::app {

Result<std::string> invite(const Invite& wanted, const Clock& clock, Random& random) {
    auto opened = open_folder(wanted.dir, wanted.key_file);
    if (!opened) return opened.refusal();
    // Seven days by the clock that the hub will judge it by.
    MovableClock wall{clock};
    restore_clock(wall, opened->config, opened->reader);
    const auto invitation = trust::invite(*opened->box, wanted.clinic, wall.now(), random);
    if (!invitation) return invitation.refusal();
    return trust::invitation_text(*invitation);
}

}  // namespace wayside::app
