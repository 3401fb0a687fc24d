#include "storage/trust/device_secrets.hpp"

#include <algorithm>

namespace wayside::trust {

namespace {

constexpr std::uint8_t secrets_version = 1;
constexpr std::size_t seed_bytes = 32;
/// A flag, two seeds, and room for the authority's; the same length with and without one.
constexpr std::size_t plain_bytes = 1 + 3 * seed_bytes;
constexpr std::size_t most_sealed_bytes = 256;

/// Everything that stands readable before the seal, without the version and suite.
struct Header {
    crypto::Suite suite;
    UnlockSlot slot;
    SecretsOwner owner;
    crypto::Hash32 unlocking_id;
};

Bytes secrets_context(const Header& header) {
    ByteWriter context;
    context.u8(secrets_version);
    context.u8(static_cast<std::uint8_t>(header.suite));
    context.text("secrets");
    context.u8(static_cast<std::uint8_t>(header.slot));
    context.raw(header.owner.region.view());
    context.raw(header.owner.device.view());
    context.raw(header.unlocking_id);
    return context.take();
}

crypto::Secret<32> seed_at(ByteView plain, std::size_t which) {
    return *crypto::Secret<32>::from(plain.subspan(1 + which * seed_bytes, seed_bytes));
}

Result<DeviceSecrets> read_plain(ByteView plain) {
    if (plain.size() != plain_bytes || plain[0] > 1) {
        return Refusal{Why::malformed, "not the bytes of device secrets"};
    }
    DeviceSecrets out{seed_at(plain, 0), seed_at(plain, 1), std::nullopt};
    if (plain[0] == 1) out.authority_seed = seed_at(plain, 2);
    return out;
}

Result<Header> read_header(ByteReader& reader) {
    const std::uint8_t version = reader.u8();
    if (reader.failed()) return Refusal{Why::malformed, "device secrets of no bytes"};
    if (version != secrets_version) {
        return Refusal{Why::unsupported, "a version of device secrets that is not known here"};
    }
    const auto suite = crypto::suite_of(reader.u8());
    if (!suite) return suite.refusal();
    const std::uint8_t slot = reader.u8();
    if (slot != static_cast<std::uint8_t>(UnlockSlot::key_file)) {
        return Refusal{Why::unsupported, "an unlock slot that is not known here"};
    }
    Header header{*suite, UnlockSlot::key_file, {}, {}};
    header.owner.region.bytes = reader.array<16>();
    header.owner.device.bytes = reader.array<16>();
    header.unlocking_id = reader.array<32>();
    return header;
}

}  // namespace

Bytes wrap_secrets(const DeviceSecrets& secrets, const SecretsOwner& owner, crypto::Suite suite,
                   const crypto::Key& unlocking) {
    crypto::Secret<plain_bytes> plain;
    const auto place = [&plain](std::size_t which, const crypto::Secret<32>& seed) {
        std::copy(seed.view().begin(), seed.view().end(),
                  plain.writable().subspan(1 + which * seed_bytes).begin());
    };
    plain.writable()[0] = secrets.authority_seed ? 1 : 0;
    place(0, secrets.signing_seed);
    place(1, secrets.sealing_seed);
    if (secrets.authority_seed) place(2, *secrets.authority_seed);

    const Header header{suite, UnlockSlot::key_file, owner, crypto::key_id(unlocking)};
    ByteWriter writer;
    writer.u8(secrets_version);
    writer.u8(static_cast<std::uint8_t>(header.suite));
    writer.u8(static_cast<std::uint8_t>(header.slot));
    writer.raw(header.owner.region.view());
    writer.raw(header.owner.device.view());
    writer.raw(header.unlocking_id);
    const Bytes sealed = crypto::seal(unlocking, suite, crypto::Purpose::wrap,
                                      secrets_context(header), plain.view());
    writer.sized(sealed);
    return writer.take();
}

Result<OpenedSecrets> open_secrets(ByteView wrapped, const crypto::Key& unlocking) {
    ByteReader reader(wrapped);
    const auto header = read_header(reader);
    const ByteView sealed = reader.sized(most_sealed_bytes);
    if (!header) return header.refusal();
    if (!reader.done()) return Refusal{Why::malformed, "not the bytes of device secrets"};
    if (header->unlocking_id != crypto::key_id(unlocking)) {
        return Refusal{Why::forbidden,
                       "this is not the key file that belongs to this box's database",
                       "wrong_key_file"};
    }
    auto plain = crypto::open(unlocking, header->suite, crypto::Purpose::wrap,
                              secrets_context(*header), sealed);
    if (!plain) return plain.refusal();
    auto secrets = read_plain(*plain);
    crypto::wipe(*plain);
    if (!secrets) return secrets.refusal();
    return OpenedSecrets{header->owner, *std::move(secrets)};
}

}  // namespace wayside::trust
