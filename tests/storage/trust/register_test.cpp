#include "storage/trust/register.hpp"

#include <doctest/doctest.h>

#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::trust;
using namespace wayside::trust::world;

namespace {

/// What the register answers to one more record that the authority signed.
std::string rule_for(Register& to, const Body& body) {
    const auto written = to.append(authority(), new_year, body);
    return written ? "" : written.refusal().rule_name();
}

/// A second founding record of the same region: the authority's own, but another one.
Bytes another_founding() {
    return sign_record(authority(), region(), {0, {}, Timestamp{1}, founding()});
}

}  // namespace

TEST_CASE("a register that was stored and loaded says the same as before") {
    const Register written = five_records();

    const auto loaded = Register::load(written.records());

    REQUIRE(loaded);
    CHECK(loaded->region() == region());
    CHECK(loaded->authority() == authority().public_key());
    CHECK(loaded->last_hash() == written.last_hash());
    CHECK(*loaded->device(box()) == box_added());
    CHECK(loaded->space(clinic)->kind == SpaceKind::clinic);
    CHECK(loaded->generation(clinic, 1)->key_id == crypto::key_id(space_key()));
    CHECK(loaded->newest_generation(clinic) == 1);
    CHECK(loaded->is_member(clinic, box()));
    CHECK_FALSE(loaded->fork());
}

TEST_CASE("every kind of record comes back from its bytes") {
    std::uint64_t sequence = 0;
    std::vector<Body> all = bodies();
    all.insert(all.end(), {enrolled(), cut_off(), settled()});
    all.emplace_back(DeviceCutOff{box(), {}});
    for (const Body& body : all) {
        const Record record{sequence++, crypto::hash<32>("x", {}, {}), new_year, body};
        CHECK(*decode_record(sign_record(authority(), region(), record)) == record);
    }
}

TEST_CASE("a register that nobody founded knows nothing") {
    const Register empty;

    CHECK_FALSE(empty.is_founded());
    CHECK(empty.device(box()) == nullptr);
    CHECK(empty.space(clinic) == nullptr);
    CHECK(empty.generation(clinic, 1) == nullptr);
    CHECK(empty.newest_generation(clinic) == 0);
}

TEST_CASE(
    "the same record twice is no harm, and a record that comes too early is asked for later") {
    const Register written = five_records();
    Register other;

    CHECK(other.accept(written.records()[1]).refusal().rule == "register_gap");
    CHECK(*other.accept(written.records()[0]) == Acceptance::added);
    CHECK(*other.accept(written.records()[0]) == Acceptance::already_here);
    CHECK(other.accept(written.records()[2]).refusal().rule == "register_gap");
    for (const Bytes& record : written.records()) CHECK(other.accept(record));
    for (const Bytes& record : written.records()) CHECK(other.accept(record));
    CHECK(other.last_hash() == written.last_hash());
}

TEST_CASE("no record with any one bit changed is accepted, and none of them stops the register") {
    const Register written = eight_records();
    for (std::size_t i = 0; i < written.records().size(); ++i) {
        const std::vector<Bytes> before(written.records().begin(),
                                        written.records().begin() + static_cast<std::ptrdiff_t>(i));
        Register so_far = *Register::load(before);
        const Bytes& record = written.records()[i];
        for (std::size_t bit = 0; bit < record.size() * 8; ++bit) {
            REQUIRE_FALSE(so_far.accept(flipped(record, bit)));
        }
        CHECK_FALSE(so_far.fork());
        CHECK(so_far.accept(record));
    }
}

TEST_CASE("whatever is done to a record's bytes, it is refused and nothing else happens") {
    const Register written = eight_records();
    SeededRandom random{31};
    for (int round = 0; round < 20'000; ++round) {
        const std::size_t i = random.below(written.records().size());
        const Bytes bytes = mutated(written.records()[i], random);
        if (bytes == written.records()[i]) continue;
        const auto decoded = decode_record(bytes);
        if (decoded) REQUIRE_FALSE(is_signed_by(authority().public_key(), region(), bytes));
    }
}

TEST_CASE("a record that somebody else signed is refused by name, also for a place that is taken") {
    SeededRandom random{32};
    const auto stranger = crypto::Signer::from_seed(crypto::Key::draw(random));
    Register five = five_records();
    const Record next{5, five.last_hash(), new_year,
                      SpaceOpened{counting_id<SpaceId>(1), SpaceKind::clinic, {}, {}}};
    const Record taken{4, {}, new_year, next.body};

    CHECK(five.accept(sign_record(stranger, region(), next)).refusal().rule ==
          "register_signature");
    CHECK(five.accept(sign_record(stranger, region(), taken)).refusal().rule ==
          "register_signature");
    CHECK(five.append(stranger, new_year, next.body).refusal().why == Why::forbidden);
    CHECK_FALSE(five.fork());
    CHECK(five.accept(sign_record(authority(), region(), next)));
}

