// Packages as they are handed over in a session: with keys in the body, and without what both know.
#include "sync/parcel.hpp"

#include <algorithm>

#include "tests/sync/packer_world.hpp"

using namespace wayside;
using namespace wayside::sync;
using trust::world::flipped;
using trust::world::mutated;

namespace {

/// A box's visits, as it hands them to a hub that has none of its patients' keys.
struct Giver {
    explicit Giver(int visits) : world(visits), rows(world.box.reader().patient_keys().rows) {}

    [[nodiscard]] Bytes package(std::uint64_t first, std::uint64_t last) const {
        return *pack(world.range(first, last), options());
    }
    [[nodiscard]] PackOptions options() const {
        PackOptions out = world.options();
        out.form = PackageForm::given;
        out.rows = rows;
        return out;
    }
    [[nodiscard]] Bytes parcel(std::uint64_t first, std::uint64_t last,
                               Before before = Before::checked) const {
        return *encode_parcel(package(first, last), book(), before);
    }
    /// What a receiver puts back who stands at `sequence`.
    [[nodiscard]] ParcelPlace place(std::uint64_t first, std::uint64_t last,
                                    std::uint64_t sequence) const {
        ledger::LogMark ours{world.log, sequence, {}};
        if (sequence > 0) ours.chain = world.range(sequence, sequence).head.chain;
        return {.region_register = book(),
                .packer = world.box.box->device,
                .coding = newest_coding().number,
                .dictionary = newest_coding().dictionary,
                .space = world.box.space(),
                .log = world.log,
                .first = first,
                .last = last,
                .ours = ours};
    }
    [[nodiscard]] Result<OpenedPackage> open(ByteView given) const {
        return open_package(given, book(), world.box.box->keyring);
    }
    /// Whether a member would store what these bytes are.
    [[nodiscard]] bool is_taken(ByteView parcel, const ParcelPlace& at) const {
        const auto given = decode_parcel(parcel, at);
        if (!given) return false;
        auto opened = open(*given);
        return opened &&
               ledger::check_range(std::move(opened->range), book(), world.box.box->keyring);
    }
    [[nodiscard]] const trust::Register& book() const { return world.box.box->region_register; }

    PackerWorld world;
    std::vector<trust::PatientKeyRow> rows;
};

}  // namespace

TEST_CASE("a package that is given brings the keys of its patients, and meets its head") {
    const Giver giver(20);
    REQUIRE(giver.rows.size() > 1);

    const auto opened = giver.open(giver.package(1, 20));

    REQUIRE(opened);
    CHECK(opened->rows == giver.rows);
    CHECK(is_same(opened->range, giver.world.range(1, 20)));
}

TEST_CASE("a key that its receiver would wrap in another way travels as it lies") {
    Giver giver(3);
    giver.rows[0].space_key_id[0] ^= 1;
    trust::PatientKeyRow forgotten = giver.rows[1];
    forgotten.wrapped.clear();
    forgotten.forgotten = trust::Forgetting{giver.world.log, 1, {5}, true};
    giver.rows.push_back(forgotten);

    const auto opened = giver.open(giver.package(1, 3));

    REQUIRE(opened);
    CHECK(opened->rows == giver.rows);
}

TEST_CASE("whoever is to keep a package takes none that was given, and none has keys in it") {
    const Giver giver(2);
    PackOptions kept = giver.options();
    kept.form = PackageForm::kept;

    const auto relayed = check_package(giver.package(1, 2), giver.book());

    CHECK(relayed.refusal().rule == "packer_signature");
    CHECK(pack(giver.world.range(1, 2), kept).refusal().why == Why::malformed);
    kept.rows.clear();
    CHECK(check_package(*pack(giver.world.range(1, 2), kept), giver.book()));
}

TEST_CASE("a parcel gives back the package, byte for byte, wherever its range begins") {
    const Giver giver(12);
    for (std::uint64_t first = 1; first <= 12; ++first) {
        for (const Before before : {Before::checked, Before::stated}) {
            const Bytes package = giver.package(first, 12);
            const Bytes parcel = giver.parcel(first, 12, before);

            const auto back = decode_parcel(parcel, giver.place(first, 12, first - 1));

            REQUIRE(back);
            CHECK(*back == package);
            CHECK(parcel.size() + 100 < package.size());
        }
    }
}

TEST_CASE("a parcel of several keys, of another's log or of a log that follows one comes back") {
    const Giver giver(4);
    ledger::SignedRange range = giver.world.range(1, 4);
    range.range.entries[1].sealing.key_id = {3};
    range.range.origin.follows = ledger::EntryName{LogId{{7}}, 12};
    range.range.before = {9};
    PackOptions options = giver.options();
    options.packer = DeviceId{{5}};

    const auto package = pack(range, options);
    REQUIRE(package);
    ParcelPlace place = giver.place(1, 4, 0);
    place.packer = options.packer;
    const auto parcel = encode_parcel(*package, giver.book(), Before::checked);
    REQUIRE(parcel);

    CHECK(*decode_parcel(*parcel, place) == *package);
}

TEST_CASE("whoever stands elsewhere asks for the chain hash before") {
    const Giver giver(9);
    const Bytes parcel = giver.parcel(5, 9);
    ParcelPlace forked = giver.place(5, 9, 4);
    forked.ours.chain[0] ^= 1;

    CHECK(decode_parcel(parcel, giver.place(5, 9, 4)));
    for (const ParcelPlace& other : {giver.place(5, 9, 3), giver.place(5, 9, 9), forked}) {
        CHECK(decode_parcel(parcel, other).refusal().rule == "chain_before");
        CHECK(decode_parcel(giver.parcel(5, 9, Before::stated), other));
    }
    // A log's beginning is the same for everybody.
    CHECK(decode_parcel(giver.parcel(1, 9), giver.place(1, 9, 9)));
}

TEST_CASE("whoever puts back something else finds that the seal does not agree") {
    const Giver giver(6);
    const Bytes parcel = giver.parcel(3, 6);
    ParcelPlace another_first = giver.place(3, 6, 2);
    another_first.last = 5;
    ParcelPlace another_log = giver.place(3, 6, 2);
    another_log.log.bytes[0] ^= 1;
    ParcelPlace another_coding = giver.place(3, 6, 2);
    another_coding.dictionary = 0;

    CHECK(giver.is_taken(parcel, giver.place(3, 6, 2)));
    for (const ParcelPlace& other : {another_first, another_log, another_coding}) {
        CHECK_FALSE(giver.is_taken(parcel, other));
    }
}

TEST_CASE("a parcel is refused whole if any of its bits is another") {
    const Giver giver(3);
    const Bytes parcel = giver.parcel(2, 3);
    const ParcelPlace place = giver.place(2, 3, 1);
    SeededRandom random{8};

    for (std::size_t bit = 0; bit < parcel.size() * 8; ++bit) {
        CAPTURE(bit);
        CHECK_FALSE(giver.is_taken(flipped(parcel, bit), place));
    }
    for (int round = 0; round < 1'000; ++round) {
        const Bytes bad = mutated(parcel, random);
        if (bad != parcel) CHECK_FALSE(giver.is_taken(bad, place));
    }
}
