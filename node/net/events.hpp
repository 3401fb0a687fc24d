// node/net/events.hpp: one shared ring of events, and how a connection follows it (Server-Sent
// Events).
//
// The desk thread publishes; each stream has only a position. What goes over the wire is in
// events.md.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wayside::net {

struct Event {
    std::string name{};  ///< our own word: letters, digits, '-', '_'
    std::string data{};  ///< any UTF-8 text, usually JSON; lines are kept
};

/// Told on the publisher's thread that a buffer has grown; must return at once.
class EventListener {
  public:
    virtual ~EventListener() = default;
    virtual void events_published() = 0;
};

/// What a reader of the buffer gets.
struct EventBatch {
    std::string text;          ///< ready for the wire
    std::uint64_t upto = 0;    ///< the number of the last event that the reader has now
    bool fell_behind = false;  ///< the events after its position are gone
};

/// The last events of this start of the process, numbered from 1. All functions from any thread.
///
/// A cursor is "START-NUMBER": the event of that number, and all before it, have been seen. Another
/// start's cursor is foreign, since numbers begin anew.
class EventBuffer {
  public:
    struct Size {
        std::size_t events = 8192;
        std::size_t bytes = 4 * 1024 * 1024;
    };

    /// `start` names this start of the process (its log's id); it holds no '-' and no control
    /// character.
    explicit EventBuffer(std::string start);
    EventBuffer(std::string start, Size size);

    /// Adds a group at once; followers are woken once. The oldest make room.
    void publish(std::span<const Event> group);

    /// The cursor of whoever has seen everything. A view that is rendered before it is asked for
    /// can be followed from it without a gap.
    [[nodiscard]] std::string cursor() const;

    /// Where a reader with `cursor` begins, and the text that greets it: with an empty cursor the
    /// present one, silently; with one that is foreign, unreadable, ahead or fallen out, an event
    /// `resync` that carries the present one.
    [[nodiscard]] EventBatch enter(std::string_view cursor) const;

    /// The events after `position`, at least one if there is any, then as many as fit in `bytes`.
    [[nodiscard]] EventBatch after(std::uint64_t position, std::size_t bytes) const;

    /// The events after `position` are gone, in part or all.
    [[nodiscard]] bool has_passed(std::uint64_t position) const;

    /// `listener` is told of every group until it is gone; the same one twice counts once.
    void tell(const std::shared_ptr<EventListener>& listener);

  private:
    [[nodiscard]] std::string cursor_of(std::uint64_t number) const;
    [[nodiscard]] std::uint64_t oldest() const { return newest_ - ring_.size() + 1; }

    const std::string start_;
    const Size size_;
    /// Guards everything below. Held for copies of text only, never across a call to a listener.
    mutable std::mutex mutex_;
    std::deque<std::string> ring_;
    std::size_t ring_bytes_ = 0;
    std::uint64_t newest_ = 0;
    std::vector<std::weak_ptr<EventListener>> listeners_;
};

}  // namespace wayside::net
