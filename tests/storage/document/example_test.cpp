#include <doctest/doctest.h>

#include "storage/document/document_buffers.hpp"
#include "tests/storage/document/boxes.hpp"

namespace wayside::document {
namespace {

/// As README.md of the folder shows them.
constexpr const char* edits_hex =
    "e803000000000000"
    "01000000"
    "06000000766973697473"
    "020000007631"
    "06000000737461747573"
    "020300000000000000";
constexpr const char* change_hex =
    "856f4a83b92a38d101750151f5a0d7d3e3c12d6eaa2641a59ca0e047aa6deaa3a3c89f5971d9e5e19f33"
    "dc10010101010101010101010101010101010107e8070001100000000000000000000000000000000008"
    "01030203150b340142035603570170027e01007e01077e02763106737461747573027e00017e00140302"
    "00";
constexpr const char* records_hex =
    "01000000"
    "06000000766973697473"
    "020000007631"
    "01000000"
    "06000000737461747573"
    "01000000"
    "020300000000000000"
    "01010101010101010101010101010101"
    "0800000000000000";

TEST_CASE("the worked example of the buffers is what crosses the C interface") {
    const std::vector<Edit> edits{{"visits", "v1", "status", std::int64_t{3}}};
    Document box = Document::begin(Kind::day, actor(1));

    const Committed committed = box.commit(edits, 1'000).value();

    CHECK(hex_of(encode_edits(edits, 1'000)) == edits_hex);
    CHECK(hex_of(committed.change) == change_hex);
    CHECK(decode_records(bytes_of_hex(records_hex).value()).value() == committed.touched);
}

TEST_CASE("the worked example's change comes apart as it is told") {
    const ChangeParts parts = split_change(bytes_of_hex(change_hex).value()).value();

    CHECK(parts.parents == std::vector{first_change_hash(Kind::day)});
    CHECK(parts.actor == actor(1));
    CHECK(parts.sequence == 1);
    CHECK(parts.start_op == 7);
    CHECK(parts.time_ms == 1'000);
    CHECK(parts.others == std::vector{LogId{}});
    CHECK(parts.operations == 2);
}

TEST_CASE(
    "every cut and every flipped bit of an answer is refused or read, never believed blindly") {
    Bytes answer = bytes_of_hex(records_hex).value();
    for (std::size_t size = 0; size < answer.size(); ++size) {
        CHECK(decode_records(ByteView{answer}.first(size)).refusal().why == Why::damaged);
    }
    for (std::size_t bit = 0; bit < answer.size() * 8; ++bit) {
        answer[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        const auto read = decode_records(answer);
        if (!read) CHECK(read.refusal().why == Why::damaged);
        static_cast<void>(decode_committed(answer));
        static_cast<void>(decode_changes(answer));
        static_cast<void>(decode_hashes(answer));
        static_cast<void>(decode_statistics(answer));
        static_cast<void>(decode_maps(answer));
        answer[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    }
}

}  // namespace
}  // namespace wayside::document
