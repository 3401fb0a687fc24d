#include "node/app/reconciliation.hpp"

#include <spdlog/spdlog.h>

namespace wayside::app {

namespace {

/// The hub that the register names; any member will do where it does not.
std::optional<DeviceId> hub_of(const trust::Register& known) {
    for (const auto& [device, added] : known.devices()) {
        if (added.role == trust::DeviceRole::hub && !known.is_revoked(device)) return device;
    }
    return std::nullopt;
}

}  // namespace

Reconciliation::Reconciliation(Meeting& meeting, Random& random)
    : meeting_(meeting), random_(random), carrier_(make_carrier()) {}

Reconciliation::~Reconciliation() {
    stop();
}

std::unique_ptr<transport::Carrier> Reconciliation::make_carrier() {
    transport::CarrierOptions options;
    options.links.complain = [](const std::string& why) { spdlog::warn("{}", why); };
    return std::make_unique<transport::Carrier>(std::move(options), meeting_.parts().wall, random_);
}

net::Endpoint Reconciliation::listen(const net::Endpoint& endpoint) {
    return carrier_->listen(endpoint, [this](const net::OpenedLink& link) { return begin(link); });
}

void Reconciliation::dial(const net::Endpoint& hub) {
    hub_ = hub;
    dial_now();
}

void Reconciliation::dial_now() {
    carrier_->dial(*hub_, [this](const net::OpenedLink& link) { return begin(link); });
}

std::unique_ptr<net::LinkSession> Reconciliation::begin(const net::OpenedLink& link) {
    std::optional<DeviceId> to;
    if (link.side == net::LinkSide::dialled) to = hub_of(*meeting_.region_register());
    return std::make_unique<Talk>(meeting_, link, to,
                                  [this](net::LinkNumber number, auto act) { reach(number, act); });
}

void Reconciliation::reach(net::LinkNumber link,
                           std::function<void(sync::Session&, Timestamp)> act) {
    std::shared_ptr<transport::Carrier> carrier;
    {
        const std::lock_guard lock(mutex_);
        carrier = carrier_;
    }
    if (!carrier) return;
    carrier->let(link, [act = std::move(act)](net::LinkSession& session, net::LinkTime now) {
        static_cast<Talk&>(session).act(act, now);
    });
}

void Reconciliation::grown() {
    std::shared_ptr<transport::Carrier> carrier;
    {
        const std::lock_guard lock(mutex_);
        carrier = carrier_;
    }
    if (!carrier) return;
    carrier->let_all([](net::LinkSession& session, net::LinkTime now) {
        static_cast<Talk&>(session).act(
            [](sync::Session& talks, Timestamp at) { talks.changed(at); }, now);
    });
}

void Reconciliation::set_link(bool is_open) {
    std::shared_ptr<transport::Carrier> ended;
    {
        const std::lock_guard lock(mutex_);
        if (is_cut_ == !is_open) return;
        is_cut_ = !is_open;
        ended = std::move(carrier_);
        if (is_open) carrier_ = make_carrier();
    }
    if (ended) ended->stop();
    if (is_open && hub_) dial_now();
}

void Reconciliation::stop() {
    std::shared_ptr<transport::Carrier> ended;
    {
        const std::lock_guard lock(mutex_);
        ended = std::move(carrier_);
    }
    if (ended) ended->stop();
}

std::optional<transport::Light> Reconciliation::light() const {
    if (!hub_) return std::nullopt;
    const std::lock_guard lock(mutex_);
    return carrier_ ? carrier_->light() : transport::Light{};
}

bool Reconciliation::is_cut() const {
    const std::lock_guard lock(mutex_);
    return is_cut_;
}

}  // namespace wayside::app
