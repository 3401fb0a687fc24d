#include "storage/trust/box.hpp"

#include <array>

#include "storage/trust/new_space.hpp"

namespace wayside::trust {

namespace {

/// Writes what a device decides that keeps the authority. Every record follows from our own values,
/// so a refusal would be our fault.
class Founder {
  public:
    Founder(Founding& founding, const crypto::Signer& authority, Timestamp at)
        : founding_(founding), authority_(authority), at_(at) {}

    void write(const Body& body) {
        const auto written = founding_.region_register.append(authority_, at_, body);
        require(written.has_value(), "the records of a founding make sense");
    }

    /// A space with the first generation of its key, sealed to the device that founded.
    SpaceId open_space(SpaceKind kind, const SpaceId& of, Random& random) {
        const DeviceId& device = founding_.owner.device;
        const std::array<crypto::PublicKey, 1> member{
            founding_.region_register.device(device)->sealing};
        const auto drawn = draw_space(member, random);
        require(drawn.has_value(), "our own public key takes a sealed box");
        write(SpaceOpened{drawn->space, kind, of, {}});
        write(GenerationOpened{drawn->space, 1, drawn->key_id});
        write(KeySealed{drawn->space, 1, device, drawn->boxed.front()});
        return drawn->space;
    }

  private:
    Founding& founding_;
    const crypto::Signer& authority_;
    Timestamp at_;
};

crypto::Signer authority_of(const Founding& founding) {
    require(founding.secrets.authority_seed.has_value(),
            "who founded a region keeps its authority");
    return crypto::Signer::from_seed(*founding.secrets.authority_seed);
}

std::vector<ClinicSpaces> clinics_of(const Register& region_register, const DeviceId& device) {
    std::vector<ClinicSpaces> out;
    for (const SpaceOpened& clinic : region_register.spaces()) {
        if (clinic.kind != SpaceKind::clinic) continue;
        if (!region_register.is_member(clinic.space, device)) continue;
        ClinicSpaces spaces{clinic.space, {}, {}};
        for (const SpaceOpened& other : region_register.spaces()) {
            if (other.kind == SpaceKind::audit && other.of == clinic.space) {
                spaces.audit = other.space;
            }
        }
        for (const ClinicEnrolled& enrolled : region_register.enrolments()) {
            if (enrolled.space == clinic.space) spaces.enrolled_as = enrolled.clinic;
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

Founding found_region(DeviceRole role, Random& random, const Clock& clock, crypto::Suite suite) {
    Founding out;
    out.secrets = {crypto::Secret<32>::draw(random), crypto::Secret<32>::draw(random),
                   crypto::Secret<32>::draw(random)};
    const auto authority = crypto::Signer::from_seed(*out.secrets.authority_seed);
    const auto signer = crypto::Signer::from_seed(out.secrets.signing_seed);
    const auto pair = crypto::BoxPair::from_seed(out.secrets.sealing_seed);
    const RegionId region = region_id(authority.public_key());
    out.owner = {region, device_id(region, signer.public_key(), pair.public_key())};

    Founder founder(out, authority, clock.now());
    founder.write(RegionFounded{authority.public_key(), suite});
    founder.write(DeviceAdded{signer.public_key(), pair.public_key(), role});
    return out;
}

SpaceId open_region_space(Founding& founding, Random& random, const Clock& clock) {
    const auto authority = authority_of(founding);
    return Founder(founding, authority, clock.now()).open_space(SpaceKind::region, {}, random);
}

ClinicSpaces open_clinic(Founding& founding, Random& random, const Clock& clock) {
    const auto authority = authority_of(founding);
    Founder founder(founding, authority, clock.now());
    const SpaceId clinic = founder.open_space(SpaceKind::clinic, {}, random);
    const SpaceId audit = founder.open_space(SpaceKind::audit, clinic, random);
    return {clinic, audit, {}};
}

Result<ClinicSpaces> Box::clinic() const {
    if (clinics.empty()) return Refusal{Why::not_found, "this device is a member of no clinic"};
    if (clinics.size() > 1) {
        return Refusal{Why::invalid, "this device is a member of several clinics"};
    }
    return clinics.front();
}

Taken Box::accept(const std::vector<Bytes>& records) {
    Taken out;
    for (const Bytes& record : records) {
        const std::size_t aside = region_register.aside().size();
        const auto accepted = region_register.accept(record);
        const bool is_kept =
            accepted ? *accepted == Acceptance::added : region_register.aside().size() > aside;
        if (is_kept) out.to_store.push_back(record);
        if (accepted) continue;
        if (!out.refusal) out.refusal = accepted.refusal();
        // What comes after a fork is kept beside the chain: a settlement may be among it.
        if (!is_kept) break;
    }
    unopened = open_keys(region_register, device, pair, keyring);
    clinics = clinics_of(region_register, device);
    return out;
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
    Keyring keyring(loaded->suite());
    auto unopened = open_keys(*loaded, opened->owner.device, pair, keyring);
    auto clinics = clinics_of(*loaded, opened->owner.device);
    return Box{.region = opened->owner.region,
               .device = opened->owner.device,
               .region_register = *std::move(loaded),
               .signer = std::move(signer),
               .pair = std::move(pair),
               .authority = std::move(authority),
               .keyring = std::move(keyring),
               .unopened = std::move(unopened),
               .clinics = std::move(clinics)};
}

}  // namespace wayside::trust
