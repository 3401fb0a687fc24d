#include "storage/trust/box.hpp"

#include <doctest/doctest.h>

#include <set>

#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::trust;
using namespace wayside::trust::world;

namespace {

const crypto::Key key_file = counting_key(0xE0);

Bytes wrapped(const Founding& founding) {
    return wrap_secrets(founding.secrets, founding.owner, founding.region_register.suite(),
                        key_file);
}

}  // namespace

TEST_CASE("a box that founded a region opens as itself, in both suites") {
    SeededRandom random{81};
    for (const auto suite : {suite_1, crypto::Suite::aes_256_siv}) {
        const StandAlone founding = found_alone(random, suite);

        const auto opened =
            open_box(founding.region_register.records(), wrapped(founding), key_file);

        REQUIRE(opened);
        CHECK(opened->region == founding.owner.region);
        CHECK(opened->device == founding.owner.device);
        CHECK(*opened->clinic() == founding.spaces);
        CHECK(opened->unopened.empty());
        CHECK(opened->keyring.suite() == suite);
        CHECK(opened->region_register.device(opened->device)->signing ==
              opened->signer.public_key());
        CHECK(opened->authority->public_key() == opened->region_register.authority());
        const SpaceKey* clinic_key = opened->keyring.newest(founding.spaces.clinic);
        const SpaceKey* audit_key = opened->keyring.newest(founding.spaces.audit);
        REQUIRE((clinic_key != nullptr && audit_key != nullptr));
        CHECK(clinic_key->id != audit_key->id);
    }
}

TEST_CASE("no two foundings share an id or a key") {
    SeededRandom random{82};
    std::set<RegionId> regions;
    std::set<SpaceId> spaces;
    for (int i = 0; i < 20; ++i) {
        const StandAlone founding = found_alone(random);
        regions.insert(founding.owner.region);
        spaces.insert(founding.spaces.clinic);
        spaces.insert(founding.spaces.audit);
    }
    CHECK(regions.size() == 20);
    CHECK(spaces.size() == 40);
}

TEST_CASE("another key file does not open the box, and says that it is another") {
    SeededRandom random{83};
    const StandAlone founding = found_alone(random);

    const auto opened =
        open_box(founding.region_register.records(), wrapped(founding), counting_key(1));

    CHECK(opened.refusal().rule == "wrong_key_file");
}

TEST_CASE("the secrets of one box do not open with another box's register") {
    SeededRandom random{84};
    const StandAlone one = found_alone(random);
    const StandAlone other = found_alone(random);
    StandAlone mixed = found_alone(random);
    mixed.secrets.signing_seed = counting_key(1);
    StandAlone other_authority = found_alone(random);
    other_authority.secrets.authority_seed = counting_key(1);

    CHECK(open_box(other.region_register.records(), wrapped(one), key_file).refusal().rule ==
          "other_device");
    CHECK(open_box(mixed.region_register.records(), wrapped(mixed), key_file).refusal().rule ==
          "other_device");
    CHECK(open_box(other_authority.region_register.records(), wrapped(other_authority), key_file)
              .refusal()
              .rule == "other_device");
    CHECK(open_box({}, wrapped(one), key_file).refusal().rule == "other_device");
}

TEST_CASE("a box whose authority was taken elsewhere opens without it") {
    SeededRandom random{85};
    StandAlone founding = found_alone(random);
    founding.secrets.authority_seed.reset();

    const auto opened = open_box(founding.region_register.records(), wrapped(founding), key_file);

    REQUIRE(opened);
    CHECK_FALSE(opened->authority);
}

TEST_CASE("a stopped register does not stop the clinic") {
    SeededRandom random{86};
    const StandAlone founding = found_alone(random);
    const auto authority_signer = crypto::Signer::from_seed(*founding.secrets.authority_seed);
    std::vector<Bytes> stored = founding.region_register.records();
    const Record other{1, {}, new_year, DeviceAdded{}};
    stored.push_back(sign_record(authority_signer, founding.owner.region, other));

    const auto opened = open_box(stored, wrapped(founding), key_file);

    REQUIRE(opened);
    CHECK(opened->region_register.fork());
    CHECK(opened->keyring.newest(founding.spaces.clinic) != nullptr);
}

TEST_CASE("a second device joins: the authority seals it the clinic's key, and it opens that") {
    SeededRandom random{87};
    const StandAlone founding = found_alone(random);
    auto box = *open_box(founding.region_register.records(), wrapped(founding), key_file);
    const DeviceSecrets secrets{crypto::Key::draw(random), crypto::Key::draw(random), {}};
    const auto hub_signer = crypto::Signer::from_seed(secrets.signing_seed);
    const auto hub_pair = crypto::BoxPair::from_seed(secrets.sealing_seed);
    const DeviceAdded hub{hub_signer.public_key(), hub_pair.public_key(), DeviceRole::hub};
    const DeviceId hub_id = device_id(box.region, hub.signing, hub.sealing);
    const SpaceKey* clinic_key = box.keyring.newest(founding.spaces.clinic);
    const Bytes boxed = *crypto::box_for(hub.sealing, clinic_key->key.view(), random);
    KeySealed sealed{founding.spaces.clinic, 1, hub_id, {}};
    std::copy(boxed.begin(), boxed.end(), sealed.boxed.begin());

    REQUIRE(box.region_register.append(*box.authority, new_year, hub));
    REQUIRE(box.region_register.append(*box.authority, new_year, sealed));

    const Bytes hub_secrets =
        wrap_secrets(secrets, {box.region, hub_id}, box.region_register.suite(), key_file);
    const auto opened = open_box(box.region_register.records(), hub_secrets, key_file);
    REQUIRE(opened);
    CHECK(opened->keyring.newest(founding.spaces.clinic)->id == clinic_key->id);
    CHECK(opened->keyring.newest(founding.spaces.audit) == nullptr);
    CHECK(*opened->clinic() == founding.spaces);
    CHECK_FALSE(opened->authority);
}
