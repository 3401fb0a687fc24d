#include "storage/trust/register.hpp"

#include <algorithm>

namespace wayside::trust {

namespace {

Refusal senseless(std::string detail) {
    return {Why::invalid, std::move(detail), "register_record"};
}

const SpaceId no_space{};

}  // namespace

Result<Register> Register::load(const std::vector<Bytes>& records) {
    Register out;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto accepted = out.accept(records[i]);
        if (accepted) continue;
        const Refusal& refusal = accepted.refusal();
        // A fork was found before the restart; what was in force then is in force now.
        if (refusal.rule == "register_forked" || refusal.rule == "register_stopped") continue;
        return Refusal{refusal.why,
                       "stored register record " + std::to_string(i) + ": " + refusal.detail,
                       refusal.rule};
    }
    return out;
}

Result<Acceptance> Register::accept(ByteView bytes) {
    const auto record = decode_record(bytes);
    if (!record) return record.refusal();
    if (record->sequence < records_.size()) return meet_again(*record, bytes);
    if (fork_) {
        return Refusal{Why::conflict,
                       "the register stopped at record " + std::to_string(fork_->sequence) +
                           ", of which the authority signed two",
                       "register_stopped"};
    }
    if (record->sequence > records_.size()) {
        return Refusal{Why::unavailable,
                       "register records from " + std::to_string(records_.size()) +
                           " on are missing here; they come first",
                       "register_gap"};
    }
    if (const auto is_signed = check_signature(*record, bytes); !is_signed) {
        return is_signed.refusal();
    }
    if (record->previous != last_hash_) {
        return Refusal{Why::damaged,
                       "register record " + std::to_string(record->sequence) +
                           " follows another record than the one that is here",
                       "register_chain"};
    }
    const auto makes_sense =
        std::visit([this](const auto& body) { return check(body); }, record->body);
    if (!makes_sense) return makes_sense.refusal();

    std::visit([this](const auto& body) { take(body); }, record->body);
    records_.emplace_back(bytes.begin(), bytes.end());
    last_hash_ = record_hash(bytes);
    return Acceptance::added;
}

Result<Acceptance> Register::meet_again(const Record& record, ByteView bytes) {
    const Bytes& kept = records_[record.sequence];
    if (std::equal(kept.begin(), kept.end(), bytes.begin(), bytes.end())) {
        return Acceptance::already_here;
    }
    // Only the authority can fork its register: what anybody could write stops nothing.
    if (!is_signed_by(founding_.authority, region_, bytes)) {
        return Refusal{Why::damaged, "a register record that the region's authority did not sign",
                       "register_signature"};
    }
    if (!fork_) fork_ = Fork{record.sequence, kept, Bytes(bytes.begin(), bytes.end())};
    return Refusal{Why::conflict,
                   "the authority signed two register records " + std::to_string(record.sequence) +
                       "; nothing more is accepted until it settles which one counts",
                   "register_forked"};
}

Result<void> Register::check_signature(const Record& record, ByteView bytes) const {
    const auto* founding = std::get_if<RegionFounded>(&record.body);
    if (!is_founded() && founding == nullptr) {
        return senseless("a register begins with the founding of its region");
    }
    const crypto::PublicKey& by = is_founded() ? founding_.authority : founding->authority;
    if (!is_signed_by(by, region_id(by), bytes)) {
        return Refusal{Why::damaged, "a register record that the region's authority did not sign",
                       "register_signature"};
    }
    return {};
}

Result<Bytes> Register::append(const crypto::Signer& authority, Timestamp at, const Body& body) {
    const auto* founding = std::get_if<RegionFounded>(&body);
    const bool may = is_founded()
                         ? authority.public_key() == founding_.authority
                         : founding != nullptr && founding->authority == authority.public_key();
    if (!may) return Refusal{Why::forbidden, "only the region's authority signs its register"};
    const Record record{records_.size(), last_hash_, at, body};
    Bytes bytes = sign_record(authority, region_id(authority.public_key()), record);
    const auto accepted = accept(bytes);
    if (!accepted) return accepted.refusal();
    return bytes;
}

Result<void> Register::check(const RegionFounded&) const {
    if (is_founded()) return senseless("a region is founded once");
    return {};
}

Result<void> Register::check(const DeviceAdded& body) const {
    if (device(device_id(region_, body.signing, body.sealing)) != nullptr) {
        return senseless("this device is in the register already");
    }
    return {};
}

Result<void> Register::check(const SpaceOpened& body) const {
    if (body.space == no_space) return senseless("a space has an id");
    if (space(body.space) != nullptr) return senseless("this space was opened already");
    const auto is_clinic = [this](const SpaceId& id) {
        const SpaceOpened* found = space(id);
        return found != nullptr && found->kind == SpaceKind::clinic;
    };
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

Result<void> Register::check(const GenerationOpened& body) const {
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

Result<void> Register::check(const KeySealed& body) const {
    if (generation(body.space, body.generation) == nullptr) {
        return senseless("a key of a generation that was never opened");
    }
    if (device(body.device) == nullptr) {
        return senseless("a key for a device that is not in the register");
    }
    const bool is_known =
        std::any_of(sealed_keys_.begin(), sealed_keys_.end(), [&](const KeySealed& other) {
            return other.space == body.space && other.generation == body.generation &&
                   other.device == body.device;
        });
    if (is_known) return senseless("this key was sealed to this device before");
    return {};
}

void Register::take(const RegionFounded& body) {
    founding_ = body;
    region_ = region_id(body.authority);
}

void Register::take(const DeviceAdded& body) {
    devices_.emplace(device_id(region_, body.signing, body.sealing), body);
}

void Register::take(const SpaceOpened& body) {
    spaces_.push_back(body);
}

void Register::take(const GenerationOpened& body) {
    generations_[body.space].push_back(body);
}

void Register::take(const KeySealed& body) {
    sealed_keys_.push_back(body);
}

const DeviceAdded* Register::device(const DeviceId& id) const {
    const auto found = devices_.find(id);
    return found == devices_.end() ? nullptr : &found->second;
}

const SpaceOpened* Register::space(const SpaceId& id) const {
    const auto found = std::find_if(spaces_.begin(), spaces_.end(),
                                    [&](const SpaceOpened& space) { return space.space == id; });
    return found == spaces_.end() ? nullptr : &*found;
}

const GenerationOpened* Register::generation(const SpaceId& id, std::uint32_t number) const {
    const auto found = generations_.find(id);
    if (found == generations_.end() || number < 1 || number > found->second.size()) return nullptr;
    return &found->second[number - 1];
}

std::uint32_t Register::newest_generation(const SpaceId& id) const {
    const auto found = generations_.find(id);
    return found == generations_.end() ? 0 : static_cast<std::uint32_t>(found->second.size());
}

bool Register::is_member(const SpaceId& space, const DeviceId& device) const {
    return std::any_of(sealed_keys_.begin(), sealed_keys_.end(), [&](const KeySealed& sealed) {
        return sealed.space == space && sealed.device == device;
    });
}

}  // namespace wayside::trust
