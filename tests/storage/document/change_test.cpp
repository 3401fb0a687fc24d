#include <doctest/doctest.h>

#include <limits>

#include "storage/document/automerge/wayside_automerge.h"
#include "tests/storage/document/hostile.hpp"

namespace wayside::document {
namespace {

constexpr std::int64_t farthest_ms = std::int64_t{1} << 53;

struct First {
    Kind kind;
    const char* change;
    const char* hash;
};

/// Never edited: every document of every clinic begins with these bytes.
constexpr std::array firsts{
    First{Kind::day,
          "856f4a8351f5a0d70157001000000000000000000000000000000000010100000005152e34014202"
          "560270027a067669736974730a706c6163656d656e7473077469636b657473057374657073067374"
          "61746573056e6f74657306060006000600",
          "51f5a0d7d3e3c12d6eaa2641a59ca0e047aa6deaa3a3c89f5971d9e5e19f33dc"},
    First{Kind::patient,
          "856f4a83de61bde70151001000000000000000000000000000000000010100000005152834014202"
          "560270027b06706572736f6e056e6f74657307726561736f6e730b6964656e74696669657273056c"
          "696e6b7305050005000500",
          "de61bde733e8419cb0f8d0fa103b5ce530437586b0ed3b8eebbad7dba60164ae"},
    First{Kind::rota,
          "856f4a83081d78b4013a001000000000000000000000000000000000010100000005151134014202"
          "560270027e0673686966747308616273656e63657302020002000200",
          "081d78b40e9896aa2ef2d305be7e3816c7d77622a13fafc7d8e3f83d0e79ddc7"},
    First{Kind::setup,
          "856f4a832e73e3390173001000000000000000000000000000000000010100000005154a34014202"
          "560270027706636c696e696305686f7572730d70726163746974696f6e6572730673686966747305"
          "726f6f6d730965717569706d656e74087365727669636573056e6565647307746172676574730909"
          "0009000900",
          "2e73e339451208b792fe1a96a37d183f070d1f1b6b5e89656cee7136af6c990f"},
    First{Kind::care_case,
          "856f4a832a45c8f7013c001000000000000000000000000000000000010100000005151334014202"
          "560270027d04636173650676697369747305737465707303030003000300",
          "2a45c8f7b606c46d036000fcd35b6b2b75a4ebe5350bbd211507c0274c9e68fc"},
};

TEST_CASE("the kinds' first changes are these bytes, for ever") {
    for (const First& first : firsts) {
        CHECK(hex_of(first_change(first.kind)) == first.change);
        CHECK(hex_of(first_change_hash(first.kind)) == first.hash);
        Document box = Document::begin(first.kind, actor(1));
        CHECK(box.heads().value() == std::vector{first_change_hash(first.kind)});
    }
}

TEST_CASE("a first change makes the kind's maps, as nobody, at no time") {
    for (const First& first : firsts) {
        const ChangeParts parts = split_change(first_change(first.kind)).value();

        CHECK(parts.parents.empty());
        CHECK(parts.actor == LogId{});
        CHECK(parts.sequence == 1);
        CHECK(parts.start_op == 1);
        CHECK(parts.time_ms == 0);
        CHECK(parts.operations == maps_of(first.kind).size());
    }
}

/// Changes of every sort that honest writers make.
std::vector<Bytes> honest_changes() {
    Document box = day(9);
    std::vector<Bytes> out{first_change(Kind::day), change_of(box, status("v0", 0))};
    std::vector<Bytes> apart;
    for (std::uint8_t number = 1; number <= 8; ++number) {
        Document other = day(number);
        REQUIRE(other.apply({out[1]}));
        apart.push_back(change_of(other, status("v0", number)));
    }
    REQUIRE(box.apply(apart));
    out.insert(out.end(), apart.begin(), apart.end());
    out.push_back(change_of(box, status("v0", 99)));  // nine parents, eight other actors
    out.push_back(change_of(box, status("v0", Bytes(5'000, 7))));  // long, yet never deflated
    out.push_back(box.commit({status("v1", 1)}, -1).value().change);
    out.push_back(box.commit({status("v2", 1)}, -farthest_ms).value().change);
    out.push_back(box.commit({status("v3", 1)}, farthest_ms).value().change);
    out.push_back(change_of(box, {"notes", "n", "text", std::string{"كلام ٣"}}));
    return out;
}

TEST_CASE("changes of every sort come apart and together byte for byte") {
    const auto changes = honest_changes();
    for (const Bytes& change : changes) {
        const auto parts = split_change(change);

        REQUIRE(parts);
        CHECK(join_change(*parts) == change);
        CHECK(change[8] == 1);
    }

    const ChangeParts settled = split_change(changes[10]).value();
    // The eight heads, and the writer's own last change, which is among their ancestors.
    CHECK(settled.parents.size() == 9);
    CHECK(std::ranges::is_sorted(settled.parents));
    CHECK(settled.actor == actor(9));
    CHECK(settled.sequence == 2);
    CHECK(settled.start_op == 10);
    CHECK(settled.operations == 1);
    CHECK(settled.time_ms == 1'700'000'000'000);
    CHECK(settled.others.size() == 8);
    CHECK(changes[11].size() > 5'000);
}

TEST_CASE("the parents of a change are the hashes of what its writer had") {
    const auto changes = honest_changes();
    const ChangeParts second = split_change(changes[1]).value();

    CHECK(second.parents == std::vector{first_change_hash(Kind::day)});
    CHECK(second.others == std::vector{LogId{}});
    CHECK(second.start_op == 7);
    CHECK(second.operations == 2);
    CHECK(split_change(changes[2])->parents == std::vector{hash_of_change(changes[1]).value()});
}

TEST_CASE("a body written by hand is the body that Automerge writes") {
    Document box = day(7);
    const Bytes change =
        box.commit({status("v1", 4), {"visits", "v1", "walk_in", true}}, 1)->change;

    const Bytes by_hand =
        hostile_change(Kind::day, {{{1, 1}, "v1", Action::make_map, ValueType::null, {}, {}},
                                   {{7, 0}, "status", Action::put, ValueType::integer, {4}, {}},
                                   {{7, 0}, "walk_in", Action::put, ValueType::yes, {}, {}}});

    CHECK(hex_of(by_hand) == hex_of(change));
}

TEST_CASE("every cut of a change, and everything after it, is refused") {
    for (const Bytes& change : {honest_changes()[1], honest_changes()[10]}) {
        for (std::size_t size = 0; size < change.size(); ++size) {
            const ByteView cut = ByteView{change}.first(size);
            CHECK(split_change(cut).refusal().why == Why::malformed);
            CHECK(hash_of_change(cut).refusal().why == Why::malformed);
        }
        Bytes longer = change;
        longer.push_back(0);
        CHECK(!split_change(longer));
        CHECK(!hash_of_change(longer));
    }
}

TEST_CASE("every flipped bit of a change is refused by its checksum or its head") {
    Bytes change = honest_changes()[1];
    for (std::size_t bit = 0; bit < change.size() * 8; ++bit) {
        const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
        change[bit / 8] ^= mask;
        CHECK(!split_change(change));
        CHECK(!hash_of_change(change));
        change[bit / 8] ^= mask;
    }
}

/// A chunk of these contents with a right checksum.
Bytes chunk_of(const Bytes& contents) {
    Bytes hashed{1};
    put_unsigned(hashed, contents.size());
    hashed.insert(hashed.end(), contents.begin(), contents.end());
    std::uint8_t digest[32] = {};
    wayside_sha256(WaysideView{hashed.data(), hashed.size()}, &digest);
    Bytes out{0x85, 0x6f, 0x4a, 0x83, digest[0], digest[1], digest[2], digest[3]};
    out.insert(out.end(), hashed.begin(), hashed.end());
    return out;
}

TEST_CASE("a number that is spelled longer than it needs is refused, its checksum right") {
    Bytes contents = hostile_change(Kind::day, {});
    contents.erase(contents.begin(), contents.begin() + 10);  // the chunk's head
    REQUIRE(split_change(chunk_of(contents)));

    constexpr std::size_t sequence_at = 1 + 32 + 1 + 16;
    contents[sequence_at] |= 0x80U;
    contents.insert(contents.begin() + sequence_at + 1, 0);

    CHECK(hash_of_change(chunk_of(contents)));
    CHECK(split_change(chunk_of(contents)).refusal().why == Why::malformed);
}

TEST_CASE("a change above the limit is refused unread") {
    ChangeParts parts;
    parts.body = Bytes(max_change_bytes, 0);
    const Bytes huge = join_change(parts);

    CHECK(split_change(huge).refusal().why == Why::too_large);
    CHECK(hash_of_change(huge).refusal().why == Why::too_large);
}

TEST_CASE("times out of all bounds are refused, written or received") {
    ChangeParts parts =
        hostile_parts(Kind::day, {{{1, 1}, "v1", Action::make_map, ValueType::null, {}, {}}});

    for (const std::int64_t time :
         {farthest_ms + 1, -farthest_ms - 1, std::numeric_limits<std::int64_t>::min(),
          std::numeric_limits<std::int64_t>::max()}) {
        parts.time_ms = time;
        CHECK(split_change(join_change(parts))->time_ms == time);
        CHECK(day(1).apply({join_change(parts)}).refusal().why == Why::malformed);
        CHECK(day(1).commit({status("v1", 1)}, time).refusal().why == Why::invalid);
    }
}

}  // namespace
}  // namespace wayside::document
