// Who the peer is, and what both understand. Nothing is given away to a peer that has not proved
// to be in the register.
#include "sync/session_core.hpp"

namespace wayside::sync {

void Session::Core::say_hello(const DeviceId& to, bool enrols) {
    Hello hello;
    hello.oldest = options_.dialects.front().version;
    hello.newest = options_.dialects.back().version;
    hello.enrols = enrols;
    hello.region = identity_.region;
    hello.device = identity_.device;
    hello.role = identity_.role;
    hello.to = to;
    hello.codings = readable_codings();
    our_hello_ = encode_hello(hello, {side_, binding_, their_hello_}, identity_.signer);
    write_frame(output_, FrameKind::hello, our_hello_);
}

void Session::Core::take_hello(const Bytes& payload) {
    const auto hello = decode_hello(payload);
    if (!hello) return end(hello.refusal());
    if (hello->region != identity_.region) {
        return end({Why::forbidden, "the peer is of another region", "other_region"});
    }
    if (side_ == Side::acceptor) {
        answer(*hello, payload);
    } else {
        take_answer(*hello, payload);
    }
}

Result<void> Session::Core::agree_with(const Hello& hello) {
    const auto dialect = agree(options_.dialects, hello);
    if (!dialect) return dialect.refusal();
    dialect_ = *dialect;
    const auto coding = agree_on_coding(hello);
    if (!coding) return coding.refusal();
    coding_ = *coding;
    return {};
}

Result<crypto::PublicKey> Session::Core::prove(const Hello& hello, const Bytes& payload) const {
    const trust::DeviceAdded* device = register_->device(hello.device);
    if (device == nullptr || hello.device == identity_.device) {
        return Refusal{Why::forbidden, "the register does not have this device", "unknown_device"};
    }
    const bool is_acceptor = side_ == Side::acceptor;
    const ProofPlace place{is_acceptor ? Side::initiator : Side::acceptor, binding_,
                           is_acceptor ? Bytes{} : our_hello_};
    if (hello.role != device->role || !is_proved(payload, place, device->signing)) {
        return Refusal{Why::forbidden, "the peer did not prove to be who it says", "not_proved"};
    }
    if (register_->is_revoked(hello.device)) {
        return Refusal{Why::forbidden, "the peer was revoked", "revoked"};
    }
    return device->signing;
}

void Session::Core::answer(const Hello& hello, const Bytes& payload) {
    if (hello.to != DeviceId{} && hello.to != identity_.device) {
        return end({Why::forbidden, "the peer wants to meet another device", "wrong_peer"});
    }
    their_hello_ = payload;
    const auto agreed = agree_with(hello);
    const bool is_known = register_->device(hello.device) != nullptr;
    // Whoever knows this hub's id was invited; a probe that does not learns nothing.
    if (!is_known && hello.enrols && hello.to == identity_.device) {
        if (!agreed) return end(agreed.refusal());
        say_hello(hello.device, true);
        stage_ = Stage::proposing;
        stage_since_ = now_;
        reader_.allow({FrameKind::enrol, FrameKind::here, FrameKind::bye});
        return;
    }
    const auto key = prove(hello, payload);
    if (!key) {
        // A stranger is not told whether the register has the device whose name it used.
        const bool is_stranger = key.refusal().rule == "not_proved";
        return end(key.refusal(), is_stranger ? "unknown_device" : key.refusal().rule_name());
    }
    if (!agreed) return end(agreed.refusal());
    say_hello(hello.device, false);
    open(hello.device, *key);
}

void Session::Core::take_answer(const Hello& hello, const Bytes& payload) {
    const bool is_wanted = !options_.to || hello.device == *options_.to;
    if (!is_wanted || hello.to != identity_.device) {
        return end({Why::forbidden, "another device answered than was called", "wrong_peer"});
    }
    const auto key = prove(hello, payload);
    if (!key) return end(key.refusal());
    const auto agreed = agree_with(hello);
    if (!agreed) return end(agreed.refusal());
    const Bytes* proposal = register_->proposal();
    if (hello.enrols && proposal == nullptr) {
        return end(
            {Why::forbidden, "the peer's register does not have this device", "unknown_device"});
    }
    if (hello.enrols) send(EnrolBody{*proposal});
    open(hello.device, *key);
}

void Session::Core::prove_enrolled() {
    register_ = store_.region_register();
    const auto hello = decode_hello(their_hello_);
    require(hello.has_value(), "what was read once is read again");
    const auto key = prove(*hello, their_hello_);
    if (!key) return end(key.refusal());
    open(hello->device, *key);
}

void Session::Core::open(const DeviceId& device, const crypto::PublicKey& key) {
    Inbox& inbox = store_.inbox(device);
    peer_.emplace(Peer{device, key, Spaces(identity_.device, device),
                       Outgoing(device, coding_, options_), Incoming(device, coding_), inbox,
                       inbox.claim()});
    stage_ = Stage::open;
    stage_since_ = now_;
    // The acceptor says first what it has: the initiator's word is shorter beside it.
    waits_for_word_ = side_ == Side::initiator;
    reader_.allow_all();
    peer_->spaces.share(*register_, store_);
}

void Session::Core::refresh_register() {
    const auto now = store_.region_register();
    if (now == register_) return;
    register_ = now;
    const bool is_good =
        register_->device(peer_->device) != nullptr && !register_->is_revoked(peer_->device);
    if (!is_good) return end({Why::forbidden, "the peer was revoked", "revoked"});
    peer_->spaces.share(*register_, store_);
    for (const SpaceId& space : peer_->spaces.shared()) note_receipt(space);
    may_plan_ = true;
    may_owe_words_ = true;
    may_owe_forgotten_ = true;
}

}  // namespace wayside::sync
