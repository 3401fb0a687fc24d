#include <doctest/doctest.h>

#include "tests/storage/shelf/start.hpp"

using namespace wayside;
using namespace wayside::shelf;

namespace {

const PatientId amina = ledger::patient_number(1);
const PatientId brook = ledger::patient_number(2);

void delete_key(const ledger::ClinicBox& box, PatientId patient) {
    meddle(box, "DELETE FROM patient_key WHERE patient = x'" + hex_of(patient.view()) + "'");
}

/// A slice whose rows are the words that can be opened.
class OpenedWords final : public Projection {
  public:
    explicit OpenedWords(const Words& words) : words_(words) {}

    void apply(const ledger::DocumentId& document, const std::vector<document::Record>& records,
               const Authors&) override {
        for (const document::Record& record : records) {
            for (const document::Field& field : record.fields) {
                const auto text = words_.open(amina, {document, record.key, field.name},
                                              field.values.front().scalar);
                if (text) rows.insert(*text);
            }
        }
    }
    void forget(const ledger::DocumentId&) override { rows.clear(); }

    std::set<std::string> rows;

  private:
    const Words& words_;
};

}  // namespace

TEST_CASE("words come into the read model with their key, and leave it as it is forgotten") {
    ledger::ClinicBox box(8);
    {
        Start before(box);
        REQUIRE(before.say(amina, "n1", "itching since monday"));
    }
    ledger::LedgerReader reader = box.reader();
    HybridClock hybrid(box.clock);
    Words words(box.space(), box.box->keyring, box.random);
    OpenedWords opened(words);
    Shelf shelf(box.space(), box.random.draw_log(), reader, hybrid);
    shelf.add(opened);
    shelf.load();
    REQUIRE(opened.rows.empty());
    auto row = reader.patient_keys().rows.at(0);

    REQUIRE(words.load(row));
    shelf.project_again({patient_document(amina), patient_document(brook)});
    CHECK(opened.rows == std::set<std::string>{"itching since monday"});
    row.forgotten = trust::Forgetting{box.random.draw_log(), 1, Timestamp{1}, false};
    REQUIRE(words.load(row));
    shelf.project_again({patient_document(amina)});

    CHECK(opened.rows.empty());
}

TEST_CASE("a patient's words are read again after a restart") {
    ledger::ClinicBox box(1);
    {
        Start before(box);
        REQUIRE(before.say(amina, "n1", "itching since monday"));
    }

    Start after(box);

    CHECK(after.words_at(amina, "notes", "n1", "text") == "itching since monday");
}

TEST_CASE("a deleted key leaves no words after a restart, and all else stands") {
    ledger::ClinicBox box(2);
    {
        Start before(box);
        REQUIRE(before.say(amina, "n1", "itching since monday"));
        REQUIRE(before.say(brook, "n2", "a cough"));
        before.act(visit_draft("v1", {{"status", std::int64_t{3}}}));
    }
    const std::string digest = Start(box).digest();
    delete_key(box, amina);

    Start after(box);

    CHECK_FALSE(after.words_at(amina, "notes", "n1", "text"));
    CHECK(after.words_at(brook, "notes", "n2", "text") == "a cough");
    CHECK(after.rows.all().at(ledger::day).contains("visits/v1"));
    CHECK(after.report.held.empty());
    CHECK(after.digest().substr(0, 64) == digest.substr(0, 64));
}

TEST_CASE("a patient whose key is gone gets no new one, and acts without words go on") {
    ledger::ClinicBox box(3);
    {
        Start before(box);
        REQUIRE(before.say(amina, "n1", "itching since monday"));
    }
    delete_key(box, amina);
    Start after(box);

    const auto refused = after.say(amina, "n3", "again");

    CHECK(refused.refusal().why == Why::forbidden);
    CHECK(refused.refusal().rule == "key_gone");
    CHECK(after.words.take_new_rows().empty());
    CHECK(after.reader.patient_keys().rows.empty());
    CHECK(after.write(visit_draft("v1", {{"status", std::int64_t{4}}})));
    CHECK(after.write(draft_of(
        "link", {{patient_document(amina), {{"links", "l1", "to", std::string("other")}}}})));
    CHECK(after.say(brook, "n4", "somebody new"));
}

TEST_CASE("a new patient whose first commit failed gets a key with the next one") {
    ledger::ClinicBox box(4);
    Start start(box);
    const auto id = patient_document(amina);
    auto sealed = start.words.seal(amina, {id, "n1", "text"}, "a cough");
    REQUIRE(start.write(draft_of("note", {{id, {{"notes", "n1", "text", *sealed}}}})));

    start.words.drop(start.batch.patient_keys);
    start.shelf.lost(1);
    start.batch = {};

    REQUIRE(start.say(amina, "n1", "a cough"));
    CHECK(start.words_at(amina, "notes", "n1", "text") == "a cough");
    CHECK(start.reader.patient_keys().rows.size() == 1);
}

TEST_CASE("a forgotten patient is refused as forgotten") {
    ledger::ClinicBox box(5);
    Start start(box);
    REQUIRE(start.say(amina, "n1", "a cough"));
    auto row = start.reader.patient_keys().rows.at(0);
    row.forgotten = trust::Forgetting{start.ledger.log(), 1, Timestamp{1}, false};

    REQUIRE(start.words.load(row));

    CHECK(start.say(amina, "n2", "again").refusal().rule == "forgotten");
    CHECK_FALSE(start.words_at(amina, "notes", "n1", "text"));
}

TEST_CASE("equal words of one field stay equal bytes, those of another place do not") {
    ledger::ClinicBox box(6);
    Start start(box);
    const auto id = patient_document(amina);
    const auto first = start.words.seal(amina, {id, "n1", "text"}, "a cough");

    CHECK(*first == *start.words.seal(amina, {id, "n1", "text"}, "a cough"));
    CHECK(*first != *start.words.seal(amina, {id, "n2", "text"}, "a cough"));
    CHECK(*first != *start.words.seal(amina, {id, "n1", "title"}, "a cough"));
    CHECK(*first != *start.words.seal(brook, {patient_document(brook), "n1", "text"}, "a cough"));
}

TEST_CASE("words above 4 kB are refused") {
    ledger::ClinicBox box(7);
    Start start(box);
    const auto id = patient_document(amina);

    const auto refused = start.words.seal(amina, {id, "n1", "text"}, std::string(5'000, 'a'));

    CHECK(refused.refusal().why == Why::too_large);
}
