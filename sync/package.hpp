// sync/package.hpp: a range of one log on its way: header, entries coded together and sealed once,
// the signed head at its end (design 9; formats.md, "Package").
//
// Bytes, with a worked example, are in FORMAT.md. Nothing here keeps anything; any thread.
#pragma once

#include "storage/crypto/sign.hpp"
#include "storage/trust/patient_key_row.hpp"
#include "sync/coding.hpp"

namespace wayside::sync {

/// Of all plaintexts of a package together.
inline constexpr std::size_t max_opened_bytes = ledger::max_range_bytes;
/// The same on a thin link: what a cut may cost is bounded by it.
inline constexpr std::size_t thin_opened_bytes = 64 * 1024;
/// Of a whole package as it travels; a receiver makes no room for more.
inline constexpr std::size_t max_package_bytes = max_opened_bytes + 256 * 1024;
inline constexpr std::size_t max_package_entries = 65'535;
/// Of patients' keys that travel in one package.
inline constexpr std::size_t max_package_rows = 4'096;

enum class PackageForm : std::uint8_t {
    /// Anybody may keep it as it is: a relay, a bundle. Its packer signed it.
    kept,
    /// Its packer hands it to a member, in a session that has proved who both are, to be unpacked
    /// at once. What such a receiver finds by itself is left out: the chain hash at its end, and
    /// the packer's signature. The keys that it needs lie in its body.
    given,
};

struct PackOptions {
    const trust::Keyring& keyring;
    DeviceId packer;
    const crypto::Signer& signer;  ///< the packer's
    /// One that the receiver can read.
    const Coding* coding = &newest_coding();
    PackageForm form = PackageForm::kept;
    /// Rows that the receiver lacks; only with form `given`.
    std::vector<trust::PatientKeyRow> rows{};
    /// The patients' keys that the receiver holds too, for all that the packer knows; empty sends
    /// every value as it lies.
    FindPatientKey patient_key{};
    /// The space key that seals the body: the newest that both hold. Empty: the newest held here.
    std::optional<crypto::Hash32> under{};
    std::size_t most_opened_bytes = max_opened_bytes;
};

/// The package of a range that ends at a head. Deterministic: the same range, options and software
/// give the same bytes, so that a sender who was cut off can go on at an offset.
///
/// `origin.follows` travels with a log's first entry only. Refuses `too_large` over
/// `most_opened_bytes` or `max_package_entries`, `malformed` for a range that is empty or does not
/// end at its head or rows that are not to travel in it, `forbidden`, rule `no_key`, where the
/// keyring lacks the space key.
///
/// Before the first byte leaves, the ledger's marker is to be synced (formats.md, "marker").
Result<Bytes> pack(const ledger::SignedRange& range, const PackOptions& options);

/// So many entries in a row that were sealed alike.
struct SealingRun {
    ledger::Sealing sealing;
    std::uint32_t entries = 0;
    friend bool operator==(const SealingRun&, const SealingRun&) = default;
};

/// What anybody may read, and a relay must.
struct PackageHeader {
    PackageForm form = PackageForm::kept;
    std::uint8_t coding = 0;
    std::uint8_t dictionary = 0;
    DeviceId packer;
    ledger::LogOrigin origin;
    std::uint64_t first = 1;
    std::uint64_t last = 1;
    crypto::Hash32 before{};  ///< chain hash before the first entry
    crypto::Hash32 after{};   ///< and at the last; zeros in form `given`
    std::vector<SealingRun> runs;
    ledger::Sealing body;  ///< what the body is sealed with
    std::uint32_t opened_bytes = 0;
    std::vector<PatientId> opened;  ///< whose words travel opened; ascending
    friend bool operator==(const PackageHeader&, const PackageHeader&) = default;
};

/// A package's parts, borrowed from its bytes.
struct PackageParts {
    PackageHeader header;
    ledger::Head head;      ///< at its end; not checked yet, and without its chain if `given`
    ByteView header_bytes;  ///< as they were signed
    ByteView sealed_body;
    crypto::Signature signature;  ///< the packer's; not checked yet, and zeros if `given`
};

/// Reads what needs no key, and believes nothing yet. Refuses `unsupported` for another version,
/// `too_large` over a limit (before room is made), `malformed` for bytes that `pack` never writes.
/// A coding that is not known here is no reason to refuse: a relay does not decode.
Result<PackageParts> read_package(ByteView package);
/// Only its header, as `read_package`.
Result<PackageHeader> package_header(ByteView package);

/// What a relay checks before it keeps a package: the packer belongs to the region and the space
/// and signed it, and the writer signed the head. Refuses as `read_package`, and with these rules:
///   `other_region` (forbidden)     of another region than the register's
///   `unknown_device` (forbidden)   the register does not name the packer or the writer
///   `not_a_member` (forbidden)     no key of the space was ever sealed to the packer or the writer
///   `packer_signature` (damaged)   the packer did not sign these bytes, or form `given`
///   `head_signature` (damaged)     the writer did not sign this head
/// A packer that has been revoked since is none of these: what it packed is vouched for by the
/// head, and may be the only copy.
Result<PackageParts> check_package(ByteView package, const trust::Register& region_register);

struct OpenedPackage {
    PackageHeader header;
    ledger::SignedRange range;  ///< for `ledger::check_range`, which alone says that it is true
    /// To be stored with it; only with form `given`.
    std::vector<trust::PatientKeyRow> rows;
};

/// `check_package`, then opens and decodes. Where the form is `given`, whoever hands it on has
/// proved to be its packer (a session sees to that); whether the head was signed over it is for
/// `ledger::check_range` to say. Refuses as `check_package`, and with these rules:
///   `no_key` (forbidden)           the body is sealed with a space key that is not held here
///   `unsupported`                  a coding or dictionary that this software does not know
///   `package_seal` (damaged)       the body's seal does not agree
///   `no_patient_key` (forbidden)   opened for a patient whose key is not held here
///   `malformed`, `too_large`       as the coding refuses
Result<OpenedPackage> open_package(ByteView package, const trust::Register& region_register,
                                   const trust::Keyring& keyring,
                                   const FindPatientKey& patient_key = {});

}  // namespace wayside::sync
