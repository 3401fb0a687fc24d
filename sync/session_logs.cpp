#include "sync/session_logs.hpp"

#include <algorithm>

#include "sync/leb.hpp"

namespace wayside::sync {

namespace {

constexpr std::size_t most_named = 16;

}  // namespace

void NamedLogs::note(const ParcelName& parcel) {
    const LogName name{parcel.space, parcel.log};
    std::erase_if(named_, [&name](const Named& each) { return each.name == name; });
    named_.insert(named_.begin(), {name, parcel.last + 1});
    if (named_.size() > most_named) named_.pop_back();
}

std::uint64_t NamedLogs::place_of(const LogName& name) const {
    const auto at = std::ranges::find(named_, name, &Named::name);
    return at == named_.end() ? 0 : static_cast<std::uint64_t>(at - named_.begin()) + 1;
}

std::optional<LogName> NamedLogs::at(std::uint64_t place) const {
    if (place == 0 || place > named_.size()) return std::nullopt;
    return named_[place - 1].name;
}

std::uint64_t NamedLogs::next_of(const LogName& name) const {
    const std::uint64_t place = place_of(name);
    return place == 0 ? 1 : named_[place - 1].next;
}

BriefBody brief_of(const NamedLogs& logs, const ParcelName& name, Bytes parcel) {
    const LogName log{name.space, name.log};
    BriefBody out;
    out.place = logs.place_of(log);
    if (out.place == 0) out.space = name.space;
    if (out.place == 0) out.log = name.log;
    out.step = zigzag(name.first - logs.next_of(log));
    out.more = static_cast<std::uint32_t>(name.last - name.first);
    out.parcel = std::move(parcel);
    return out;
}

Result<ParcelName> name_of(const NamedLogs& logs, const BriefBody& body) {
    std::optional<LogName> log = logs.at(body.place);
    if (body.place == 0) log = LogName{body.space, body.log};
    if (!log) return Refusal{Why::invalid, "a log that was not named", "parcel_name"};
    ParcelName out;
    out.space = log->space;
    out.log = log->log;
    out.first = logs.next_of(*log) + unzigzag(body.step);
    out.last = out.first + body.more;
    if (out.first == 0 || out.last < out.first || out.last == UINT64_MAX) {
        return Refusal{Why::invalid, "a range that there is not", "parcel_name"};
    }
    out.size = static_cast<std::uint32_t>(body.parcel.size());
    out.hash = parcel_hash(body.parcel);
    return out;
}

}  // namespace wayside::sync
