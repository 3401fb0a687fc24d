#include "node/net/events.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "storage/base/require.hpp"

namespace wayside::net {

namespace {

bool is_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

/// Each line of the data is a field of its own; CR, LF and CRLF all end a line for the reader.
void append_lines(std::string& text, std::string_view data) {
    while (true) {
        const auto end = data.find_first_of("\r\n");
        text.append("data: ").append(data.substr(0, end)).append("\n");
        if (end == std::string_view::npos) return;
        data.remove_prefix(data.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
}

std::string wire_of(std::string_view cursor, const Event& event) {
    std::string text;
    text.reserve(cursor.size() + event.name.size() + event.data.size() + 32);
    text.append("id: ").append(cursor).append("\nevent: ").append(event.name).append("\n");
    append_lines(text, event.data);
    return text.append("\n");
}

std::optional<std::uint64_t> number_of(std::string_view digits) {
    std::uint64_t number = 0;
    const auto* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

}  // namespace

EventBuffer::EventBuffer(std::string start) : EventBuffer(std::move(start), Size{}) {}

EventBuffer::EventBuffer(std::string start, Size size) : start_(std::move(start)), size_(size) {
    require(is_word(start_) && start_.find('-') == std::string::npos,
            "the name of a start is one word without '-'");
    require(size_.events > 0, "a buffer holds at least one event");
}

std::string EventBuffer::cursor_of(std::uint64_t number) const {
    return start_ + "-" + std::to_string(number);
}

void EventBuffer::publish(std::span<const Event> group) {
    if (group.empty()) return;
    std::vector<std::shared_ptr<EventListener>> awake;
    {
        const std::lock_guard lock(mutex_);
        for (const Event& event : group) {
            require(is_word(event.name), "an event's name is one word");
            ring_.push_back(wire_of(cursor_of(++newest_), event));
            ring_bytes_ += ring_.back().size();
        }
        while (ring_.size() > size_.events || (ring_bytes_ > size_.bytes && ring_.size() > 1)) {
            ring_bytes_ -= ring_.front().size();
            ring_.pop_front();
        }
        std::erase_if(listeners_, [](const auto& listener) { return listener.expired(); });
        for (const auto& listener : listeners_) awake.push_back(listener.lock());
    }
    for (const auto& listener : awake) {
        if (listener) listener->events_published();
    }
}

std::string EventBuffer::cursor() const {
    const std::lock_guard lock(mutex_);
    return cursor_of(newest_);
}

EventBatch EventBuffer::enter(std::string_view cursor) const {
    const std::lock_guard lock(mutex_);
    const std::string present = cursor_of(newest_);
    // An id without data moves the reader's cursor and fires no event (HTML, 9.2.6).
    if (cursor.empty()) return {.text = "id: " + present + "\n\n", .upto = newest_};
    const auto dash = std::min(cursor.find('-'), cursor.size());
    const auto number = number_of(cursor.substr(std::min(dash + 1, cursor.size())));
    const bool ours = cursor.substr(0, dash) == start_ && number;
    if (ours && *number <= newest_ && *number + 1 >= oldest()) return {.text = {}, .upto = *number};
    const Event resync{.name = "resync", .data = "{\"cursor\":\"" + present + "\"}"};
    return {.text = wire_of(present, resync), .upto = newest_};
}

EventBatch EventBuffer::after(std::uint64_t position, std::size_t bytes) const {
    const std::lock_guard lock(mutex_);
    EventBatch batch{.text = {}, .upto = position};
    if (position >= newest_) return batch;
    if (position + 1 < oldest()) {
        batch.fell_behind = true;
        return batch;
    }
    for (auto next = position + 1; next <= newest_; ++next) {
        const std::string& text = ring_[static_cast<std::size_t>(next - oldest())];
        if (!batch.text.empty() && batch.text.size() + text.size() > bytes) break;
        batch.text += text;
        batch.upto = next;
    }
    return batch;
}

bool EventBuffer::has_passed(std::uint64_t position) const {
    const std::lock_guard lock(mutex_);
    return position + 1 < oldest();
}

void EventBuffer::tell(const std::shared_ptr<EventListener>& listener) {
    const std::lock_guard lock(mutex_);
    const bool known = std::any_of(listeners_.begin(), listeners_.end(), [&](const auto& other) {
        return !other.owner_before(listener) && !listener.owner_before(other);
    });
    if (!known) listeners_.push_back(listener);
}

}  // namespace wayside::net