TEST_CASE("what an authority signed for another region does not count here") {
    Register five = five_records();
    SeededRandom random{33};
    const RegionId other =
        region_id(crypto::Signer::from_seed(crypto::Key::draw(random)).public_key());
    const Record next{5, five.last_hash(), new_year,
                      SpaceOpened{counting_id<SpaceId>(1), SpaceKind::clinic, {}, {}}};

    CHECK(five.accept(sign_record(authority(), other, next)).refusal().rule ==
          "register_signature");
}

TEST_CASE("a signed record that follows another history is refused by name") {
    Register five = five_records();
    const Record next{5, crypto::hash<32>("x", {}, {}), new_year,
                      SpaceOpened{counting_id<SpaceId>(1), SpaceKind::clinic, {}, {}}};

    CHECK(five.accept(sign_record(authority(), region(), next)).refusal().rule == "register_chain");
    CHECK(five.records().size() == 5);
}

TEST_CASE("two records of one sequence stop the register, and what stood before stays in force") {
    Register five = five_records();

    CHECK(five.accept(another_founding()).refusal().rule == "register_forked");

    REQUIRE(five.fork());
    CHECK(five.fork()->sequence == 0);
    CHECK(five.fork()->kept == five.records()[0]);
    CHECK(five.fork()->other == another_founding());
    CHECK(rule_for(five, SpaceOpened{counting_id<SpaceId>(1), SpaceKind::clinic, {}, {}}) ==
          "register_stopped");
    CHECK(five.is_member(clinic, box()));
    CHECK(five.accept(five.records()[2]));
}

TEST_CASE("a register that was stopped is still stopped after a restart") {
    const Register five = five_records();
    std::vector<Bytes> stored = five.records();
    stored.push_back(another_founding());

    auto loaded = Register::load(stored);

    REQUIRE(loaded);
    CHECK(loaded->fork()->other == another_founding());
    CHECK(loaded->last_hash() == five.last_hash());
    CHECK(rule_for(*loaded, SpaceOpened{counting_id<SpaceId>(1), SpaceKind::clinic, {}, {}}) ==
          "register_stopped");
}

TEST_CASE("a stored register with a damaged or missing record is refused, and the place is named") {
    std::vector<Bytes> stored = five_records().records();
    stored[3] = flipped(stored[3], 800);
    CHECK(Register::load(stored).refusal().rule == "register_signature");
    CHECK(Register::load(stored).refusal().detail.find("record 3") != std::string::npos);

    stored.erase(stored.begin() + 3);
    CHECK(Register::load(stored).refusal().rule == "register_gap");
}

TEST_CASE("a region is founded first and once") {
    Register empty;
    CHECK(empty.append(authority(), new_year, box_added()).refusal().why == Why::forbidden);
    CHECK(empty.accept(sign_record(authority(), region(), {0, {}, new_year, box_added()}))
              .refusal()
              .rule == "register_record");

    Register five = five_records();
    CHECK(rule_for(five, founding()) == "register_record");
}

TEST_CASE("a device is added once, and its id cannot be given other keys") {
    Register five = five_records();
    DeviceAdded other = box_added();
    other.role = DeviceRole::hub;
    CHECK(rule_for(five, other) == "register_record");

    other.signing[0] ^= 1U;
    CHECK(rule_for(five, other).empty());
    CHECK(five.devices().size() == 2);
}

TEST_CASE("a space is opened once, and belongs to a clinic where its kind says so") {
    Register five = five_records();
    const auto audit = counting_id<SpaceId>(1);
    const auto other = counting_id<SpaceId>(2);
    const auto unknown = counting_id<SpaceId>(3);

    CHECK(rule_for(five, SpaceOpened{clinic, SpaceKind::clinic, {}, {}}) == "register_record");
    CHECK(rule_for(five, SpaceOpened{{}, SpaceKind::clinic, {}, {}}) == "register_record");
    CHECK(rule_for(five, SpaceOpened{other, SpaceKind::clinic, clinic, {}}) == "register_record");
    CHECK(rule_for(five, SpaceOpened{audit, SpaceKind::audit, {}, {}}) == "register_record");
    CHECK(rule_for(five, SpaceOpened{audit, SpaceKind::audit, unknown, {}}) == "register_record");
    CHECK(rule_for(five, SpaceOpened{audit, SpaceKind::audit, clinic, {}}).empty());
    CHECK(rule_for(five, SpaceOpened{other, SpaceKind::channel, audit, {}}) == "register_record");
    CHECK(rule_for(five, SpaceOpened{other, SpaceKind::channel, clinic, clinic}) ==
          "register_record");
    CHECK(rule_for(five, SpaceOpened{other, SpaceKind::channel, clinic, unknown}) ==
          "register_record");
    CHECK(rule_for(five, SpaceOpened{other, SpaceKind::channel, clinic, {}}).empty());
    CHECK(rule_for(five, SpaceOpened{unknown, SpaceKind::region, {}, {}}).empty());
}

