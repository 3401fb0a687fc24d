// node/net/pulse.hpp: tells a quiet peer from one that is gone, and is in no hurry to.
//
// A timer shorter than what is still on its way would cut a thin link for being thin: a ping every
// five seconds made a well-known program never finish at 9.6 kbit/s (design 9). So the patience
// grows with the bytes that nobody has answered yet, and any byte from the other end is life.
#pragma once

#include <cstddef>
#include <optional>

#include "node/net/link_session.hpp"

namespace wayside::net {

struct PulseTimes {
    std::chrono::milliseconds ask_when_idle{240'000};  ///< nothing said by either side
    std::chrono::milliseconds ask{30'000};             ///< something said and not a byte back: ask
    std::chrono::milliseconds gone{90'000};            ///< the same for so long, and asked: gone
    std::size_t slowest_bytes_per_second = 600;        ///< half of 9.6 kbit/s
    /// What can lie between the two ends: both kernels' buffers (`tune_for_thin_link`), and more.
    std::size_t most_between_bytes = 128 * 1024;
};

class Pulse {
  public:
    enum class Advice { wait, ask, gone };

    Pulse(const PulseTimes& times, LinkTime now) : times_(times), heard_(now), crossed_(now) {}

    /// Any byte came from the other end.
    void heard(LinkTime now);
    void said(std::size_t bytes, LinkTime now);

    /// `ask` is given once for each silence; the question is then to be asked.
    [[nodiscard]] Advice advice(LinkTime now);
    /// When `advice` has something to say, if nothing happens before.
    [[nodiscard]] LinkTime deadline() const;

  private:
    [[nodiscard]] std::chrono::milliseconds crossing(std::size_t bytes) const;

    PulseTimes times_;
    LinkTime heard_;
    LinkTime crossed_;  ///< when all that was said has crossed, at the slowest
    std::optional<LinkTime> unanswered_since_;
    bool asked_ = false;
};

}  // namespace wayside::net
