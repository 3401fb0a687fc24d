#include "storage/ledger/marker.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "storage/ledger/frontier.hpp"
#include "tests/storage/ledger/clinic_box.hpp"

using namespace wayside;
using namespace wayside::ledger;

namespace {

Marker a_marker() {
    Marker marker;
    marker.generation = 7;
    marker.machine = {1};
    marker.start = LogId{{2}};
    marker.spaces = {{SpaceId{{3}}, LogId{{2}}, 40, crypto::Hash32{4}},
                     {SpaceId{{5}}, LogId{{6}}, 1, crypto::Hash32{7}}};
    return marker;
}

Frontier a_frontier() {
    return {SpaceId{{1}},
            {{LogId{{2}}, 3, crypto::Hash32{4}}, {LogId{{5}}, 6, crypto::Hash32{7}}},
            crypto::Hash32{8}};
}

void flip(const std::string& file, std::streamoff at) {
    std::fstream to(file, std::ios::binary | std::ios::in | std::ios::out);
    to.seekg(at);
    const int byte = to.get();
    to.seekp(at);
    to.put(static_cast<char>(byte ^ 1));
}

}  // namespace

TEST_CASE("a marker's slot comes back, and every changed byte of it is noticed") {
    const Bytes slot = encode_marker(a_marker());
    CHECK(*decode_marker(slot) == a_marker());

    for (std::size_t i = 0; i < slot.size(); ++i) {
        Bytes bad = slot;
        bad[i] ^= 1;
        CHECK_FALSE(decode_marker(bad));
        CHECK_FALSE(decode_marker(ByteView(slot).first(i)));
    }
}

TEST_CASE(
    "of two slots the later counts; one bad slot, and the other counts; both, and it says so") {
    const Folder folder;
    const std::string name = (folder.path / "marker").string();
    CHECK(read_marker(name).refusal().why == Why::not_found);
    {
        MarkerFile file(name);
        Marker marker = a_marker();
        REQUIRE(file.write(marker));
        marker.generation = 8;
        REQUIRE(file.write(marker));
        file.sync();
    }
    CHECK(read_marker(name)->generation == 8);

    flip(name, 3);
    CHECK(read_marker(name)->generation == 7);
    flip(name, marker_slot_bytes + 3);
    CHECK(read_marker(name).refusal().why == Why::damaged);
}

TEST_CASE("a frontier comes back, and what is out of order, doubled or short is refused") {
    const Frontier frontier = a_frontier();
    const Bytes bytes = encode_frontier(frontier);
    CHECK(*decode_frontier(bytes) == frontier);

    for (std::size_t i = 0; i < bytes.size(); ++i) {
        CHECK_FALSE(decode_frontier(ByteView(bytes).first(i)));
    }
    Frontier doubled = frontier;
    doubled.logs.push_back(frontier.logs[1]);
    CHECK_FALSE(decode_frontier(encode_frontier(doubled)));
    Frontier turned = frontier;
    std::swap(turned.logs[0], turned.logs[1]);
    CHECK_FALSE(decode_frontier(encode_frontier(turned)));
}

TEST_CASE("two frontiers say what each side lacks, and where they disagree") {
    const Frontier ours = a_frontier();
    Frontier theirs = a_frontier();
    CHECK(compare(ours, theirs) == FrontierDifference{});

    theirs.logs[0].sequence = 5;
    theirs.logs[1].chain[0] ^= 1;
    theirs.logs.push_back({LogId{{9}}, 2, {}});
    theirs.ended[0] ^= 1;
    const FrontierDifference difference = compare(ours, theirs);

    CHECK(difference.we_lack == std::vector<LogRange>{{LogId{{2}}, 4, 5}, {LogId{{9}}, 1, 2}});
    CHECK(difference.they_lack.empty());
    CHECK(difference.forked == std::vector{LogId{{5}}});
    CHECK(difference.ended_differs);
    CHECK(compare(theirs, ours).they_lack == difference.we_lack);
}

TEST_CASE("mutated frontiers and markers are refused or read, and never more") {
    const Bytes frontier = encode_frontier(a_frontier());
    const Bytes marker = encode_marker(a_marker());
    SeededRandom random{3};
    for (int round = 0; round < 5'000; ++round) {
        Bytes bad = frontier;
        bad[random.below(bad.size())] ^= static_cast<std::uint8_t>(1 + random.below(255));
        const auto decoded = decode_frontier(bad);
        if (decoded) CHECK(encode_frontier(*decoded) == bad);
        Bytes slot = marker;
        slot[random.below(slot.size())] ^= static_cast<std::uint8_t>(1 + random.below(255));
        CHECK_FALSE(decode_marker(slot));
    }
}
