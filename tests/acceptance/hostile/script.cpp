#include "tests/acceptance/hostile/script.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "sync/package.hpp"
#include "sync/parcel.hpp"
#include "sync/receipt.hpp"

namespace wayside::hostile {

namespace {

using sync::FrameKind;

/// Each once, in order.
Script said(std::vector<Bytes> frames) {
    // Owned by the script and its copies.
    auto next = std::make_shared<std::size_t>(0);
    return [frames = std::move(frames), next]() -> std::optional<Bytes> {
        if (*next == frames.size()) return std::nullopt;
        return frames[(*next)++];
    };
}

/// The n-th, for ever.
Script endless(std::function<Bytes(std::uint32_t)> make) {
    auto count = std::make_shared<std::uint32_t>(0);
    return [make = std::move(make), count] { return std::optional(make((*count)++)); };
}

Bytes words(const Speaker& by, const std::vector<sync::SpaceWord>& words) {
    const trust::Box& box = *by.folder.box;
    const sync::WordParties parties{box.region, box.device, by.hub};
    return frame_of(sync::FrontierBody{sync::sign_words(parties, box.signer, words)});
}

/// The first entries of the speaker's oldest log, ready to be signed.
Result<ledger::SignedRange> own_range(const Speaker& by) {
    ledger::EntryCursor cursor = by.folder.reader.entries();
    while (cursor.next()) {
    }
    for (const ledger::HeldLog& log : cursor.held_logs()) {
        if (log.device != by.folder.box->device || log.mark.sequence < 2) continue;
        auto range = by.folder.reader.range_to_sign(log.space, log.mark.log, 1, 64 * 1024);
        if (range) ledger::sign_head(range->head, by.folder.box->signer);
        return range;
    }
    return Refusal{Why::not_found, "this folder has no log of its own"};
}

/// A parcel as an honest peer would name it, but for `as`.
Result<std::vector<Bytes>> parcel(const Speaker& by, const ledger::SignedRange& range,
                                  std::optional<SpaceId> as = std::nullopt) {
    const trust::Box& box = *by.folder.box;
    const auto package = sync::pack(range, {.keyring = box.keyring,
                                            .packer = box.device,
                                            .signer = box.signer,
                                            .form = sync::PackageForm::given});
    if (!package) return package.refusal();
    const auto bytes = sync::encode_parcel(*package, box.region_register, sync::Before::stated);
    if (!bytes) return bytes.refusal();
    const sync::ParcelName name{as.value_or(range.range.origin.space),
                                range.range.origin.log,
                                range.range.first,
                                range.range.last(),
                                static_cast<std::uint32_t>(bytes->size()),
                                sync::parcel_hash(*bytes)};
    std::vector<Bytes> out{frame_of(sync::ParcelBody{name, 0})};
    ByteView rest = *bytes;
    while (!rest.empty()) {
        const ByteView part = rest.first(std::min(rest.size(), sync::part_bytes));
        out.push_back(frame_of(sync::PartBody{Bytes(part.begin(), part.end())}));
        rest = rest.subspan(part.size());
    }
    return out;
}

using MakeRange = std::function<void(ledger::SignedRange&, const crypto::Signer&)>;

Result<Script> own_parcel(const Speaker& by, int times, const MakeRange& change,
                          std::optional<SpaceId> as = std::nullopt) {
    auto range = own_range(by);
    if (!range) return range.refusal();
    change(*range, by.folder.box->signer);
    const auto once = parcel(by, *range, as);
    if (!once) return once.refusal();
    std::vector<Bytes> all{words(by, {})};
    for (int i = 0; i < times; ++i) all.insert(all.end(), once->begin(), once->end());
    return said(std::move(all));
}

void keep(ledger::SignedRange&, const crypto::Signer&) {}

void forge_signature(ledger::SignedRange& range, const crypto::Signer&) {
    range.head.signature[0] ^= 1;
}

/// Properly signed, and not what the entries come to.
void sign_another_chain(ledger::SignedRange& range, const crypto::Signer& signer) {
    range.head.chain[0] ^= 1;
    ledger::sign_head(range.head, signer);
}

/// The last part before the first.
Result<Script> reordered(const Speaker& by) {
    const auto range = own_range(by);
    if (!range) return range.refusal();
    auto frames = parcel(by, *range);
    if (!frames) return frames.refusal();
    std::swap(frames->at(1), frames->back());
    frames->insert(frames->begin(), words(by, {}));
    return said(std::move(*frames));
}

/// Has it, has it not, has it.
Result<Script> contradicting(const Speaker& by) {
    const auto range = own_range(by);
    if (!range) return range.refusal();
    const ledger::LogMark mark{range->range.origin.log, range->range.last(), range->head.chain};
    const SpaceId space = range->range.origin.space;
    return endless([=](std::uint32_t count) {
        sync::SpaceWord word{
            space, count == 0 ? sync::Extent::whole : sync::Extent::some, false, {}, {}};
        word.marks = {count % 2 == 0 ? mark : ledger::LogMark{mark.log, 0, {}}};
        return words(by, {word});
    });
}

/// Parcels that begin and never end, each of another log.
Script unfinished(const Speaker& by) {
    const SpaceId space = by.folder.box->clinics.front().clinic;
    return endless([space](std::uint32_t count) {
        sync::ParcelName name{space, {}, 1, 9, 512 * 1024, {}};
        for (std::size_t i = 0; i < 4; ++i) {
            name.log.bytes[i] = static_cast<std::uint8_t>(count >> (8 * i));
        }
        Bytes out = frame_of(sync::ParcelBody{name, 0});
        for (int part = 0; part < 8; ++part) {
            const Bytes more = frame_of(sync::PartBody{Bytes(sync::max_part_bytes, 7)});
            out.insert(out.end(), more.begin(), more.end());
        }
        return out;
    });
}

}  // namespace

Bytes frame_of(const sync::FrameBody& body) {
    Bytes out;
    sync::write_frame(out, sync::kind_of(body), sync::encode_body(body));
    return out;
}

Result<Script> script_named(const std::string& name, const Speaker& by) {
    const std::map<std::string, std::function<Result<Script>()>> scripts{
        {"honest", [&] { return own_parcel(by, 1, keep); }},
        {"replayed", [&] { return own_parcel(by, 50, keep); }},
        {"forged_head", [&] { return own_parcel(by, 1, forge_signature); }},
        {"other_chain", [&] { return own_parcel(by, 1, sign_another_chain); }},
        {"foreign", [&] { return own_parcel(by, 1, keep, by.foreign); }},
        {"reordered", [&] { return reordered(by); }},
        {"contradicting", [&] { return contradicting(by); }},
        {"unfinished", [&] { return Result<Script>(unfinished(by)); }},
        {"oversized", [&] { return Result<Script>(said({{11, 0, 0, 0, 64, 1}})); }},
        {"unknown_kind", [&] { return Result<Script>(said({{99, 0, 0, 0, 0}})); }},
        {"second_hello", [&] { return Result<Script>(said({{1, 0, 0, 0, 0}})); }},
        {"endless",
         [&] {
             Bytes many;
             for (int i = 0; i < 4'000; ++i) {
                 const Bytes here = frame_of(sync::HereBody{});
                 many.insert(many.end(), here.begin(), here.end());
             }
             return Result<Script>(endless([many](std::uint32_t) { return many; }));
         }},
    };
    const auto found = scripts.find(name);
    if (found == scripts.end()) return Refusal{Why::not_found, "there is no script '" + name + "'"};
    return found->second();
}

}  // namespace wayside::hostile
