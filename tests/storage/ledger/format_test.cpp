#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <numeric>

#include "storage/ledger/entry.hpp"
#include "storage/ledger/fork.hpp"
#include "storage/ledger/frontier.hpp"
#include "storage/ledger/head.hpp"
#include "storage/ledger/log_book.hpp"
#include "storage/ledger/marker.hpp"

using namespace wayside;
using namespace wayside::ledger;

namespace {

/// The bytes of the block "```text NAME" of FORMAT.md, as hexadecimal without white space.
std::string example(const std::string& name) {
    std::ifstream from(WAYSIDE_FORMAT_PAGE);
    const std::string page{std::istreambuf_iterator<char>(from), {}};
    const std::string begin = "```text " + name + "\n";
    const auto at = page.find(begin);
    if (at == std::string::npos) return "FORMAT.md has no example " + name;
    const auto end = page.find("```", at + begin.size());
    std::string hex = page.substr(at + begin.size(), end - at - begin.size());
    std::erase_if(hex, [](char c) { return c == ' ' || c == '\n'; });
    return hex;
}

template <class AnId>
AnId filled(std::uint8_t byte) {
    AnId id;
    id.bytes.fill(byte);
    return id;
}

crypto::Secret<32> counting_seed() {
    crypto::Secret<32> seed;
    std::iota(seed.writable().begin(), seed.writable().end(), std::uint8_t{0});
    return seed;
}

LogRow a_log() {
    LogRow log;
    log.region = filled<RegionId>(0x11);
    log.space = filled<SpaceId>(0x22);
    log.device = filled<DeviceId>(0x33);
    log.log = filled<LogId>(0x44);
    return log;
}

Entry an_entry() {
    Entry entry;
    entry.time = {1'772'438'400'000, 2, true};
    entry.audit.command = "call";
    entry.audit.role = "nurse";
    entry.audit.screen = "tablet";
    entry.audit.request = request_of("tablet", "k1");
    entry.audit.remark = "out_of_order";
    auto day = document::Document::begin(document::Kind::day, a_log().log);
    auto made = day.commit({{"visits", "a", "status", std::string("called")}}, entry.time.ms);
    entry.changes.push_back({{document::Kind::day, "2026-03-02"}, made->change});
    return entry;
}

}  // namespace

TEST_CASE("the worked example of an entry holds") {
    const auto encoded = encode_entry(an_entry(), {a_log().log, 1}, {});

    CHECK(hex_of(encoded->plaintext) == example("entry"));
}

TEST_CASE("the worked example of context, seal, chain and head holds") {
    const crypto::Key key = counting_seed();
    const SealingRow sealing{1, crypto::Suite::blake2b_xchacha20, crypto::key_id(key)};
    const Bytes context = entry_context(a_log(), 1, sealing, {});
    const Bytes sealed =
        crypto::seal(key, sealing.suite, crypto::Purpose::entry, context, view_of("hello"));
    const auto chain = crypto::chain_hash({}, context, sealed);
    Head head{a_log().region, a_log().space, a_log().device, {a_log().log, 1}, chain, {}};
    sign_head(head, crypto::Signer::from_seed(counting_seed()));

    CHECK(hex_of(context) == example("context"));
    CHECK(hex_of(sealed) == example("sealed"));
    CHECK(hex_of(chain) == example("chain"));
    CHECK(hex_of(head_message(head)) == example("head"));
    CHECK(hex_of(head.signature) == example("signature"));
}

TEST_CASE("the worked example of a marker's slot holds") {
    Marker marker;
    marker.generation = 7;
    marker.machine.fill(0x55);
    marker.start = a_log().log;
    marker.spaces = {{a_log().space, a_log().log, 40, crypto::Hash32{4}}};

    CHECK(hex_of(encode_marker(marker)) == example("marker"));
}

TEST_CASE("the worked example of a frontier holds") {
    const std::vector<LogMark> ended{{filled<LogId>(0x66), 9, crypto::Hash32{9}}};
    const Frontier frontier{
        a_log().space, {{a_log().log, 40, crypto::Hash32{4}}}, hash_of_ended(ended)};

    CHECK(hex_of(encode_frontier(frontier)) == example("frontier"));
}

TEST_CASE("the worked example of a fork holds") {
    Fork fork;
    fork.common = {a_log().log, 3, crypto::Hash32{9}};
    fork.is_exact = true;
    fork.kept.entry.sequence = 6;
    fork.kept.chain = {4};
    fork.kept.signature = {1};
    fork.other.entry.sequence = 7;
    fork.other.chain = {5};
    fork.other.signature = {2};

    CHECK(hex_of(encode_fork(5, fork)) == example("fork"));
}
