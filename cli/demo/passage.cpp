#include "cli/demo/passage.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace wayside::demo {

namespace {

constexpr std::int64_t minute = 60;

/// One practitioner's day.
class Practice {
  public:
    Practice(const care::Practitioner& practitioner, const std::vector<Visit>& visits,
             const Wall& wall, Dice& dice, Passages& passages)
        : by_(practitioner), visits_(visits), wall_(wall), dice_(dice), passages_(passages) {}

    void run(const std::vector<care::Shift>& shifts) {
        plan_breaks(shifts);
        std::int64_t closes = 0;
        now_ = wall_.second_of(shifts.front().span.from) + dice_.between(-8 * minute, 4 * minute);
        for (const care::Shift& shift : shifts) {
            now_ = std::min(now_, wall_.second_of(shift.span.from));
            closes = std::max(closes, wall_.second_of(shift.span.to));
        }
        say("in", now_);
        gather();
        while (!waiting_.empty()) see_next();
        rest_until(closes);
        say("out", std::max(now_, closes) + dice_.between(60, 5 * minute));
    }

  private:
    struct Break {
        std::int64_t from;
        std::int64_t to;
    };

    void say(const char* state, std::int64_t second) {
        passages_.presences.push_back({second, &by_, state});
    }

    void plan_breaks(const std::vector<care::Shift>& shifts) {
        for (const care::Shift& shift : shifts) {
            for (const care::WallSpan& rest : shift.breaks) {
                breaks_.push_back({wall_.second_of(rest.from), wall_.second_of(rest.to)});
            }
        }
        std::ranges::sort(breaks_, {}, &Break::from);
    }

    void gather() {
        for (std::size_t n = 0; n < visits_.size(); ++n) {
            const Visit& visit = visits_[n];
            const bool mine = visit.last_slot().practitioner == &by_;
            if (mine && visit.fate == Fate::done) waiting_.push_back(n);
        }
    }

    /// A break begins when the last person is out, and is never shorter than ten minutes.
    void rest_until(std::int64_t second) {
        while (!breaks_.empty() && breaks_.front().from <= std::max(now_, second)) {
            const Break next = breaks_.front();
            breaks_.erase(breaks_.begin());
            const std::int64_t from = std::max(next.from, now_);
            now_ = std::max(next.to, from + 10 * minute);
            say("break", from);
            say("in", now_);
        }
    }

    /// May be called from this second on: whoever will be triaged is triaged first.
    [[nodiscard]] std::int64_t ready(std::size_t n) const {
        return std::max(visits_[n].arrived, passages_.of_visits[n].triaged) + 30;
    }

    /// Smaller is sooner; the visit's number breaks ties.
    [[nodiscard]] auto key(std::size_t n) const {
        const Visit& visit = visits_[n];
        const std::string& triage = passages_.of_visits[n].triage;
        const int tier = triage == "orange" ? 0 : triage == "yellow" ? 1 : 2;
        const std::int64_t slot = visit.walk_in ? 0 : wall_.second_of(visit.last_slot().start);
        return std::tuple(tier, std::max(visit.arrived, slot), n);
    }

    void see_next() {
        const auto first =
            std::ranges::min(waiting_, {}, [this](std::size_t n) { return ready(n); });
        now_ = std::max(now_, ready(first));
        rest_until(now_);
        std::vector<std::size_t> here;
        std::ranges::copy_if(waiting_, std::back_inserter(here),
                             [this](std::size_t n) { return ready(n) <= now_; });
        const auto next = std::ranges::min(here, {}, [this](std::size_t n) { return key(n); });
        std::erase(waiting_, next);
        see(visits_[next], passages_.of_visits[next]);
    }

    void see(const Visit& visit, Passage& passage) {
        const std::int32_t length = visit.slot.service->minutes * static_cast<std::int32_t>(minute);
        passage.called = now_ + dice_.between(15, 50);
        passage.started = passage.called + dice_.between(40, 200);
        passage.finished = passage.started + length * dice_.between(60, 105) / 100 + 5;
        if (dice_.chance(35)) {
            const std::int64_t last = passage.finished - passage.started - 1;
            passage.noted = passage.started + dice_.between(2, static_cast<std::int32_t>(last));
            passage.note = a_note();
        }
        now_ = passage.finished + dice_.between(10, 60);
    }

    std::string a_note() {
        static const std::vector<std::string_view> notes{
            "Come back in two weeks",     "Blood pressure 128/82",    "Weight 64 kg",
            "No known allergies",         "Sample sent to the lab",   "Prefers the afternoon",
            "Referred to the eye clinic", "Dressing every second day"};
        return std::string(dice_.pick(notes));
    }

    const care::Practitioner& by_;
    const std::vector<Visit>& visits_;
    const Wall& wall_;
    Dice& dice_;
    Passages& passages_;
    std::vector<Break> breaks_;
    std::vector<std::size_t> waiting_;
    std::int64_t now_ = 0;
};

Passage arrive(const Visit& visit, Dice& dice) {
    Passage passage;
    if (!visit.comes()) return passage;
    if (dice.chance(80)) {
        const std::int32_t roll = dice.between(1, 100);
        passage.triage = roll <= 70 ? "green" : roll <= 92 ? "yellow" : "orange";
        passage.triaged = visit.arrived + dice.between(2 * minute, 8 * minute);
    }
    if (visit.fate == Fate::left) {
        passage.left = visit.arrived + dice.between(25 * minute, 70 * minute);
    }
    return passage;
}

}  // namespace

Passages see_everybody(const care::Setup& setup, const Capacity& capacity,
                       const std::vector<Visit>& visits, const Wall& wall, Dice& dice) {
    Passages passages;
    for (const Visit& visit : visits) passages.of_visits.push_back(arrive(visit, dice));
    for (const care::Practitioner& practitioner : setup.practitioners) {
        const auto shifts = capacity.shifts(practitioner);
        if (!shifts.empty()) Practice(practitioner, visits, wall, dice, passages).run(shifts);
    }
    return passages;
}

}  // namespace wayside::demo
