#include "storage/trust/invitation.hpp"

#include <doctest/doctest.h>

#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::trust;
using namespace wayside::trust::world;

TEST_CASE("an invitation comes back from its bytes and from its text") {
    const Bytes bytes = invitation_signed();

    CHECK(*decode_invitation(bytes) == invitation());
    CHECK(*invitation_bytes(invitation_text(bytes)) == bytes);
    CHECK(region_of(invitation()) == region());
    CHECK(founded_by(invitation()) == founding());
}

TEST_CASE("what a mail or a hand makes of an invitation's text is no harm") {
    const Bytes bytes = invitation_signed();
    const std::string text = invitation_text(bytes);
    std::string shouted = "\r\n  ";
    for (const char c : text) {
        shouted += c == '\n' ? std::string(" \r\n\r\n\t")
                             : std::string(1, c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c);
    }

    CHECK(*invitation_bytes(shouted) == bytes);
}

TEST_CASE("a text that is no invitation, or was cut, is refused") {
    const std::string text = invitation_text(invitation_signed());

    CHECK(invitation_bytes("").refusal().why == Why::malformed);
    CHECK(invitation_bytes("hello").refusal().why == Why::malformed);
    CHECK(invitation_bytes("wayside invitation 2\n" + text).refusal().why == Why::malformed);
    CHECK(invitation_bytes(text + "1").refusal().why == Why::malformed);
    CHECK(invitation_bytes(std::string(most_invitation_text + 1, ' ')).refusal().why ==
          Why::too_large);
    for (std::size_t kept = 0; kept + 1 < text.size(); ++kept) {
        const auto bytes = invitation_bytes(text.substr(0, kept));
        if (bytes) CHECK_FALSE(decode_invitation(*bytes));
    }
}

TEST_CASE("no letter of an invitation's text can be another one") {
    std::string text = invitation_text(invitation_signed());
    for (char& letter : text) {
        if (letter == ' ' || letter == '\n') continue;
        const char was = std::exchange(letter, letter == 'a' ? 'b' : 'a');
        const auto bytes = invitation_bytes(text);
        if (bytes) CHECK_FALSE(decode_invitation(*bytes));
        letter = was;
    }
}

TEST_CASE("whatever is done to an invitation's bytes, it is refused") {
    const Bytes bytes = invitation_signed();
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        REQUIRE_FALSE(decode_invitation(flipped(bytes, bit)));
    }
    SeededRandom random{131};
    for (int round = 0; round < 5'000; ++round) {
        const Bytes other = mutated(bytes, random);
        if (other != bytes) REQUIRE_FALSE(decode_invitation(other));
    }
    CHECK(decode_invitation({}).refusal().why == Why::malformed);
    CHECK(decode_invitation(Bytes(most_invitation_bytes + 1, 1)).refusal().why == Why::too_large);
    CHECK(decode_invitation(flipped(bytes, 1)).refusal().why == Why::unsupported);
}

TEST_CASE("an invitation that another authority signed is refused by name") {
    SeededRandom random{132};
    const auto stranger = crypto::Signer::from_seed(crypto::Key::draw(random));

    CHECK(decode_invitation(sign_invitation(stranger, invitation())).refusal().rule ==
          "invitation_signature");
    Invitation no_founding = invitation();
    no_founding.founding = five_records().records()[1];
    CHECK(decode_invitation(sign_invitation(authority(), no_founding)).refusal().why ==
          Why::malformed);
}
