#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::trust;
using namespace wayside::trust::world;

namespace {

/// The page without its white space, so that an example may be broken over lines.
std::string page() {
    std::ifstream file(TRUST_FORMATS_PAGE);
    std::string text(std::istreambuf_iterator<char>(file), {});
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    return text;
}

bool is_on_page(ByteView bytes) {
    return page().find(hex_of(bytes)) != std::string::npos;
}

}  // namespace

TEST_CASE("the register's records are those on the format's page, byte for byte") {
    const Register eight = eight_records();

    REQUIRE(eight.records().size() == 8);
    for (const Bytes& record : eight.records()) CHECK(is_on_page(record));
    CHECK(is_on_page(region().view()));
    CHECK(is_on_page(box().view()));
}

TEST_CASE("the patient key rows are those on the format's page") {
    PatientKeyRow row =
        wrap_patient_key(patient, clinic, suite_1, *keyring().newest(clinic), counting_key(0xC0));
    CHECK(is_on_page(encode_row(row)));

    row.wrapped.clear();
    row.forgotten = Forgetting{log, 7, new_year, true};
    CHECK(is_on_page(encode_row(row)));
}

TEST_CASE("the sealed values and the device secrets are those on the format's page") {
    const ValuePlace place{clinic, 2, "b", "", "name"};
    const crypto::Key key = counting_key(0xC0);
    const DeviceSecrets secrets{counting_key(0x20), counting_key(0x40), counting_key(0)};

    CHECK(is_on_page(*seal_value(key, suite_1, place, "Amina")));
    CHECK(is_on_page(*seal_value(key, crypto::Suite::aes_256_siv, place, "Amina")));
    CHECK(is_on_page(wrap_secrets(secrets, {region(), box()}, suite_1, counting_key(0xE0))));
}

TEST_CASE("the invitation, its text and the proposal are those on the format's page") {
    std::string text = invitation_text(invitation_signed());
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });

    CHECK(is_on_page(invitation_signed()));
    CHECK(page().find(text) != std::string::npos);
    CHECK(is_on_page(proposal_signed()));
}
