#include "cli/replay/player.hpp"

#include <cstdint>
#include <thread>

#include "storage/base/id.hpp"

namespace wayside::replay {

namespace {

using nlohmann::json;

/// An object, whatever came.
json object_in(const std::string& body) {
    json out = json::parse(body, nullptr, false);
    return out.is_object() ? out : json::object();
}

std::string text_in(const json& object, const char* field) {
    const auto found = object.find(field);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Refusal with_line(Refusal refusal, const Script& script, const Line& line) {
    refusal.detail += "; go on from line " + std::to_string(line.number) + " of " + script.name +
                      " (--from-line " + std::to_string(line.number) + ")";
    return refusal;
}

/// Of the visits that bear one identifier, the one that lives: not the one that was moved away.
std::string living_visit(const json& answer) {
    std::string out;
    const auto visits = answer.find("visits");
    if (visits == answer.end() || !visits->is_array()) return out;
    for (const json& visit : *visits) {
        if (!visit.is_object()) continue;
        const bool is_moved = text_in(visit, "status") == "moved";
        if (out.empty() || !is_moved) out = text_in(visit, "id");
    }
    return out;
}

}  // namespace

Result<Report> Player::play(const std::vector<Script>& scripts) {
    for (const Script& script : scripts) {
        const std::size_t first = &script == scripts.data() ? pace_.from_line : 1;
        for (const Line& line : script.lines) {
            if (line.number < first) continue;
            watch_({script, line});
            wait_for(line);
            if (auto played = play(script, line); !played) {
                return with_line(played.refusal(), script, line);
            }
            ++report_.lines;
        }
    }
    if (auto counted = count(); !counted) return counted.refusal();
    return std::move(report_);
}

void Player::wait_for(const Line& line) {
    if (!pace_.speed) return;
    if (!began_) began_.emplace(Steady::now(), line.instant);
    const auto passed = static_cast<double>(line.instant.ms - began_->second.ms);
    const auto due = std::chrono::duration<double, std::milli>(passed / *pace_.speed);
    std::this_thread::sleep_until(began_->first + std::chrono::ceil<Steady::duration>(due));
}

Result<void> Player::play(const Script& script, const Line& line) {
    std::string visit;
    const auto known = visits_.find(line.appointment);
    if (known != visits_.end() && !known->second) {
        ++report_.skipped;
        return {};
    }
    if (line.target == Target::visit) {
        auto found = visit_of(line);
        if (!found) return found.refusal();
        if (!*found) {
            refuse(script, line, "not_found",
                   "the node knows no visit of '" + line.appointment + "'");
            return {};
        }
        visit = **found;
    }
    const auto answer = send(line, visit);
    if (!answer) return answer.refusal();
    return settle(script, line, *answer);
}

Result<HttpAnswer> Player::send(const Line& line, const std::string& visit) {
    const HttpRequest request{
        .method = "POST",
        .target = line.path(visit),
        .fields = {{"Wayside-Now", line.at},
                   {"Wayside-Device", line.device},
                   {"Idempotency-Key", line.key}},
        .body = line.body.dump(-1, ' ', false, json::error_handler_t::replace)};
    return node_.bring(request);
}

Result<void> Player::settle(const Script& script, const Line& line, const HttpAnswer& answer) {
    const json body = object_in(answer.body);
    if (answer.status >= 200 && answer.status < 300) {
        ++(answer.field("idempotency-replayed") == "true" ? report_.repeated : report_.accepted);
        if (line.target != Target::practitioner) learn(line, body);
        return {};
    }
    const std::string rule = text_in(body, "rule");
    if (rule == "not_a_sandbox") {
        return Refusal{Why::forbidden,
                       "the node at http://" + node_.node().text() +
                           " is no sandbox: it keeps its own time, and made-up patients have no "
                           "place in it. Make one with 'wayside init --sandbox' and play there",
                       rule};
    }
    if (answer.status == 503 || answer.status == 429) {
        return Refusal{Why::unavailable, "the node stays busy: " + text_in(body, "detail"), rule};
    }
    refuse(script, line, rule.empty() ? "status_" + std::to_string(answer.status) : rule,
           text_in(body, "detail"));
    return {};
}

void Player::learn(const Line& line, const json& visit) {
    const std::string day = text_in(visit, "day");
    days_.insert(day.empty() ? line.local_date() : day);
    // One that was moved to another day lives on under another id.
    const std::string moved_to = text_in(visit, "moved_to");
    const std::string id = moved_to.empty() ? text_in(visit, "id") : moved_to;
    if (VisitId::parse(id)) visits_.insert_or_assign(line.appointment, id);
}

void Player::refuse(const Script& script, const Line& line, std::string rule, std::string detail) {
    // An appointment that has no visit by now has been refused its first action.
    if (!line.appointment.empty()) visits_.try_emplace(line.appointment, std::nullopt);
    report_.refused.push_back({script.name, line.number, std::move(rule), std::move(detail)});
}

Result<std::optional<std::string>> Player::visit_of(const Line& line) {
    using Found = std::optional<std::string>;
    if (const auto known = visits_.find(line.appointment); known != visits_.end()) {
        return known->second;
    }
    const HttpRequest request{
        .method = "GET",
        .target = "/api/visits?identifier=" + percent_encoded(line.appointment),
        .fields = {{"Wayside-Device", "desk"}}};
    const auto answer = node_.bring(request);
    if (!answer) return answer.refusal();
    if (answer->status != 200) return Found{};
    const std::string id = living_visit(object_in(answer->body));
    if (!VisitId::parse(id)) return Found{};
    visits_.emplace(line.appointment, id);
    return Found{id};
}

Result<void> Player::count() {
    for (const std::string& day : days_) {
        const HttpRequest request{.method = "GET",
                                  .target = "/api/days/" + percent_encoded(day) + "/totals",
                                  .fields = {{"Wayside-Device", "desk"}}};
        const auto answer = node_.bring(request);
        if (!answer) return answer.refusal();
        const json totals = object_in(answer->body);
        if (answer->status != 200) {
            return Refusal{Why::unavailable, "every line was played, but the totals of " + day +
                                                 " cannot be had: " + text_in(totals, "detail")};
        }
        for (const auto& [name, value] : totals.items()) {
            if (value.is_number_integer()) report_.final[name] += value.get<long long>();
        }
    }
    return {};
}

}  // namespace wayside::replay
