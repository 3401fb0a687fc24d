#include "storage/trust/box.hpp"

namespace wayside::trust {

namespace {

SpaceId draw_space(Random& random) {
    SpaceId out;
    random.fill(out.bytes);
    return out;
}

/// Writes the register of a region that is being founded. Every record follows from our own values,
/// so a refusal would be our fault.
class Founder {
  public:
    Founder(const crypto::Signer& authority, Random& random, Timestamp at)
        : authority_(authority), random_(random), at_(at) {}

    void write(const Body& body) {
        const auto written = register_.append(authority_, at_, body);
        require(written.has_value(), "the records of a founding make sense");
    }

    /// A space with the first generation of its key, sealed to one device.
    SpaceId open_space(SpaceKind kind, const SpaceId& of, const DeviceId& member) {
        const SpaceId space = draw_space(random_);
        write(SpaceOpened{space, kind, of, {}});
        const crypto::Key key = crypto::Key::draw(random_);
        write(GenerationOpened{space, 1, crypto::key_id(key)});
        const auto boxed = crypto::box_for(register_.device(member)->sealing, key.view(), random_);
        require(boxed.has_value(), "our own public key takes a sealed box");
        KeySealed sealed{space, 1, member, {}};
        require(boxed->size() == sealed.boxed.size(), "a boxed key has 80 bytes");
        std::copy(boxed->begin(), boxed->end(), sealed.boxed.begin());
        write(sealed);
        return space;
    }

    Register take() { return std::move(register_); }

  private:
    const crypto::Signer& authority_;
    Random& random_;
    Timestamp at_;
    Register register_;
};

std::vector<ClinicSpaces> clinics_of(const Register& region_register, const DeviceId& device) {
    std::vector<ClinicSpaces> out;
    for (const SpaceOpened& clinic : region_register.spaces()) {
        if (clinic.kind != SpaceKind::clinic) continue;
        if (!region_register.is_member(clinic.space, device)) continue;
        ClinicSpaces spaces{clinic.space, {}};
        for (const SpaceOpened& other : region_register.spaces()) {
            if (other.kind == SpaceKind::audit && other.of == clinic.space) {
                spaces.audit = other.space;
            }
        }
        out.push_back(spaces);
    }
    return out;
}

/// Whether register and secrets speak of one device.
Result<void> check_owner(const Register& region_register, const OpenedSecrets& opened,
                         const crypto::Signer& signer, const crypto::BoxPair& pair) {
    const Refusal other{Why::damaged,
                        "the register and the device's secrets do not belong together",
                        "other_device"};
    const DeviceAdded* device = region_register.device(opened.owner.device);
    if (opened.owner.region != region_register.region() || device == nullptr) return other;
    if (device->signing != signer.public_key()) return other;
    if (device->sealing != pair.public_key()) return other;
    return {};
}

}  // namespace

Founding found_region(Random& random, const Clock& clock, crypto::Suite suite) {
    DeviceSecrets secrets{crypto::Secret<32>::draw(random), crypto::Secret<32>::draw(random),
                          crypto::Secret<32>::draw(random)};
    const auto authority = crypto::Signer::from_seed(*secrets.authority_seed);
    const auto signer = crypto::Signer::from_seed(secrets.signing_seed);
    const auto pair = crypto::BoxPair::from_seed(secrets.sealing_seed);
    const RegionId region = region_id(authority.public_key());
    const DeviceId device = device_id(region, signer.public_key(), pair.public_key());

    Founder founder(authority, random, clock.now());
    founder.write(RegionFounded{authority.public_key(), suite});
    founder.write(DeviceAdded{signer.public_key(), pair.public_key(), DeviceRole::box});
    const SpaceId clinic = founder.open_space(SpaceKind::clinic, {}, device);
    const SpaceId audit = founder.open_space(SpaceKind::audit, clinic, device);

    return {{region, device}, {clinic, audit}, founder.take(), std::move(secrets)};
}

Result<ClinicSpaces> Box::clinic() const {
    if (clinics.empty()) return Refusal{Why::not_found, "this device is a member of no clinic"};
    if (clinics.size() > 1) {
        return Refusal{Why::invalid, "this device is a member of several clinics"};
    }
    return clinics.front();
}

Result<Box> open_box(const std::vector<Bytes>& records, ByteView wrapped_secrets,
                     const crypto::Key& unlocking) {
    auto loaded = Register::load(records);
    if (!loaded) return loaded.refusal();
    auto opened = open_secrets(wrapped_secrets, unlocking);
    if (!opened) return opened.refusal();
    auto signer = crypto::Signer::from_seed(opened->secrets.signing_seed);
    auto pair = crypto::BoxPair::from_seed(opened->secrets.sealing_seed);
    if (const auto owner = check_owner(*loaded, *opened, signer, pair); !owner) {
        return owner.refusal();
    }
    std::optional<crypto::Signer> authority;
    if (opened->secrets.authority_seed) {
        authority = crypto::Signer::from_seed(*opened->secrets.authority_seed);
        if (authority->public_key() != loaded->authority()) {
            return Refusal{Why::damaged, "the authority's secret is of another region",
                           "other_device"};
        }
    }
    OpenedKeys keys = open_keys(*loaded, opened->owner.device, pair);
    auto clinics = clinics_of(*loaded, opened->owner.device);
    return Box{.region = opened->owner.region,
               .device = opened->owner.device,
               .region_register = *std::move(loaded),
               .signer = std::move(signer),
               .pair = std::move(pair),
               .authority = std::move(authority),
               .keyring = std::move(keys.keyring),
               .unopened = std::move(keys.unopened),
               .clinics = std::move(clinics)};
}

}  // namespace wayside::trust