TEST_CASE("generations of a space's key count without a gap, and no key is opened twice") {
    Register five = five_records();
    const auto new_id = crypto::key_id(counting_key(1));
    const auto unknown = counting_id<SpaceId>(3);

    CHECK(rule_for(five, GenerationOpened{clinic, 1, new_id}) == "register_record");
    CHECK(rule_for(five, GenerationOpened{clinic, 3, new_id}) == "register_record");
    CHECK(rule_for(five, GenerationOpened{unknown, 1, new_id}) == "register_record");
    CHECK(rule_for(five, GenerationOpened{clinic, 2, crypto::key_id(space_key())}) ==
          "register_record");
    CHECK(rule_for(five, GenerationOpened{clinic, 2, new_id}).empty());
    CHECK(five.newest_generation(clinic) == 2);
}

TEST_CASE("a key is sealed once to a known device, for a generation that is open") {
    Register five = five_records();
    KeySealed sealed = key_sealed();
    CHECK(rule_for(five, sealed) == "register_record");

    sealed.generation = 2;
    CHECK(rule_for(five, sealed) == "register_record");
    sealed = key_sealed();
    sealed.device = counting_id<DeviceId>(9);
    CHECK(rule_for(five, sealed) == "register_record");
}

TEST_CASE("a clinic is enrolled once, by an invitation that was not used, with a member's device") {
    Register five = five_records();
    const auto other_space = counting_id<SpaceId>(1);
    ClinicEnrolled wrong = enrolled();
    wrong.space = other_space;
    CHECK(rule_for(five, wrong) == "register_record");
    wrong = enrolled();
    wrong.device = counting_id<DeviceId>(9);
    CHECK(rule_for(five, wrong) == "register_record");
    for (const std::string name : {"", " north", "nor\nth", "\xff"}) {
        wrong = enrolled();
        wrong.clinic = name;
        CHECK(rule_for(five, wrong) == (name == "\xff" ? "malformed" : "register_record"));
    }

    CHECK(rule_for(five, enrolled()).empty());
    CHECK(five.enrolments() == std::vector<ClinicEnrolled>{enrolled()});
    wrong = enrolled();
    wrong.clinic = "south";
    CHECK(rule_for(five, wrong) == "register_record");
    wrong.invitation = counting_id<InvitationId>(1);
    CHECK(rule_for(five, wrong) == "register_record");
}

TEST_CASE("a device that was cut off stays known, and nothing is sealed to it any more") {
    Register five = five_records();
    CHECK_FALSE(five.is_revoked(box()));

    REQUIRE(rule_for(five, cut_off()).empty());

    CHECK(five.is_revoked(box()));
    CHECK(*five.cut_off(box()) == cut_off());
    CHECK(five.cut_off(counting_id<DeviceId>(9)) == nullptr);
    CHECK(five.device(box()) != nullptr);
    CHECK(five.is_member(clinic, box()));
    CHECK(rule_for(five, cut_off()) == "register_record");
    CHECK(rule_for(five, enrolled()) == "register_record");
    REQUIRE(rule_for(five, GenerationOpened{clinic, 2, crypto::key_id(counting_key(1))}).empty());
    KeySealed sealed = key_sealed();
    sealed.generation = 2;
    CHECK(rule_for(five, sealed) == "register_record");
}

TEST_CASE("the marks of a cut-off stand in order, each once, in spaces that are open") {
    const CutOffMark mark{clinic, log, 7, some_hash};
    CutOffMark later = mark;
    later.log = counting_id<LogId>(0xE0);
    CutOffMark nowhere = mark;
    nowhere.space = counting_id<SpaceId>(1);
    const auto rule = [&](std::vector<CutOffMark> marks) {
        Register five = five_records();
        return rule_for(five, DeviceCutOff{box(), std::move(marks)});
    };

    CHECK(rule({}).empty());
    CHECK(rule({mark, later}).empty());
    CHECK(rule({later, mark}) == "register_record");
    CHECK(rule({mark, mark}) == "register_record");
    CHECK(rule({nowhere}) == "register_record");
    std::vector<CutOffMark> many;
    for (std::uint8_t i = 0; i < most_cut_off_marks; ++i) {
        many.push_back({clinic, LogId{{i}}, 1, some_hash});
    }
    CHECK(rule(many).empty());
    many.push_back(later);
    CHECK(rule(many) == "too_large");
}

TEST_CASE("versions and kinds that are not known here are refused as such") {
    Bytes record = five_records().records()[0];
    record[0] = 2;
    CHECK(decode_record(record).refusal().why == Why::unsupported);

    record = five_records().records()[0];
    record[49] = 9;
    CHECK(decode_record(record).refusal().why == Why::unsupported);

    CHECK(decode_record({}).refusal().why == Why::malformed);
    CHECK(decode_record(Bytes(most_record_bytes + 1, 1)).refusal().why == Why::too_large);
}
