#include "storage/ledger/entry.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace wayside::ledger;
    const EntryName name{wayside::LogId{{1}}, 2};
    const ChangeNames names;
    const auto decoding = decode_entry({bytes, size}, name, names);
    const auto* whole = decoding ? std::get_if<DecodedEntry>(&*decoding) : nullptr;
    if (whole != nullptr) static_cast<void>(encode_entry(whole->entry, name, names));
    return 0;
}
