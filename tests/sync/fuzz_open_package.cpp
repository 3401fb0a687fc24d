// Whatever bytes arrive, a package is read or refused, and so is a body behind a seal that agrees.
#include <cstddef>
#include <cstdint>

#include "sync/package.hpp"
#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::sync;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
    static const trust::Register five = trust::world::five_records();
    static const trust::Keyring keyring = trust::world::keyring();
    static const crypto::Key key = trust::world::counting_key(0xC0);
    const FindPatientKey everybody = [](const PatientId&) { return &key; };
    const ByteView input{bytes, count};

    static_cast<void>(open_package(input, five, keyring, everybody).has_value());
    if (count < 2) return 0;
    CodedFrame frame;
    frame.origin.log = trust::world::log;
    frame.origin.space = trust::world::clinic;
    frame.count = bytes[0];
    frame.opened_bytes = std::size_t{64} * bytes[1];
    for (const Coding& coding : codings()) {
        const auto decoded = coding.decode(input.subspan(2), frame, everybody);
        require(!decoded || decoded->size() == frame.count, "as many entries as were said");
    }
    return 0;
}
