#include "storage/trust/register_facts.hpp"

#include <algorithm>
#include <tuple>

namespace wayside::trust {

namespace {

Refusal senseless(std::string detail) {
    return {Why::invalid, std::move(detail), "register_record"};
}

const SpaceId no_space{};

}  // namespace

Result<void> RegisterFacts::add(const Body& body) {
    if (!is_founded_ && !std::holds_alternative<RegionFounded>(body)) {
        return senseless("a register begins with the founding of its region");
    }
    const auto makes_sense = std::visit([this](const auto& one) { return check(one); }, body);
    if (!makes_sense) return makes_sense.refusal();
    std::visit([this](const auto& one) { take(one); }, body);
    return {};
}

Result<void> RegisterFacts::check(const RegionFounded&) const {
    if (is_founded_) return senseless("a region is founded once");
    return {};
}

Result<void> RegisterFacts::check(const DeviceAdded& body) const {
    if (device(device_id(region_, body.signing, body.sealing)) != nullptr) {
        return senseless("this device is in the register already");
    }
    return {};
}

bool RegisterFacts::is_clinic(const SpaceId& id) const {
    const SpaceOpened* found = space(id);
    return found != nullptr && found->kind == SpaceKind::clinic;
}

Result<void> RegisterFacts::check(const SpaceOpened& body) const {
    if (body.space == no_space) return senseless("a space has an id");
    if (space(body.space) != nullptr) return senseless("this space was opened already");
    switch (body.kind) {
        case SpaceKind::clinic:
        case SpaceKind::region:
            if (body.of != no_space || body.with != no_space) {
                return senseless("a clinic's and the region's space belong to no other space");
            }
            return {};
        case SpaceKind::audit:
            if (!is_clinic(body.of) || body.with != no_space) {
                return senseless("an audit space belongs to a clinic's space");
            }
            return {};
        case SpaceKind::channel:
            if (!is_clinic(body.of) || body.with == body.of ||
                (body.with != no_space && !is_clinic(body.with))) {
                return senseless("a channel joins a clinic and the hub, or two clinics");
            }
            return {};
    }
    return senseless("a kind of space that is not known");
}

Result<void> RegisterFacts::check(const GenerationOpened& body) const {
    if (space(body.space) == nullptr) return senseless("a key for a space that was never opened");
    if (body.generation != newest_generation(body.space) + std::uint64_t{1}) {
        return senseless("generations of a space's key count from 1 without a gap");
    }
    for (const auto& [id, opened] : generations_) {
        const bool is_known = std::any_of(opened.begin(), opened.end(), [&](const auto& other) {
            return other.key_id == body.key_id;
        });
        if (is_known) return senseless("this key was opened before");
    }
    return {};
}

Result<void> RegisterFacts::check(const KeySealed& body) const {
    if (generation(body.space, body.generation) == nullptr) {
        return senseless("a key of a generation that was never opened");
    }
    if (device(body.device) == nullptr) {
        return senseless("a key for a device that is not in the register");
    }
    if (cut_off(body.device) != nullptr) {
        return senseless("a key for a device that was cut off");
    }
    const bool is_known =
        std::any_of(sealed_keys_.begin(), sealed_keys_.end(), [&](const KeySealed& other) {
            return other.space == body.space && other.generation == body.generation &&
                   other.device == body.device;
        });
    if (is_known) return senseless("this key was sealed to this device before");
    return {};
}

Result<void> RegisterFacts::check(const ClinicEnrolled& body) const {
    if (const auto named = check_clinic_id(body.clinic); !named) {
        return senseless(named.refusal().detail);
    }
    if (!is_clinic(body.space)) return senseless("an enrolment of a space that is no clinic's");
    if (!is_member(body.space, body.device) || cut_off(body.device) != nullptr) {
        return senseless("an enrolment of a device that is no member of the clinic's space");
    }
    for (const ClinicEnrolled& other : enrolments_) {
        if (other.invitation == body.invitation) return senseless("this invitation was used");
        if (other.clinic == body.clinic || other.space == body.space) {
            return senseless("this clinic was enrolled before");
        }
    }
    return {};
}

Result<void> RegisterFacts::check(const DeviceCutOff& body) const {
    if (device(body.device) == nullptr) {
        return senseless("a cut-off of a device that is not in the register");
    }
    if (cut_off(body.device) != nullptr) return senseless("this device was cut off before");
    const auto place = [](const CutOffMark& mark) { return std::tie(mark.space, mark.log); };
    for (std::size_t i = 0; i < body.marks.size(); ++i) {
        if (space(body.marks[i].space) == nullptr) {
            return senseless("a cut-off in a space that was never opened");
        }
        if (i > 0 && !(place(body.marks[i - 1]) < place(body.marks[i]))) {
            return senseless("the marks of a cut-off stand in rising order, each once");
        }
    }
    return {};
}

Result<void> RegisterFacts::check(const ForkSettled& body) const {
    if (body.kept == body.other) return senseless("a fork has two sides");
    return {};
}

void RegisterFacts::take(const RegionFounded& body) {
    founding_ = body;
    region_ = region_id(body.authority);
    is_founded_ = true;
}

void RegisterFacts::take(const DeviceAdded& body) {
    devices_.emplace(device_id(region_, body.signing, body.sealing), body);
}

const DeviceAdded* RegisterFacts::device(const DeviceId& id) const {
    const auto found = devices_.find(id);
    return found == devices_.end() ? nullptr : &found->second;
}

const SpaceOpened* RegisterFacts::space(const SpaceId& id) const {
    const auto found = std::find_if(spaces_.begin(), spaces_.end(),
                                    [&](const SpaceOpened& space) { return space.space == id; });
    return found == spaces_.end() ? nullptr : &*found;
}

const GenerationOpened* RegisterFacts::generation(const SpaceId& id, std::uint32_t number) const {
    const auto found = generations_.find(id);
    if (found == generations_.end() || number < 1 || number > found->second.size()) return nullptr;
    return &found->second[number - 1];
}

const DeviceCutOff* RegisterFacts::cut_off(const DeviceId& device) const {
    const auto found = cut_offs_.find(device);
    return found == cut_offs_.end() ? nullptr : &found->second;
}

std::uint32_t RegisterFacts::newest_generation(const SpaceId& id) const {
    const auto found = generations_.find(id);
    return found == generations_.end() ? 0 : static_cast<std::uint32_t>(found->second.size());
}

bool RegisterFacts::is_member(const SpaceId& space, const DeviceId& device) const {
    return std::any_of(sealed_keys_.begin(), sealed_keys_.end(), [&](const KeySealed& sealed) {
        return sealed.space == space && sealed.device == device;
    });
}

}  // namespace wayside::trust
