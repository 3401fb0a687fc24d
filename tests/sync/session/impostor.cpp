#include "tests/sync/session/impostor.hpp"

namespace wayside::sync::test {

ParcelName name_of(const Packed& packed, const SpaceId& space, const LogId& log, ByteView parcel) {
    return {space,
            log,
            packed.first,
            packed.last,
            static_cast<std::uint32_t>(parcel.size()),
            parcel_hash(parcel)};
}

std::pair<ParcelName, Bytes> parcel_of(Member& member, const SpaceId& space, std::uint64_t first) {
    PackWanted wanted;
    wanted.space = space;
    wanted.log = member.start;
    wanted.first = first;
    wanted.most_opened_bytes = 100'000;
    wanted.coding = &newest_coding();
    const auto packed = member.pack(wanted);
    const auto parcel = encode_parcel(packed->package, *member.book, Before::stated);
    return {name_of(*packed, space, member.start, *parcel), *parcel};
}

}  // namespace wayside::sync::test
