#include "sync/package.hpp"

#include <algorithm>

#include "tests/sync/packer_world.hpp"

using namespace wayside;
using namespace wayside::sync;
using trust::world::flipped;
using trust::world::mutated;

namespace {

std::string rule_of(const Result<OpenedPackage>& opened) {
    return opened ? "opened" : opened.refusal().rule_name();
}

}  // namespace

TEST_CASE("a package gives the range back, and the range meets the writer's head") {
    const PackerWorld world(30);
    const ledger::SignedRange range = world.range(1, 30);

    const auto package = pack(range, world.options());
    REQUIRE(package);
    const auto opened = world.open(*package);

    REQUIRE(opened);
    CHECK(is_same(opened->range, range));
    CHECK(
        ledger::check_range(opened->range, world.box.box->region_register, world.box.box->keyring));
}

TEST_CASE("any range that ends at a head can be packed, down to one entry") {
    const PackerWorld world(12);

    for (std::uint64_t first = 1; first <= 12; ++first) {
        for (std::uint64_t last = first; last <= 12; last += 3) {
            const ledger::SignedRange range = world.range(first, last);
            const auto opened = world.open(*pack(range, world.options()));
            REQUIRE(opened);
            CHECK(is_same(opened->range, range));
        }
    }
}

TEST_CASE("the same range gives the same package, so that a cut sender can go on at an offset") {
    const PackerWorld world(20);

    const auto once = pack(world.range(3, 17), world.options());
    const auto again = pack(world.range(3, 17), world.options());

    CHECK(*once == *again);
}

TEST_CASE("whoever has no key reads of a package its header alone") {
    const PackerWorld world(5);
    const ledger::SignedRange range = world.range(2, 4);
    const Bytes package = *pack(range, world.options());

    const auto header = package_header(package);
    const auto kept = check_package(package, world.box.box->region_register);
    const auto opened = open_package(package, world.box.box->region_register,
                                     trust::Keyring(crypto::Suite::blake2b_xchacha20));

    REQUIRE(header);
    CHECK(header->first == 2);
    CHECK(header->last == 4);
    CHECK(header->origin == range.range.origin);
    CHECK(header->after == range.head.chain);
    CHECK(kept);
    CHECK(rule_of(opened) == "no_key");
}

TEST_CASE("a package is refused whole if any of its bits is another") {
    const PackerWorld world(4);
    const Bytes package = *pack(world.range(1, 4), world.options());

    for (std::size_t bit = 0; bit < package.size() * 8; bit += 3) {
        CHECK_FALSE(world.open(flipped(package, bit)));
    }
}

TEST_CASE("mutated packages are refused, whatever was done to them") {
    const PackerWorld world(4);
    const Bytes package = *pack(world.range(1, 4), world.options());
    SeededRandom random{5};

    for (int round = 0; round < 1'000; ++round) {
        const Bytes bad = mutated(package, random);
        if (bad != package) CHECK_FALSE(world.open(bad));
    }
}

TEST_CASE("a package of a stranger, of another region, or signed by another is refused by name") {
    const PackerWorld world(3);
    const PackerWorld other(3, 2);
    const ledger::SignedRange range = world.range(1, 3);
    const Bytes package = *pack(range, world.options());

    PackOptions stranger = world.options();
    stranger.packer = DeviceId{{9}};
    const PackOptions forger{world.box.box->keyring, world.box.box->device, other.box.box->signer};
    ledger::SignedRange no_head = range;
    no_head.head.signature[5] ^= 1;

    CHECK(rule_of(other.open(package)) == "other_region");
    CHECK(rule_of(world.open(*pack(range, stranger))) == "unknown_device");
    CHECK(rule_of(world.open(*pack(range, forger))) == "packer_signature");
    CHECK(rule_of(world.open(*pack(no_head, world.options()))) == "head_signature");
}

TEST_CASE("a range that is empty, too large or without its head is not packed") {
    const PackerWorld world(4);
    ledger::SignedRange empty = world.range(1, 4);
    empty.range.entries.clear();
    ledger::SignedRange short_of_head = world.range(1, 4);
    short_of_head.range.entries.pop_back();
    PackOptions tight = world.options();
    tight.most_opened_bytes = 100;
    PackOptions unknown_key = world.options();
    unknown_key.under = crypto::Hash32{1};

    CHECK(pack(empty, world.options()).refusal().why == Why::malformed);
    CHECK(pack(short_of_head, world.options()).refusal().why == Why::malformed);
    CHECK(pack(world.range(1, 4), tight).refusal().why == Why::too_large);
    CHECK(pack(world.range(1, 4), unknown_key).refusal().rule == "no_key");
}

TEST_CASE("a package of a later version is refused as unsupported, not as damaged") {
    const PackerWorld world(1);
    Bytes package = *pack(world.range(1, 1), world.options());

    package[0] = 2;

    CHECK(world.open(package).refusal().why == Why::unsupported);
}

TEST_CASE("a log's first entry brings the name of the log before it") {
    const PackerWorld world(3);
    ledger::SignedRange range = world.range(1, 3);
    range.range.origin.follows = ledger::EntryName{LogId{{7}}, 12};

    const auto opened = world.open(*pack(range, world.options()));

    REQUIRE(opened);
    CHECK(opened->range.range.origin.follows == range.range.origin.follows);
}
