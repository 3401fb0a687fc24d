// tests/storage/trust/world.hpp: the world of the examples in storage/trust/formats.md, and what
// the tests beside this file need of it.
#pragma once

#include <algorithm>

#include "storage/trust/box.hpp"
#include "storage/trust/patient_keys.hpp"
#include "storage/trust/sealed_value.hpp"

namespace wayside::trust::world {

/// Bytes that count upwards from `first`.
inline crypto::Key counting_key(std::uint8_t first) {
    crypto::Key out;
    for (std::uint8_t& byte : out.writable()) byte = first++;
    return out;
}

template <class AnId>
AnId counting_id(std::uint8_t first) {
    AnId out;
    for (std::uint8_t& byte : out.bytes) byte = first++;
    return out;
}

/// Gives bytes that count upwards from 80, at each call.
struct CountingRandom final : Random {
    void fill(std::span<std::uint8_t> out) override {
        std::uint8_t next = 0x80;
        for (std::uint8_t& byte : out) byte = next++;
    }
};

struct FixedClock final : Clock {
    [[nodiscard]] Timestamp now() const override { return {1'767'225'600'000}; }
    [[nodiscard]] bool trusted() const override { return true; }
};

inline const Timestamp new_year{1'767'225'600'000};
inline const SpaceId clinic = counting_id<SpaceId>(0xA0);
inline const PatientId patient = counting_id<PatientId>(0xB0);
inline const LogId log = counting_id<LogId>(0xD0);
constexpr crypto::Suite suite_1 = crypto::Suite::blake2b_xchacha20;

inline crypto::Signer authority() {
    return crypto::Signer::from_seed(counting_key(0));
}
inline crypto::Signer signer() {
    return crypto::Signer::from_seed(counting_key(0x20));
}
inline crypto::BoxPair pair() {
    return crypto::BoxPair::from_seed(counting_key(0x40));
}
inline crypto::Key space_key() {
    return counting_key(0x60);
}

inline RegionFounded founding() {
    return {authority().public_key(), suite_1};
}
inline DeviceAdded box_added() {
    return {signer().public_key(), pair().public_key(), DeviceRole::box};
}
inline RegionId region() {
    return region_id(authority().public_key());
}
inline DeviceId box() {
    return device_id(region(), signer().public_key(), pair().public_key());
}
inline BoxedKey boxed_for(const crypto::PublicKey& to, const crypto::Key& key) {
    CountingRandom random;
    const Bytes boxed = *crypto::box_for(to, key.view(), random);
    BoxedKey out{};
    std::copy(boxed.begin(), boxed.end(), out.begin());
    return out;
}
inline KeySealed key_sealed() {
    return {clinic, 1, box(), boxed_for(pair().public_key(), space_key())};
}

/// The bodies of the page's five records.
inline std::vector<Body> bodies() {
    return {founding(), box_added(), SpaceOpened{clinic, SpaceKind::clinic, {}, {}},
            GenerationOpened{clinic, 1, crypto::key_id(space_key())}, key_sealed()};
}

inline Register five_records() {
    Register out;
    for (const Body& body : bodies()) {
        const auto written = out.append(authority(), new_year, body);
        require(written.has_value(), "the page's records are accepted");
    }
    return out;
}

inline const crypto::Hash32 some_hash = [] {
    crypto::Hash32 out{};
    std::uint8_t next = 0x10;
    for (std::uint8_t& byte : out) byte = next++;
    return out;
}();

/// The bodies of the page's later kinds, which may follow the five.
inline ClinicEnrolled enrolled() {
    return {counting_id<InvitationId>(0xF0), "north", clinic, box()};
}
inline DeviceCutOff cut_off() {
    return {box(), {{clinic, log, 7, some_hash}}};
}
inline ForkSettled settled() {
    return {0, record_hash(five_records().records()[0]), some_hash};
}
inline Register eight_records() {
    Register out = five_records();
    for (const Body& body : {Body{enrolled()}, Body{cut_off()}, Body{settled()}}) {
        const auto written = out.append(authority(), new_year, body);
        require(written.has_value(), "the page's later records are accepted");
    }
    return out;
}

inline crypto::Signer hub_signer() {
    return crypto::Signer::from_seed(counting_key(0x10));
}
inline crypto::BoxPair hub_pair() {
    return crypto::BoxPair::from_seed(counting_key(0x30));
}

/// The page's invitation: to the clinic "north", for seven days.
inline Invitation invitation() {
    return {counting_id<InvitationId>(0xF0),
            "north",
            {new_year.ms + invitation_lasts_ms},
            five_records().records()[0],
            {hub_signer().public_key(), hub_pair().public_key(), DeviceRole::hub}};
}
inline Bytes invitation_signed() {
    return sign_invitation(authority(), invitation());
}

inline ProposedSpace proposed(const SpaceId& space, const crypto::Key& key) {
    return {space, crypto::key_id(key), boxed_for(pair().public_key(), key),
            boxed_for(hub_pair().public_key(), key)};
}
/// The page's proposal: the page's box, answering the page's invitation.
inline Proposal proposal() {
    return {invitation_signed(), invitation(), box_added(), proposed(clinic, space_key()),
            proposed(counting_id<SpaceId>(0x90), counting_key(0x70))};
}
inline Bytes proposal_signed() {
    return sign_proposal(signer(), proposal());
}

inline Keyring keyring(crypto::Suite suite = suite_1) {
    Keyring out(suite);
    const auto added = out.add(clinic, 1, crypto::key_id(space_key()), space_key());
    require(added.has_value(), "the page's space key gives its id");
    return out;
}

/// A clinic's box that stands alone, in a region of its own.
struct StandAlone : Founding {
    ClinicSpaces spaces;
};
inline StandAlone found_alone(Random& random, crypto::Suite suite = suite_1) {
    StandAlone out{found_region(DeviceRole::box, random, FixedClock{}, suite), {}};
    out.spaces = open_clinic(out, random, FixedClock{});
    return out;
}

inline Bytes flipped(ByteView bytes, std::size_t bit) {
    Bytes out(bytes.begin(), bytes.end());
    out[bit / 8] = static_cast<std::uint8_t>(out[bit / 8] ^ (1U << (bit % 8)));
    return out;
}

/// One to four random faults: a bit flipped, a byte replaced, the end cut off, bytes put in.
inline Bytes mutated(ByteView bytes, SeededRandom& random) {
    Bytes out(bytes.begin(), bytes.end());
    for (std::uint64_t fault = random.below(4) + 1; fault > 0 && !out.empty(); --fault) {
        const std::size_t at = random.below(out.size());
        switch (random.below(4)) {
            case 0:
                out = flipped(out, at * 8 + random.below(8));
                break;
            case 1:
                out[at] = static_cast<std::uint8_t>(random.next());
                break;
            case 2:
                out.resize(at);
                break;
            default:
                out.insert(out.begin() + static_cast<std::ptrdiff_t>(at), random.below(20),
                           static_cast<std::uint8_t>(random.next()));
        }
    }
    return out;
}

}  // namespace wayside::trust::world
