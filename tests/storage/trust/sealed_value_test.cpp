#include "storage/trust/sealed_value.hpp"

#include <doctest/doctest.h>

#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::trust;
using namespace wayside::trust::world;

namespace {

const ValuePlace name_place{clinic, 2, "patient", "person", "name"};

/// A value as no honest writer makes it: any plain bytes, well sealed for `name_place`.
Bytes seal_plain(const crypto::Key& key, ByteView plain) {
    ByteWriter context;
    context.u8(1);
    context.u8(1);
    context.text("value");
    context.raw(clinic.view());
    context.u8(2);
    context.text("patient");
    context.text("person");
    context.text("name");
    context.raw(crypto::key_id(key));
    ByteWriter out;
    out.u8(1);
    out.u8(1);
    out.raw(crypto::seal(key, suite_1, crypto::Purpose::value, context.bytes(), plain));
    return out.take();
}

}  // namespace

TEST_CASE("a text of any length comes back, the empty one too, and its length leaves in eights") {
    const crypto::Key key = counting_key(0xC0);
    for (const auto suite : {suite_1, crypto::Suite::aes_256_siv}) {
        for (std::size_t length = 0; length <= 64; ++length) {
            const std::string text(length, 'a');
            const auto sealed = seal_value(key, suite, name_place, text);
            REQUIRE(sealed);
            CHECK((sealed->size() - 2 - 16) % 8 == 0);
            CHECK(*open_value(key, name_place, *sealed) == text);
        }
        CHECK(*open_value(key, name_place, *seal_value(key, suite, name_place, "أمينة")) ==
              "أمينة");
    }
}

TEST_CASE("equal values stay equal, whoever writes them and whenever") {
    const crypto::Key key = counting_key(0xC0);

    CHECK(*seal_value(key, suite_1, name_place, "Amina") ==
          *seal_value(key.clone(), suite_1, name_place, "Amina"));
}

TEST_CASE("a value that was put in another place or under another key is refused") {
    const crypto::Key key = counting_key(0xC0);
    const Bytes sealed = *seal_value(key, suite_1, name_place, "Amina");
    const std::array<ValuePlace, 6> others{{
        {counting_id<SpaceId>(1), 2, "patient", "person", "name"},
        {clinic, 3, "patient", "person", "name"},
        {clinic, 2, "patienu", "person", "name"},
        {clinic, 2, "patient", "persons", "name"},
        {clinic, 2, "patient", "person", "phone"},
        {clinic, 2, "patient", "", "personname"},
    }};

    for (const ValuePlace& other : others) {
        CHECK(open_value(key, other, sealed).refusal().why == Why::damaged);
    }
    CHECK(open_value(counting_key(0xC1), name_place, sealed).refusal().why == Why::damaged);
}

TEST_CASE("no value with any one bit changed opens") {
    const crypto::Key key = counting_key(0xC0);
    for (const auto suite : {suite_1, crypto::Suite::aes_256_siv}) {
        const Bytes sealed = *seal_value(key, suite, name_place, "Amina");
        for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
            REQUIRE_FALSE(open_value(key, name_place, flipped(sealed, bit)));
        }
        for (std::size_t length = 0; length < sealed.size(); ++length) {
            REQUIRE_FALSE(open_value(key, name_place, ByteView(sealed).first(length)));
        }
    }
}

TEST_CASE("a text that is too long or not UTF-8 is not sealed") {
    const crypto::Key key = counting_key(0xC0);

    CHECK(seal_value(key, suite_1, name_place, std::string(most_value_bytes, 'a')));
    CHECK(seal_value(key, suite_1, name_place, std::string(most_value_bytes + 1, 'a'))
              .refusal()
              .why == Why::too_large);
    CHECK(seal_value(key, suite_1, name_place, "\xC0\x80").refusal().why == Why::malformed);
}

TEST_CASE("what a dishonest holder of the key seals is refused unless an honest one would") {
    const crypto::Key key = counting_key(0xC0);
    const Bytes honest{5, 0, 0, 0, 'A', 'm', 'i', 'n', 'a', 0, 0, 0, 0, 0, 0, 0};
    Bytes padded_more = honest;
    padded_more.resize(24);
    Bytes padded_less(honest.begin(), honest.begin() + 9);
    Bytes not_zeros = honest;
    not_zeros.back() = 1;
    Bytes longer_than_it_is = honest;
    longer_than_it_is[0] = 200;
    Bytes not_utf8 = honest;
    not_utf8[4] = 0xFF;

    CHECK(*open_value(key, name_place, seal_plain(key, honest)) == "Amina");
    for (const Bytes& bad :
         {padded_more, padded_less, not_zeros, longer_than_it_is, not_utf8, Bytes{0}}) {
        CHECK(open_value(key, name_place, seal_plain(key, bad)).refusal().why == Why::malformed);
    }
    CHECK(open_value(key, name_place, Bytes(5000, 1)).refusal().why == Why::malformed);
}
