#include "node/app/sync_report.hpp"

#include <algorithm>

#include "node/care/civil.hpp"

namespace wayside::app {

namespace {

using nlohmann::json;

/// Older troubles have been seen, or will come again.
constexpr std::size_t most_troubles = 100;
constexpr const char* fork_rule = "fork";

json time_json(const std::optional<Timestamp>& at) {
    return at ? json(care::text_of(*at)) : json();
}

/// Zeros for a text that is none: the setting is ours and checked, so that is another version's.
template <class Id>
Id id_of(const std::string& text) {
    const auto id = Id::parse(text);
    return id ? *id : Id{};
}

crypto::Hash32 chain_of(const std::string& text) {
    crypto::Hash32 out{};
    const auto bytes = bytes_of_base32(text);
    if (bytes && bytes->size() == out.size()) std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

json trouble_json(const SyncTrouble& trouble) {
    json out{{"rule", trouble.rule},
             {"at", trouble.at.ms == 0 ? json() : json(care::text_of(trouble.at))},
             {"by_peer", trouble.is_by_peer}};
    if (trouble.device != DeviceId{}) out["device"] = trouble.device.text();
    if (trouble.log != LogId{}) out["log"] = trouble.log.text();
    if (trouble.sequence) out["sequence"] = *trouble.sequence;
    return out;
}

json link_json(const transport::Light& light, bool is_cut) {
    json out{{"state", is_cut ? "cut" : transport::name_of(light.state)}};
    if (light.connected_since) out["connected_since"] = care::text_of(*light.connected_since);
    if (light.last_connected) out["last_connected"] = care::text_of(*light.last_connected);
    if (light.next_try) out["next_try"] = care::text_of(*light.next_try);
    if (!light.error_rule.empty() && light.error_at) {
        out["error"] = {{"rule", light.error_rule},
                        {"detail", light.error_detail},
                        {"at", care::text_of(*light.error_at)}};
    }
    return out;
}

}  // namespace

bool has_hub(const trust::Register& known) {
    return std::any_of(known.devices().begin(), known.devices().end(),
                       [](const auto& each) { return each.second.role == trust::DeviceRole::hub; });
}

Bytes SyncReport::saved() const {
    const std::lock_guard lock(mutex_);
    json receipts = json::object();
    for (const auto& [space, receipted] : receipted_) {
        json marks = json::array();
        for (const auto& [log, mark] : receipted.marks) {
            marks.push_back({log.text(), mark.sequence, base32_of(mark.chain)});
        }
        receipts[space.text()] = {{"at", receipted.at.ms}, {"marks", std::move(marks)}};
    }
    json heard = json::object();
    for (const auto& [space, at] : heard_) heard[space.text()] = at.ms;
    json out{{"version", 1},
             {"at", wall_.now().ms},
             {"receipts", std::move(receipts)},
             {"heard", std::move(heard)}};
    if (restored_) out["restored"] = {{"entries", restored_->entries}, {"at", restored_->at.ms}};
    const std::string text = out.dump();
    return {text.begin(), text.end()};
}

void SyncReport::restore(ByteView saved) {
    const json from = json::parse(saved.begin(), saved.end(), nullptr, false);
    if (!from.is_object() || from.value("version", 0) != 1) return;
    const std::lock_guard lock(mutex_);
    try {
        for (const auto& [text, told] : from.at("receipts").items()) {
            Receipted& known = receipted_[id_of<SpaceId>(text)];
            known.at = {told.at("at").get<std::int64_t>()};
            for (const json& each : told.at("marks")) {
                const ledger::LogMark mark{id_of<LogId>(each.at(0)), each.at(1),
                                           chain_of(each.at(2))};
                known.marks[mark.log] = mark;
            }
        }
        for (const auto& [text, at] : from.at("heard").items()) {
            heard_[id_of<SpaceId>(text)] = {at.get<std::int64_t>()};
        }
        if (const auto at = from.find("at"); at != from.end()) {
            saved_at_ = Timestamp{at->get<std::int64_t>()};
        }
        if (const auto back = from.find("restored"); back != from.end()) {
            restored_ = Restored{back->at("entries"), {back->at("at").get<std::int64_t>()}};
        }
    } catch (const json::exception&) {
        receipted_.clear();
    }
}

std::optional<Timestamp> SyncReport::saved_at() const {
    const std::lock_guard lock(mutex_);
    return saved_at_;
}

void SyncReport::connected(const DeviceId& peer) {
    const std::lock_guard lock(mutex_);
    ++links_[peer];
}

void SyncReport::parted(const DeviceId& peer) {
    const std::lock_guard lock(mutex_);
    const auto link = links_.find(peer);
    if (link != links_.end() && --link->second <= 0) links_.erase(link);
}

void SyncReport::heard(const SpaceId& space) {
    const std::lock_guard lock(mutex_);
    heard_[space] = wall_.now();
}

void SyncReport::know(const SpaceId& space, KnownClinic clinic) {
    const std::lock_guard lock(mutex_);
    known_[space] = std::move(clinic);
}

void SyncReport::restored(std::uint64_t entries) {
    const std::lock_guard lock(mutex_);
    if (!restored_) restored_.emplace();
    restored_->entries += entries;
    restored_->at = wall_.now();
}

void SyncReport::trouble(SyncTrouble trouble) {
    const std::lock_guard lock(mutex_);
    trouble.at = wall_.now();
    const auto same = [&](const SyncTrouble& other) {
        return std::tie(other.rule, other.device, other.log, other.is_by_peer) ==
               std::tie(trouble.rule, trouble.device, trouble.log, trouble.is_by_peer);
    };
    std::erase_if(troubles_, same);
    troubles_.push_back(std::move(trouble));
    if (troubles_.size() > most_troubles) troubles_.pop_front();
}

void SyncReport::receipt(const sync::Receipt& receipt) {
    const std::lock_guard lock(mutex_);
    Receipted& known = receipted_[receipt.space];
    known.marks.clear();
    for (const ledger::LogMark& mark : receipt.marks) known.marks[mark.log] = mark;
    known.at = wall_.now();
}

SyncReport::Waiting SyncReport::waiting(const SpaceId& space, const ledger::Holdings& holdings) {
    const std::lock_guard lock(mutex_);
    return waiting_here(space, holdings);
}

SyncReport::Waiting SyncReport::waiting_here(const SpaceId& space,
                                             const ledger::Holdings& holdings) {
    Waiting out;
    const Receipted& known = receipted_[space];
    for (const ledger::LogMark& mark : holdings.marks(space)) {
        const auto there = known.marks.find(mark.log);
        const std::uint64_t kept = there == known.marks.end() ? 0 : there->second.sequence;
        if (kept < mark.sequence) out.entries += mark.sequence - kept;
        // One place of one log with two chain hashes: what is there is not what is here.
        if (kept == mark.sequence && there->second.chain != mark.chain) out.entries += 1;
    }
    for (const ledger::HeldLog& log : holdings.behind_damage(space)) {
        const auto there = known.marks.find(log.mark.log);
        const bool is_there = there != known.marks.end() && there->second.sequence >= log.last;
        if (!is_there) out.entries += log.unreachable;
    }
    if (out.entries == 0) {
        waiting_since_.erase(space);
    } else {
        out.since = waiting_since_.try_emplace(space, wall_.now()).first->second;
    }
    return out;
}

json SyncReport::troubles_json(const std::function<bool(const SyncTrouble&)>& wanted) const {
    json out = json::array();
    for (const SyncTrouble& trouble : troubles_) {
        if (!wanted(trouble)) continue;
        out.push_back(trouble_json(trouble));
    }
    return out;
}

json SyncReport::clinic_json(const SpaceId& space, const ledger::Holdings& holdings,
                             const std::optional<transport::Light>& light, bool is_cut) {
    const std::lock_guard lock(mutex_);
    json out{{"role", "clinic"}, {"now", care::text_of(wall_.now())}};
    if (!light) {
        out["light"] = "none";
        return out;
    }
    const Waiting waits = waiting_here(space, holdings);
    out["light"] = waits.entries == 0 ? "green" : "waiting";
    out["link"] = link_json(*light, is_cut);
    out["waiting"] = {{"entries", waits.entries}, {"since", time_json(waits.since)}};
    out["receipt"] = nullptr;
    const Receipted& known = receipted_[space];
    if (!known.marks.empty()) {
        std::uint64_t entries = 0;
        for (const auto& [log, mark] : known.marks) entries += mark.sequence;
        out["receipt"] = {{"at", care::text_of(known.at)}, {"entries", entries}};
    }
    if (restored_) {
        out["restored"] = {{"entries", restored_->entries}, {"at", care::text_of(restored_->at)}};
    }
    out["troubles"] = troubles_json([](const SyncTrouble&) { return true; });
    return out;
}

json SyncReport::hub_json(const std::string& region,
                          const std::vector<trust::ClinicSpaces>& clinics,
                          const trust::Register& region_register,
                          const ledger::Holdings& holdings) {
    const std::lock_guard lock(mutex_);
    std::vector<json> rows;
    for (const trust::ClinicSpaces& clinic : clinics) {
        rows.push_back(row(clinic, region_register, holdings));
    }
    // Null comes before every text, and times of one zone are ordered as texts.
    std::stable_sort(rows.begin(), rows.end(), [](const json& a, const json& b) {
        return a["heard"].is_null() != b["heard"].is_null() ? a["heard"].is_null()
                                                            : a["heard"] < b["heard"];
    });
    return {{"role", "hub"},
            {"now", care::text_of(wall_.now())},
            {"region", region},
            {"clinics", rows},
            {"troubles", troubles_json([&](const SyncTrouble& trouble) {
                 return region_register.device(trouble.device) == nullptr;
             })}};
}

json SyncReport::row(const trust::ClinicSpaces& clinic, const trust::Register& region_register,
                     const ledger::Holdings& holdings) const {
    const SpaceId& space = clinic.clinic;
    std::set<DeviceId> boxes;
    bool is_connected = false;
    bool is_revoked = false;
    for (const auto& [device, added] : region_register.devices()) {
        if (added.role != trust::DeviceRole::box) continue;
        if (!region_register.is_member(space, device)) continue;
        boxes.insert(device);
        is_connected = is_connected || links_.contains(device);
        is_revoked = is_revoked || region_register.is_revoked(device);
    }
    std::uint64_t entries = 0;
    for (const ledger::LogMark& mark : holdings.marks(space)) entries += mark.sequence;
    const auto heard = heard_.find(space);
    json out{{"clinic", clinic.enrolled_as},
             {"space", space.text()},
             {"connected", is_connected},
             {"heard", heard == heard_.end() ? json() : json(care::text_of(heard->second))},
             {"entries", entries},
             {"last_entry", nullptr},
             {"revoked", is_revoked}};
    if (!boxes.empty()) out["device"] = boxes.begin()->text();
    if (const auto known = known_.find(space); known != known_.end()) {
        out["last_entry"] = time_json(known->second.last_entry);
        if (!known->second.name.empty()) {
            out["name"] = known->second.name;
            out["time_zone"] = known->second.time_zone;
        }
    }
    const std::vector<SyncTrouble> forks = forks_in(space, holdings);
    out["troubles"] = troubles_json([&](const SyncTrouble& trouble) {
        const bool is_one_of_forks =
            trouble.rule == fork_rule &&
            std::ranges::find(forks, trouble.log, &SyncTrouble::log) != forks.end();
        return boxes.contains(trouble.device) && !is_one_of_forks;
    });
    for (const SyncTrouble& fork : forks) out["troubles"].push_back(trouble_json(fork));
    return out;
}

std::vector<SyncTrouble> SyncReport::forks_in(const SpaceId& space,
                                              const ledger::Holdings& holdings) const {
    std::vector<SyncTrouble> out;
    for (const ledger::HeldLog& log : holdings.forked()) {
        if (log.space != space) continue;
        SyncTrouble fork{fork_rule, log.device, log.mark.log, false, {}, log.mark.sequence};
        const auto met = std::ranges::find_if(troubles_, [&](const SyncTrouble& trouble) {
            return trouble.rule == fork_rule && trouble.log == fork.log;
        });
        if (met != troubles_.end()) fork.at = met->at;
        out.push_back(std::move(fork));
    }
    return out;
}

}  // namespace wayside::app
