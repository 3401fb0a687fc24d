// sync/transport/backoff.hpp: when a machine that was not reached is tried again.
//
// What answers "no" is left in peace, longer each time. What does not answer at all is asked again
// every few seconds for ever: a mast may come back for four seconds (design 1), and a question
// costs 60 bytes. No clock in it.
#pragma once

#include <chrono>
#include <string>

#include "storage/base/random.hpp"

namespace wayside::transport {

struct BackoffTimes {
    std::chrono::milliseconds first{1'000};
    std::chrono::milliseconds silent_most{2'000};    ///< after `nobody_answered` or `broke`
    std::chrono::milliseconds absent_most{8'000};    ///< after `nobody_listens`
    std::chrono::milliseconds refused_most{60'000};  ///< after `refused`
    /// A try that heard nothing for so long was a rest itself: the next follows at once.
    std::chrono::milliseconds long_try{2'000};
    /// A link that stood for so long is missed: the next try follows at once.
    std::chrono::milliseconds stood{10'000};
};

/// How a try ended.
enum class TryEnd {
    nobody_answered,
    nobody_listens,  ///< the machine is there, its program is not or has no time now
    refused,         ///< by name, or a person has to mend something
    broke,           ///< the link was open, and broke or closed
};

/// What the name under which a link ended (`node/net/link_end.hpp`, or a session's own) means here.
TryEnd try_end_of(const std::string& rule);

class Backoff {
  public:
    /// `random` outlives it.
    Backoff(const BackoffTimes& times, Random& random) : times_(times), random_(random) {}

    /// How long to rest after a try that took, or a link that stood for, `took`. The step doubles
    /// from `first` up to its most; the rest is between half and all of it, so that a hundred boxes
    /// do not come back in one moment.
    std::chrono::milliseconds rest(TryEnd end, std::chrono::milliseconds took);
    /// The world has changed (a network came up, a person asks): the steps begin anew.
    void forget() { steps_ = 0; }

  private:
    [[nodiscard]] std::chrono::milliseconds jittered(std::chrono::milliseconds step);

    const BackoffTimes times_;
    Random& random_;
    unsigned steps_ = 0;
};

}  // namespace wayside::transport
