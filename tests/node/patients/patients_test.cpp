#include <doctest/doctest.h>

#include "node/patients/find_or_make_patient.hpp"
#include "node/patients/fold.hpp"
#include "node/patients/phone.hpp"
#include "node/patients/projection.hpp"
#include "node/patients/search.hpp"
#include "tests/node/support/replica.hpp"
#include "tests/node/support/table_text.hpp"

using namespace wayside;
using patients::fold;

namespace {

trust::Keyring one_key() {
    crypto::Key key;
    key.writable()[0] = 7;
    trust::Keyring out(crypto::Suite::blake2b_xchacha20);
    const auto id = crypto::key_id(key);
    REQUIRE(out.add(SpaceId{{9}}, 1, id, std::move(key)));
    return out;
}

struct Box {
    explicit Box(std::uint8_t number) : replica(number), random(number), ids(replica.log()) {
        replica.add(patients);
    }
    PatientId meet(const patients::GivenPatient& given) {
        const desk::Asker asker;
        const std::string subject;
        const desk::Facts facts{model, {0}, asker, subject};
        desk::Means means{ids, random, words};
        const auto found = patients::find_or_make_patient(facts, means, given);
        REQUIRE(found.has_value());
        for (auto& row : words.take_new_rows()) rows.push_back(row);
        if (!found->edits.edits.empty()) {
            REQUIRE(replica.write(found->edits.document, found->edits.edits, {1'000}));
        }
        return found->id;
    }
    void take_from(Box& other) {
        for (const auto& row : other.rows) REQUIRE(words.load(row));
        replica.take_from(other.replica);
    }
    std::size_t found(const char* typed) { return patients::search(model, typed).size(); }
    std::string dump() {
        std::string out;
        for (const char* table : {"patient", "patient_identifier", "visit_reason", "visit_note"}) {
            out += testing::rows_of(model, std::string("SELECT * FROM ") + table + " ORDER BY 1");
        }
        return out;
    }

    sqlite::Database model = sqlite::Database::in_memory();
    trust::Keyring keyring = one_key();
    testing::Replica replica;
    SeededRandom random;
    shelf::Words words{SpaceId{{9}}, keyring, random};
    crypto::IdSource ids;
    patients::Projection patients{model, words};
    std::vector<trust::PatientKeyRow> rows;
};

const patients::GivenPatient amina{
    "pt-1", {"Amina Kabafeno", "1966-05-02", "female", "+255 762 431 953", "sw"}};
const patients::GivenPatient muhammad{"pt-2", {"مُحَمَّد أحمد", "1980", "male", "", "ar"}};
const patients::GivenPatient jose{"pt-3", {"José O'Neil-Łukasz", "1990-01-01", "", "", ""}};

}  // namespace

TEST_CASE("names are compared without case, accents, vowel marks and spellings of one letter") {
    CHECK(fold("  JOSÉ  Ångström-Łukasz ") == "jose angstrom lukasz");
    CHECK(fold("O'Neil") == fold("ONEIL"));
    CHECK(fold("مُحَمَّد") == fold("محمد"));
    CHECK(fold("أحمد إسراء آمنة") == fold("احمد اسراء امنه"));
    CHECK(fold("Nguyễn Thị Hường") == "nguyen thi huong");
    CHECK(fold("Straße Œuvre") == "strasse oeuvre");
    CHECK(fold("١٩٨٠") == "1980");
    CHECK(fold("") == "");
    CHECK(fold("...") == "");
}

TEST_CASE("what was folded folds to itself, and no bytes are too broken to fold") {
    SeededRandom random(3);
    for (int i = 0; i < 10'000; ++i) {
        std::string text;
        for (std::uint64_t n = random.below(12); n > 0; --n) {
            text.push_back(static_cast<char>(random.below(256)));
        }
        const std::string once = fold(text);
        REQUIRE(is_utf8(view_of(once)));
        REQUIRE(fold(once) == once);
    }
}

TEST_CASE("somebody is found by beginnings of names in any script, birth date and phone") {
    Box box(1);
    box.meet(amina);
    box.meet(muhammad);
    box.meet(jose);

    for (const char* typed : {"amina", "KABA am", "kabafeno 1966", "1966-05-02", "1966-05",
                              "0762 431 953", "+255762431953", "762431", "255762"}) {
        CHECK_MESSAGE(box.found(typed) == 1, typed);
    }
    CHECK(box.found("محمد") == 1);
    CHECK(box.found("احم") == 1);
    CHECK(box.found("jose oneil") == 1);
    CHECK(box.found("neil") == 0);
    CHECK(box.found("amina jose") == 0);
    for (const char* typed : {"", "   ", "\"", "*", "a\" OR \"b", "NOT", "name : amina", "-"}) {
        (void)box.found(typed);
    }
}

TEST_CASE("a search answers twenty at most, by name") {
    Box box(1);
    for (int i = 0; i < 30; ++i) {
        box.meet({"", {"Mary " + std::to_string(100 + (i * 7) % 30), "1990", "", "", ""}});
    }

    const auto found = patients::search(box.model, "mary");

    REQUIRE(found.size() == 20);
    CHECK(found[0].person.name == "Mary 100");
    CHECK(found[19].person.name == "Mary 119");
}

TEST_CASE("words that were changed are found under the new ones alone") {
    Box box(1);
    const PatientId id = box.meet(amina);
    patients::GivenPatient changed = amina;
    changed.person.name = "Amina Mbeshe";

    CHECK(box.meet(changed) == id);

    CHECK(box.found("kabafeno") == 0);
    CHECK(box.found("mbeshe") == 1);
}

TEST_CASE("two boxes that met one outside id apart agree on who it is") {
    Box north(1);
    Box south(2);
    const PatientId norths = north.meet(amina);
    const PatientId souths = south.meet(amina);
    REQUIRE(norths != souths);

    north.take_from(south);
    south.take_from(north);

    CHECK(north.meet(amina) == std::min(norths, souths));
    CHECK(south.meet(amina) == std::min(norths, souths));
    CHECK(north.dump() == south.dump());
}

TEST_CASE("a patient's rows that were forgotten come back the same") {
    Box box(1);
    const PatientId id = box.meet(amina);
    box.meet(jose);
    const std::string before = box.dump();

    box.patients.forget(patients::document_of(id));
    CHECK(box.found("amina") == 0);
    CHECK(box.found("jose") == 1);
    box.replica.project_anew();

    CHECK(box.dump() == before);
    CHECK(box.found("amina") == 1);
}

TEST_CASE("without the key the row stands without words, and with it the words come") {
    Box box(1);
    const PatientId id = box.meet(amina);
    Box other(2);
    other.replica.take_from(box.replica);

    const auto known = patients::find_patient(other.model, id);

    REQUIRE(known.has_value());
    CHECK(known->person == patients::Person{});
    CHECK(other.found("amina") == 0);
    CHECK_FALSE(patients::find_by_identifier(other.model, "pt-1").has_value());
    for (const auto& row : box.rows) REQUIRE(other.words.load(row));
    other.replica.project_anew();
    CHECK(other.dump() == box.dump());
}
