#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "sync/parcel.hpp"
#include "sync/session_logs.hpp"
#include "tests/storage/trust/world.hpp"

using namespace wayside;
using namespace wayside::sync;
namespace world = wayside::trust::world;

namespace {

/// The bytes of the block "```text NAME" of a page, as hexadecimal without white space.
std::string example(const std::string& name, const char* of = SYNC_FORMAT_PAGE) {
    std::ifstream from(of);
    const std::string page{std::istreambuf_iterator<char>(from), {}};
    const std::string begin = "```text " + name + "\n";
    const auto at = page.find(begin);
    if (at == std::string::npos) return "the page has no example " + name;
    const auto end = page.find("```", at + begin.size());
    std::string hex = page.substr(at + begin.size(), end - at - begin.size());
    std::erase_if(hex, [](char c) { return c == ' ' || c == '\n'; });
    return hex;
}

/// A call that changed nothing, of the third id that the log made.
Bytes plaintext() {
    ledger::Entry entry;
    entry.time = {world::new_year.ms, 1, true};
    entry.audit.command = "call";
    entry.audit.role = "nurse";
    entry.audit.screen = "tablet";
    entry.audit.patient = PatientId{crypto::derive_id(world::log, 2)};
    entry.audit.request = ledger::request_of("tablet", "k1");
    return ledger::encode_entry(entry, {world::log, 5}, {})->plaintext;
}

ledger::SignedRange a_range() {
    ledger::SignedRange out;
    out.range.origin = {world::region(), world::clinic, world::log, world::box(), {}};
    out.range.first = 5;
    out.range.before = {4};
    out.range.entries = {{{world::suite_1, crypto::key_id(world::space_key())}, plaintext()}};
    out.head = {world::region(), world::clinic, world::box(), {world::log, 5}, {5}, {}};
    ledger::sign_head(out.head, world::signer());
    return out;
}

}  // namespace

TEST_CASE("the worked example of a package holds") {
    const ledger::SignedRange range = a_range();
    const trust::Keyring keyring = world::keyring();
    const crypto::Signer signer = world::signer();
    PackOptions options{keyring, world::box(), signer};
    options.coding = find_coding(1, 0);

    const auto package = pack(range, options);

    REQUIRE(package);
    CHECK(hex_of(plaintext()) == example("plaintext"));
    CHECK(hex_of(options.coding->encode(range.range, {}).body) == example("body"));
    CHECK(hex_of(*package) == example("package"));
    CHECK(open_package(*package, world::five_records(), keyring));
}

TEST_CASE("the worked example of a parcel holds") {
    const ledger::SignedRange range = a_range();
    const trust::Keyring keyring = world::keyring();
    const crypto::Signer signer = world::signer();
    PackOptions options{keyring, world::box(), signer};
    options.coding = find_coding(1, 0);
    options.form = PackageForm::given;
    const trust::Register book = world::five_records();

    const auto parcel = encode_parcel(*pack(range, options), book, Before::checked);

    REQUIRE(parcel);
    const auto size = static_cast<std::uint32_t>(parcel->size());
    const ParcelName name{world::clinic, world::log, 5, 5, size, parcel_hash(*parcel)};
    const Bytes payload = encode_body(brief_of(NamedLogs{}, name, *parcel));
    Bytes frame;
    write_frame(frame, FrameKind::brief, payload);
    CHECK(hex_of(frame) == example("brief", SYNC_FRAMES_PAGE));
}
