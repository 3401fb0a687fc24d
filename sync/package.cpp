#include "sync/package.hpp"

#include <algorithm>

#include "storage/ledger/chain_of.hpp"
#include "sync/carried_keys.hpp"
#include "sync/package_header.hpp"

namespace wayside::sync {

namespace {

crypto::Hash32 body_hash(ByteView sealed_body) {
    return crypto::hash<32>("wayside package", {}, {sealed_body});
}

/// What the body's seal covers besides the body.
Bytes body_context(const PackageHeader& header, ByteView header_bytes) {
    ByteWriter out;
    out.u8(1);
    out.u8(static_cast<std::uint8_t>(header.body.suite));
    out.text("package");
    out.sized(header_bytes);
    return out.take();
}

/// What the packer's signature covers.
Bytes packer_message(ByteView header_bytes, ByteView sealed_body) {
    ByteWriter out;
    out.raw(view_of("wayside package 1"));
    out.sized(header_bytes);
    out.raw(body_hash(sealed_body));
    return out.take();
}

std::vector<SealingRun> runs_of(const std::vector<ledger::RangeEntry>& entries) {
    std::vector<SealingRun> out;
    for (const ledger::RangeEntry& entry : entries) {
        if (out.empty() || out.back().sealing != entry.sealing) out.push_back({entry.sealing, 0});
        ++out.back().entries;
    }
    return out;
}

std::size_t bytes_of(const ledger::Range& range) {
    std::size_t out = 0;
    for (const ledger::RangeEntry& entry : range.entries) out += entry.plaintext.size();
    return out;
}

Result<void> check_packable(const ledger::SignedRange& signed_range, const PackOptions& options) {
    const ledger::Range& range = signed_range.range;
    const ledger::Head& head = signed_range.head;
    const bool is_range = !range.entries.empty() && range.first > 0 &&
                          head.entry == ledger::EntryName{range.origin.log, range.last()} &&
                          head.region == range.origin.region && head.space == range.origin.space &&
                          head.device == range.origin.device;
    if (!is_range) return Refusal{Why::malformed, "a range that does not end at its head"};
    const std::size_t most = std::min(options.most_opened_bytes, max_opened_bytes);
    if (range.entries.size() > max_package_entries || bytes_of(range) > most) {
        return Refusal{Why::too_large, "a range that is too much for one package"};
    }
    if (runs_of(range.entries).size() > max_sealing_runs) {
        return Refusal{Why::too_large, "a range that is sealed in too many ways for one package"};
    }
    if (options.form == PackageForm::kept && !options.rows.empty()) {
        return Refusal{Why::malformed, "patients' keys in a package that others may keep"};
    }
    if (options.rows.size() > max_package_rows) {
        return Refusal{Why::too_large, "more keys than one package carries"};
    }
    return {};
}

const trust::SpaceKey* body_key(const SpaceId& space, const PackOptions& options) {
    return options.under ? options.keyring.find(space, *options.under)
                         : options.keyring.newest(space);
}

Refusal no_key() {
    return {Why::forbidden, "the package's space key is not held here", "no_key"};
}

/// Belongs to the region, and had a key of the space.
Result<void> check_member(const DeviceId& device, const SpaceId& space,
                          const trust::Register& region_register) {
    if (region_register.device(device) == nullptr) {
        return Refusal{Why::forbidden, "the register does not name this device", "unknown_device"};
    }
    if (!region_register.is_member(space, device)) {
        return Refusal{Why::forbidden, "this device is no member of the space", "not_a_member"};
    }
    return {};
}

/// Keys of patients lie in it.
struct WipeAfter {
    explicit WipeAfter(Bytes& of) : bytes(of) {}
    ~WipeAfter() { crypto::wipe(bytes); }
    WipeAfter(const WipeAfter&) = delete;
    WipeAfter& operator=(const WipeAfter&) = delete;
    Bytes& bytes;
};

KeysPlace keys_place(const PackageHeader& header, const trust::SpaceKey& key) {
    return {header.origin.space, header.origin.log, header.last, header.body.suite, key};
}

/// What a body holds.
struct Contents {
    std::vector<Bytes> plaintexts;
    std::vector<trust::PatientKeyRow> rows;
};

Result<Contents> open_body(const PackageParts& parts, const trust::Keyring& keyring,
                           const FindPatientKey& patient_key) {
    const PackageHeader& header = parts.header;
    const trust::SpaceKey* key = keyring.find(header.origin.space, header.body.key_id);
    if (key == nullptr) return no_key();
    const Coding* coding = find_coding(header.coding, header.dictionary);
    if (coding == nullptr) {
        return Refusal{Why::unsupported, "a coding that this software does not know"};
    }
    auto body = crypto::open(key->key, header.body.suite, crypto::Purpose::package,
                             body_context(header, parts.header_bytes), parts.sealed_body);
    if (!body) return Refusal{Why::damaged, "the package's seal does not agree", "package_seal"};
    const WipeAfter wiped(*body);
    CarriedKeys carried;
    carried.rest = *body;
    if (header.form == PackageForm::given) {
        auto read = read_keys(keys_place(header, *key), keyring, *body);
        if (!read) return read.refusal();
        carried = std::move(*read);
    }
    const auto either = [&carried, &patient_key](const PatientId& patient) {
        const auto own = carried.keys.find(patient);
        if (own != carried.keys.end()) return static_cast<const crypto::Key*>(&own->second);
        return patient_key ? patient_key(patient) : nullptr;
    };
    const CodedFrame frame{header.origin, header.first,
                           static_cast<std::size_t>(header.last - header.first + 1),
                           header.opened_bytes, header.opened};
    auto plaintexts = coding->decode(carried.rest, frame, either);
    if (!plaintexts) return plaintexts.refusal();
    return Contents{std::move(*plaintexts), std::move(carried.rows)};
}

Result<void> check_signatures(const PackageParts& parts, const trust::Register& region_register) {
    const crypto::PublicKey& packer = region_register.device(parts.header.packer)->signing;
    const Bytes message = packer_message(parts.header_bytes, parts.sealed_body);
    if (!crypto::verify(packer, message, parts.signature)) {
        return Refusal{Why::damaged, "the packer did not sign this package", "packer_signature"};
    }
    const crypto::PublicKey& writer = region_register.device(parts.head.device)->signing;
    if (!ledger::is_signed(parts.head, writer)) {
        return Refusal{Why::damaged, "the writer did not sign this head", "head_signature"};
    }
    return {};
}

/// Of this region, and both devices were members of the space.
Result<void> check_devices(const PackageHeader& header, const trust::Register& region_register) {
    if (header.origin.region != region_register.region()) {
        return Refusal{Why::forbidden, "a package of another region", "other_region"};
    }
    for (const DeviceId& device : {header.packer, header.origin.device}) {
        const auto member = check_member(device, header.origin.space, region_register);
        if (!member) return member.refusal();
    }
    return {};
}

/// What may be opened: a package that is given is vouched for by its session, and then by its head.
Result<PackageParts> check_openable(ByteView package, const trust::Register& region_register) {
    auto parts = read_package(package);
    if (!parts) return parts.refusal();
    const auto devices = check_devices(parts->header, region_register);
    if (!devices) return devices.refusal();
    if (parts->header.form == PackageForm::given) return parts;
    const auto is_signed = check_signatures(*parts, region_register);
    if (!is_signed) return is_signed.refusal();
    return parts;
}

}  // namespace

Result<Bytes> pack(const ledger::SignedRange& signed_range, const PackOptions& options) {
    const auto packable = check_packable(signed_range, options);
    if (!packable) return packable.refusal();
    const ledger::Range& range = signed_range.range;
    const trust::SpaceKey* key = body_key(range.origin.space, options);
    if (key == nullptr) return no_key();
    const CodedEntries coded = options.coding->encode(range, options.patient_key);

    PackageHeader header;
    header.form = options.form;
    header.coding = options.coding->number;
    header.dictionary = options.coding->dictionary;
    header.packer = options.packer;
    header.origin = range.origin;
    header.first = range.first;
    header.last = range.last();
    header.before = range.before;
    if (options.form == PackageForm::kept) header.after = signed_range.head.chain;
    header.runs = runs_of(range.entries);
    header.body = {options.keyring.suite(), key->id};
    header.opened_bytes = static_cast<std::uint32_t>(bytes_of(range));
    header.opened = coded.opened;

    const Bytes header_bytes = encode_header(header);
    Bytes body;
    if (options.form == PackageForm::given) {
        body = write_keys(keys_place(header, *key), options.rows, options.patient_key);
    }
    const WipeAfter wiped(body);
    body.insert(body.end(), coded.body.begin(), coded.body.end());
    const Bytes sealed = crypto::seal(key->key, header.body.suite, crypto::Purpose::package,
                                      body_context(header, header_bytes), body);
    ByteWriter out;
    out.raw(header_bytes);
    out.sized(sealed);
    out.raw(signed_range.head.signature);
    if (options.form == PackageForm::kept) {
        out.raw(options.signer.sign(packer_message(header_bytes, sealed)));
    }
    if (out.size() > max_package_bytes) {
        return Refusal{Why::too_large, "a range that is too much for one package"};
    }
    return out.take();
}

Result<PackageParts> read_package(ByteView package) {
    if (package.size() > max_package_bytes) {
        return Refusal{Why::too_large, "a package over the limit"};
    }
    ByteReader from(package);
    auto header = read_header(from);
    if (!header) return header.refusal();
    PackageParts out;
    out.header_bytes = package.first(package.size() - from.left());
    out.sealed_body = from.sized(max_package_bytes);
    out.head = {header->origin.region, header->origin.space,
                header->origin.device, {header->origin.log, header->last},
                header->after,         from.array<64>()};
    if (header->form == PackageForm::kept) out.signature = from.array<64>();
    if (!from.done() || out.sealed_body.empty()) {
        return Refusal{Why::malformed, "not the bytes of a package"};
    }
    out.header = std::move(*header);
    return out;
}

Result<PackageHeader> package_header(ByteView package) {
    auto parts = read_package(package);
    if (!parts) return parts.refusal();
    return std::move(parts->header);
}

Result<PackageParts> check_package(ByteView package, const trust::Register& region_register) {
    auto parts = check_openable(package, region_register);
    if (!parts || parts->header.form == PackageForm::kept) return parts;
    return Refusal{Why::damaged, "a package that its packer did not sign", "packer_signature"};
}

Result<OpenedPackage> open_package(ByteView package, const trust::Register& region_register,
                                   const trust::Keyring& keyring,
                                   const FindPatientKey& patient_key) {
    auto parts = check_openable(package, region_register);
    if (!parts) return parts.refusal();
    auto contents = open_body(*parts, keyring, patient_key);
    if (!contents) return contents.refusal();

    OpenedPackage out{std::move(parts->header), {{}, parts->head}, std::move(contents->rows)};
    ledger::Range& range = out.range.range;
    range.origin = out.header.origin;
    range.first = out.header.first;
    range.before = out.header.before;
    auto plaintext = contents->plaintexts.begin();
    for (const SealingRun& run : out.header.runs) {
        for (std::uint32_t i = 0; i < run.entries; ++i) {
            range.entries.push_back({run.sealing, std::move(*plaintext++)});
        }
    }
    if (out.header.form == PackageForm::kept) return out;
    const auto chain = ledger::chain_of(range, keyring);
    if (!chain) return chain.refusal();
    out.range.head.chain = *chain;
    return out;
}

}  // namespace wayside::sync
