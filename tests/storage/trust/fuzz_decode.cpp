// Whatever bytes arrive, each decoder of this folder reads them or refuses; what it reads, it would
// write the same.
#include <cstddef>
#include <cstdint>

#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::trust;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
    static const Register five = world::five_records();
    static const Keyring keyring = world::keyring();
    const ByteView input{bytes, count};

    if (const auto record = decode_record(input)) {
        const Bytes again = sign_record(world::authority(), world::region(), *record);
        const std::size_t before_signature = count - 64;
        require(std::equal(bytes, bytes + before_signature, again.begin()),
                "a record that is read would be written the same");
    }
    Register grown = five;
    static_cast<void>(grown.accept(input).has_value());
    if (const auto invitation = decode_invitation(input)) {
        require(
            sign_invitation(world::authority(), *invitation) == Bytes(input.begin(), input.end()),
            "an invitation that is read would be written the same");
    }
    if (const auto read = invitation_bytes(text_of(input))) {
        require(*invitation_bytes(invitation_text(*read)) == *read,
                "the text of what was read reads the same");
    }
    if (const auto proposal = decode_proposal(input)) {
        require(sign_proposal(world::signer(), *proposal) == Bytes(input.begin(), input.end()),
                "a proposal that is read would be written the same");
    }
    static_cast<void>(
        Register::load({five.records()[0], Bytes(input.begin(), input.end())}).has_value());
    if (const auto row = decode_row(input)) {
        require(encode_row(*row) == Bytes(input.begin(), input.end()),
                "a row that is read would be written the same");
        PatientKeys keys;
        static_cast<void>(keys.load(*row, keyring).has_value());
    }
    static_cast<void>(open_secrets(input, world::space_key()).has_value());
    const ValuePlace place{world::clinic, 2, "patient", "person", "name"};
    static_cast<void>(open_value(world::space_key(), place, input).has_value());
    return 0;
}
