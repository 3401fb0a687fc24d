#include "storage/trust/patient_keys.hpp"

#include <doctest/doctest.h>

#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::trust;
using namespace wayside::trust::world;

namespace {

PatientKeyRow row_of(SeededRandom& random, crypto::Suite suite = suite_1) {
    PatientKeys keys;
    return *keys.make(patient, clinic, keyring(suite), random);
}

PatientKeyRow forgotten_row(PatientKeyRow row, bool is_destroyed) {
    row.forgotten = Forgetting{log, 7, new_year, is_destroyed};
    if (is_destroyed) row.wrapped.clear();
    return row;
}

}  // namespace

TEST_CASE("a patient's key comes back from its row after a restart, in both suites") {
    SeededRandom random{51};
    for (const auto suite : {suite_1, crypto::Suite::aes_256_siv}) {
        PatientKeys before;
        const auto row = before.make(patient, clinic, keyring(suite), random);
        REQUIRE(row);
        CHECK(row->suite == suite);

        PatientKeys after;
        REQUIRE(after.load(*decode_row(encode_row(*row)), keyring()));

        CHECK(crypto::equal(before.find(patient)->view(), after.find(patient)->view()));
        CHECK(crypto::key_id(*after.find(patient)) == row->key_id);
    }
}

TEST_CASE("a key whose commit failed is taken back, and the next one is another") {
    SeededRandom random{52};
    PatientKeys keys;
    const auto first = keys.make(patient, clinic, keyring(), random);

    keys.drop(patient);

    CHECK(keys.find(patient) == nullptr);
    const auto second = keys.make(patient, clinic, keyring(), random);
    CHECK(second->key_id != first->key_id);
}

TEST_CASE("no second key is drawn for a patient, and none without the space's key") {
    SeededRandom random{53};
    PatientKeys keys;
    REQUIRE(keys.make(patient, clinic, keyring(), random));

    CHECK(keys.make(patient, clinic, keyring(), random).refusal().rule == "patient_key");
    const auto elsewhere =
        keys.make(counting_id<PatientId>(1), counting_id<SpaceId>(1), keyring(), random);
    CHECK(elsewhere.refusal().rule == "space_key");
    CHECK(keys.find(counting_id<PatientId>(1)) == nullptr);
}

TEST_CASE("a row may come twice; another key for the same patient is refused by name") {
    SeededRandom random{54};
    const PatientKeyRow row = row_of(random);
    const PatientKeyRow other = row_of(random);
    PatientKeys keys;

    CHECK(keys.load(row, keyring()));
    CHECK(keys.load(row, keyring()));
    CHECK(keys.load(other, keyring()).refusal().rule == "patient_key");
    CHECK(crypto::key_id(*keys.find(patient)) == row.key_id);
}

TEST_CASE("a row of another patient, space or key is not taken for this one") {
    SeededRandom random{55};
    const PatientKeyRow row = row_of(random);
    PatientKeyRow other_patient = row;
    other_patient.patient = counting_id<PatientId>(1);
    PatientKeyRow other_id = row;
    other_id.key_id[0] ^= 1U;
    PatientKeyRow other_space = row;
    other_space.space = counting_id<SpaceId>(1);
    PatientKeyRow other_suite = row;
    other_suite.suite = crypto::Suite::aes_256_siv;
    PatientKeys keys;

    CHECK(keys.load(other_patient, keyring()).refusal().rule == "patient_key");
    CHECK(keys.load(other_id, keyring()).refusal().rule == "patient_key");
    CHECK(keys.load(other_space, keyring()).refusal().rule == "space_key");
    CHECK(keys.load(other_suite, keyring()).refusal().rule == "patient_key");
    CHECK(keys.find(patient) == nullptr);
    CHECK(keys.find(other_patient.patient) == nullptr);
}

TEST_CASE("a forgotten row beats every other, in whichever order they come") {
    SeededRandom random{56};
    const PatientKeyRow row = row_of(random);
    for (const bool is_destroyed : {false, true}) {
        const PatientKeyRow forgotten = forgotten_row(row, is_destroyed);
        PatientKeys first_held;
        PatientKeys first_forgotten;

        CHECK(first_held.load(row, keyring()));
        CHECK(first_held.load(forgotten, keyring()));
        CHECK(first_forgotten.load(forgotten, keyring()));
        CHECK(first_forgotten.load(row, keyring()).refusal().rule == "forgotten");

        for (PatientKeys* keys : {&first_held, &first_forgotten}) {
            CHECK(keys->find(patient) == nullptr);
            CHECK(keys->is_forgotten(patient));
            keys->drop(patient);
            CHECK(keys->make(patient, clinic, keyring(), random).refusal().rule == "forgotten");
        }
    }
}

TEST_CASE("rows come back from their bytes, held, locked and destroyed") {
    SeededRandom random{57};
    for (const auto suite : {suite_1, crypto::Suite::aes_256_siv}) {
        const PatientKeyRow row = row_of(random, suite);
        for (const PatientKeyRow& each :
             {row, forgotten_row(row, false), forgotten_row(row, true)}) {
            CHECK(*decode_row(encode_row(each)) == each);
        }
    }
}

TEST_CASE("no row with any one bit changed gives the patient's key") {
    SeededRandom random{58};
    const Bytes bytes = encode_row(row_of(random));
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        const auto row = decode_row(flipped(bytes, bit));
        if (!row) continue;
        PatientKeys keys;
        static_cast<void>(keys.load(*row, keyring()).has_value());
        REQUIRE(keys.find(patient) == nullptr);
        REQUIRE(keys.find(row->patient) == nullptr);
    }
}

TEST_CASE("whatever is done to a row's bytes, what is read would be written the same") {
    SeededRandom random{59};
    const PatientKeyRow row = row_of(random);
    const std::array<Bytes, 2> seeds{encode_row(row), encode_row(forgotten_row(row, true))};
    for (int round = 0; round < 20'000; ++round) {
        const Bytes bytes = mutated(seeds[random.below(2)], random);
        const auto read = decode_row(bytes);
        if (read) REQUIRE(encode_row(*read) == bytes);
    }
}
