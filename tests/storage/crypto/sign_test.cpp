#include <doctest/doctest.h>

#include "storage/crypto/sign.hpp"

using namespace wayside;
using namespace wayside::crypto;

namespace {

Secret<32> seed_of(std::string_view hex) {
    return *Secret<32>::from(*bytes_of_hex(hex));
}

}  // namespace

TEST_CASE("Ed25519 gives the vectors of RFC 8032") {
    struct Vector {
        const char* seed;
        const char* public_key;
        const char* message;
        const char* signature;
    };
    const std::array<Vector, 3> vectors{{
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
         "cf9b4"
         "6bd25bf5f0595bbe24655141438e7a100b"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d"
         "0f11d"
         "8c387b2eaeb4302aeeb00d291612bb0c00"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7609"
         "84dc6"
         "594a7c15e9716ed28dc027beceea1ec40a"},
    }};
    for (const Vector& vector : vectors) {
        const Signer signer = Signer::from_seed(seed_of(vector.seed));
        const Bytes message = *bytes_of_hex(vector.message);

        CHECK(hex_of(signer.public_key()) == vector.public_key);
        CHECK(hex_of(signer.sign(message)) == vector.signature);
        CHECK(verify(signer.public_key(), message, signer.sign(message)));
    }
}

TEST_CASE("a signature with any one bit changed is refused, and so are another text or signer") {
    SeededRandom random{5};
    const Signer signer = Signer::from_seed(Secret<32>::draw(random));
    const Signer other = Signer::from_seed(Secret<32>::draw(random));
    const Signature signature = signer.sign(view_of("wayside head 1"));

    for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
        Signature changed = signature;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
        CHECK_FALSE(verify(signer.public_key(), view_of("wayside head 1"), changed));
    }
    CHECK_FALSE(verify(signer.public_key(), view_of("wayside head 2"), signature));
    CHECK_FALSE(verify(other.public_key(), view_of("wayside head 1"), signature));
    CHECK_FALSE(verify(PublicKey{}, view_of("wayside head 1"), signature));
}

TEST_CASE("X25519 gives the public keys of RFC 7748") {
    const BoxPair alice = BoxPair::from_seed(
        seed_of("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
    const BoxPair bob = BoxPair::from_seed(
        seed_of("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));

    CHECK(hex_of(alice.public_key()) ==
          "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    CHECK(hex_of(bob.public_key()) ==
          "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
}

TEST_CASE("a sealed box opens for its owner, and for nobody else") {
    SeededRandom random{6};
    const BoxPair owner = BoxPair::from_seed(Secret<32>::draw(random));
    const BoxPair other = BoxPair::from_seed(Secret<32>::draw(random));

    const auto boxed = box_for(owner.public_key(), view_of("a space key"), random);

    REQUIRE(boxed);
    CHECK(boxed->size() == 11 + 48);
    CHECK(text_of(*owner.open(*boxed)) == "a space key");
    CHECK(other.open(*boxed).refusal().why == Why::damaged);
}

TEST_CASE("a sealed box with any one bit changed, or cut short, is refused") {
    SeededRandom random{7};
    const BoxPair owner = BoxPair::from_seed(Secret<32>::draw(random));
    const Bytes boxed = *box_for(owner.public_key(), view_of("key"), random);

    for (std::size_t bit = 0; bit < boxed.size() * 8; ++bit) {
        // RFC 7748 ignores the top bit of a public key; the box's nonce does not.
        Bytes changed = boxed;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
        CHECK_FALSE(owner.open(changed));
    }
    for (std::size_t length = 0; length < boxed.size(); ++length) {
        CHECK_FALSE(owner.open(ByteView(boxed).first(length)));
    }
}

TEST_CASE("nothing is sealed for a public key that opens for everybody") {
    SeededRandom random{8};

    CHECK(box_for(PublicKey{}, view_of("key"), random).refusal().why == Why::invalid);
}
