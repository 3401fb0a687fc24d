#include "sync/inbox.hpp"

#include <algorithm>

#include "storage/crypto/hash.hpp"

namespace wayside::sync {

ParcelHash parcel_hash(ByteView bytes) {
    return crypto::hash<16>("wayside parcel", {}, {bytes});
}

InboxClaim Inbox::claim() {
    open_.reset();
    return {++claims_};
}

std::vector<HeldParcel> Inbox::held() const {
    std::vector<HeldParcel> out;
    for (const Parcel& parcel : parcels_) {
        out.push_back({parcel.name, static_cast<std::uint32_t>(parcel.bytes.size())});
    }
    return out;
}

Result<void> Inbox::begin(const ParcelName& name, std::uint32_t offset) {
    open_.reset();
    auto here = std::ranges::find(parcels_, name, &Parcel::name);
    const std::size_t have = here == parcels_.end() ? 0 : here->bytes.size();
    if (offset > have) {
        return Refusal{Why::invalid, "the peer goes on with a parcel beyond what it sent",
                       "parcel_offset"};
    }
    // The same range under another hash was packed anew: what is here of it is of no use.
    const auto is_outdated = [&name](const Parcel& parcel) {
        return parcel.name.space == name.space && parcel.name.log == name.log &&
               parcel.name.first == name.first && parcel.name != name;
    };
    auto outdated = std::ranges::find_if(parcels_, is_outdated);
    while (outdated != parcels_.end()) {
        drop(outdated);
        outdated = std::ranges::find_if(parcels_, is_outdated);
    }
    here = std::ranges::find(parcels_, name, &Parcel::name);
    if (here == parcels_.end()) {
        if (parcels_.size() >= max_inbox_parcels) {
            return Refusal{Why::too_many, "the peer has too many parcels open", "parcels"};
        }
        parcels_.push_back({name, {}});
    } else {
        dropped_bytes_ += here->bytes.size() - offset;
        bytes_ -= here->bytes.size() - offset;
        here->bytes.resize(offset);
    }
    open_ = name;
    return {};
}

Result<void> Inbox::add(ByteView bytes) {
    const auto here = open_ ? std::ranges::find(parcels_, *open_, &Parcel::name) : parcels_.end();
    if (here == parcels_.end() || bytes.size() > here->name.size - here->bytes.size()) {
        return Refusal{Why::invalid, "the peer sends more than the parcel that it announced",
                       "parcel_part"};
    }
    if (bytes_ + bytes.size() > max_inbox_bytes) {
        return Refusal{Why::too_many, "the peer sends more than it waits for", "parcels"};
    }
    here->bytes.insert(here->bytes.end(), bytes.begin(), bytes.end());
    bytes_ += bytes.size();
    return {};
}

Result<std::optional<ParcelName>> Inbox::whole() {
    const auto here = open_ ? std::ranges::find(parcels_, *open_, &Parcel::name) : parcels_.end();
    if (here == parcels_.end() || here->bytes.size() != here->name.size) {
        return std::optional<ParcelName>{};
    }
    open_.reset();
    if (parcel_hash(here->bytes) != here->name.hash) {
        drop(here);
        return Refusal{Why::damaged, "a parcel is not what it was announced as", "parcel_hash"};
    }
    return std::optional<ParcelName>{here->name};
}

ByteView Inbox::bytes_of(const ParcelName& name) const {
    const auto here = std::ranges::find(parcels_, name, &Parcel::name);
    return here == parcels_.end() ? ByteView{} : ByteView{here->bytes};
}

void Inbox::done(const ParcelName& name) {
    const auto here = std::ranges::find(parcels_, name, &Parcel::name);
    if (here == parcels_.end()) return;
    bytes_ -= here->bytes.size();
    parcels_.erase(here);
}

void Inbox::drop_through(const SpaceId& space, const LogId& log, std::uint64_t sequence) {
    for (std::size_t i = parcels_.size(); i > 0; --i) {
        const auto here = parcels_.begin() + static_cast<std::ptrdiff_t>(i - 1);
        const ParcelName& name = here->name;
        if (name.space == space && name.log == log && name.last <= sequence) drop(here);
    }
}

void Inbox::drop(std::deque<Parcel>::iterator parcel) {
    dropped_bytes_ += parcel->bytes.size();
    bytes_ -= parcel->bytes.size();
    if (open_ == parcel->name) open_.reset();
    parcels_.erase(parcel);
}

}  // namespace wayside::sync
