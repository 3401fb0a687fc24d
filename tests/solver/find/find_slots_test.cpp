#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "solver/find/find_slots.hpp"

using namespace wayside::solver::find;

namespace {

/// A clinic of 5 practitioners and one pool, kept twice: as an agenda, and as plain tables of ticks
/// that the naive search reads. The naive search shares no code with the real one.
struct Clinic {
    Tick horizon;
    Agenda agenda;
    std::vector<std::string> ids;
    std::vector<std::vector<bool>> is_free;  // resource x tick
    std::vector<int> places_used;            // by tick
    int places;
    Pattern pattern;

    [[nodiscard]] bool free_over(std::size_t who, Tick begin, Tick end) const {
        if (begin < 0 || end > horizon) return false;
        for (Tick at = begin; at < end; ++at) {
            if (!is_free[who][static_cast<std::size_t>(at)]) return false;
        }
        return true;
    }

    /// Tries every way to fill the needs from number `need` on; `left` more of that one.
    [[nodiscard]] bool can_fill(std::size_t need, int left, Tick start,
                                std::vector<bool>& used) const {
        if (left == 0) {
            if (++need == pattern.needs.size()) return true;
            const auto* any_of = std::get_if<AnyOf>(&pattern.needs[need].what);
            return can_fill(need, any_of ? any_of->count : 1, start, used);
        }
        const Need& one = pattern.needs[need];
        const Tick begin = start + one.holds.begin;
        const Tick end = start + one.holds.end;
        if (const auto* asked = std::get_if<Places>(&one.what)) {
            if (begin < 0 || end > horizon) return false;
            for (Tick at = begin; at < end; ++at) {
                if (places_used[static_cast<std::size_t>(at)] + asked->count > places) return false;
            }
            return can_fill(need, 0, start, used);
        }
        for (const ResourceIndex who : std::get<AnyOf>(one.what).alternatives) {
            if (used[who] || !free_over(who, begin, end)) continue;
            used[who] = true;
            const bool fits = can_fill(need, left - 1, start, used);
            used[who] = false;
            if (fits) return true;
        }
        return false;
    }

    /// Everybody who can give the pattern at `start`, by id.
    [[nodiscard]] std::vector<ResourceIndex> givers(Tick start) const {
        std::vector<ResourceIndex> out;
        for (const ResourceIndex who : std::get<AnyOf>(pattern.needs[0].what).alternatives) {
            Clinic copy = *this;
            auto& first = std::get<AnyOf>(copy.pattern.needs[0].what);
            std::vector<bool> used(ids.size(), false);
            if (!free_over(who, start + pattern.needs[0].holds.begin,
                           start + pattern.needs[0].holds.end)) {
                continue;
            }
            used[who] = true;
            if (copy.can_fill(0, first.count - 1, start, used)) out.push_back(who);
        }
        std::sort(out.begin(), out.end(),
                  [&](ResourceIndex a, ResourceIndex b) { return ids[a] < ids[b]; });
        return out;
    }
};

Clinic random_clinic(std::mt19937_64& random) {
    const auto below = [&](std::uint64_t bound) { return static_cast<Tick>(random() % bound); };
    const Tick horizon = 120 + below(700);
    Clinic out{horizon, Agenda(horizon), {}, {}, {}, 1 + below(3), {}};
    for (int i = 0; i < 5; ++i) {
        out.ids.push_back(std::string(1, static_cast<char>('a' + (i * 3) % 5)));
        Calendar calendar(horizon);
        std::vector<bool> naive(static_cast<std::size_t>(horizon), false);
        for (Tick at = below(60); at < horizon; at += 40 + below(90)) {
            const Tick end = std::min(horizon, at + 10 + below(80));
            calendar.open(at * 5, end * 5);
            for (Tick tick = at; tick < end; ++tick) naive[static_cast<std::size_t>(tick)] = true;
        }
        for (int taken = 0; taken < 12; ++taken) {
            const Tick begin_minute = below(static_cast<std::uint64_t>(horizon) * 5);
            const Tick end_minute = begin_minute + 1 + below(90);
            calendar.take(begin_minute, end_minute);
            for (Tick minute = begin_minute; minute < std::min(end_minute, horizon * 5); ++minute) {
                naive[static_cast<std::size_t>(minute / 5)] = false;
            }
        }
        out.agenda.add(Resource{out.ids.back(), std::move(calendar)});
        out.is_free.push_back(std::move(naive));
    }
    Pool pool("rooms", out.places, horizon);
    out.places_used.assign(static_cast<std::size_t>(horizon), 0);
    for (int taken = 0; taken < 20; ++taken) {
        const Tick begin = below(static_cast<std::uint64_t>(horizon));
        const Tick end = begin + 1 + below(30);
        pool.take(begin * 5, end * 5, 1);
        for (Tick at = begin; at < std::min(end, horizon); ++at) {
            ++out.places_used[static_cast<std::size_t>(at)];
        }
    }
    out.agenda.add(std::move(pool));

    const Tick length = 1 + below(14);
    const auto some_of = [&] {
        std::vector<ResourceIndex> some;
        for (ResourceIndex i = 0; i < 5; ++i) {
            if (random() % 3 != 0) some.push_back(i);
        }
        return some;
    };
    out.pattern.needs.push_back({"giver", AnyOf{some_of(), 1 + below(2)}, {0, length}});
    if (random() % 2 == 0) {
        const Tick begin = -below(4);
        out.pattern.needs.push_back({"helper", AnyOf{some_of(), 1}, {begin, length + below(5)}});
    }
    if (random() % 2 == 0) {
        out.pattern.needs.push_back({"room", Places{0, 1}, {0, length + below(3)}});
    }
    if (random() % 2 == 0) {
        for (const Need& need : out.pattern.needs) {
            if (random() % 3 == 0) continue;
            out.agenda.prepare(need.what, need.holds.end - need.holds.begin);
        }
    }
    return out;
}

Question random_question(std::mt19937_64& random, const Clinic& clinic) {
    const auto bound = static_cast<std::uint64_t>(clinic.horizon);
    const Tick from = static_cast<Tick>(random() % bound) - 10;
    Question out{from, from + static_cast<Tick>(random() % bound), 1 + random() % 4};
    out.objective.per_tick_of_wait = static_cast<std::int64_t>(random() % 3);
    out.objective.wished_times = {{from + 20, from + 60}, {from + 200, from + 300}};
    out.objective.outside_wished_times = static_cast<std::int64_t>(random() % 100);
    out.objective.wished_practitioner = static_cast<ResourceIndex>(random() % 5);
    out.objective.other_practitioner = static_cast<std::int64_t>(random() % 100);
    return out;
}

/// Every slot of the question, by start and id, with its cost.
std::vector<Slot> all_slots(const Clinic& clinic, const Question& question) {
    std::vector<Slot> out;
    const Objective& wish = question.objective;
    for (Tick at = std::max<Tick>(question.from, 0); at < std::min(question.to, clinic.horizon);
         ++at) {
        for (const ResourceIndex who : clinic.givers(at)) {
            std::int64_t cost = (at - question.from) * wish.per_tick_of_wait;
            bool is_wished = false;
            for (const auto& span : wish.wished_times)
                is_wished |= at >= span.begin && at < span.end;
            if (!is_wished) cost += wish.outside_wished_times;
            if (who != *wish.wished_practitioner) cost += wish.other_practitioner;
            out.push_back({at, who, cost, {}});
        }
    }
    return out;
}

std::vector<Slot> naive_first(const std::vector<Slot>& all, std::size_t count) {
    std::vector<Slot> out;
    for (const Slot& slot : all) {
        if (out.size() < count && (out.empty() || out.back().start != slot.start)) {
            out.push_back(slot);
        }
    }
    return out;
}

std::vector<Slot> naive_best(std::vector<Slot> all, std::size_t count) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Slot& a, const Slot& b) { return a.cost < b.cost; });
    all.resize(std::min(all.size(), count));
    return all;
}

std::vector<Slot> naive_diverse(const std::vector<Slot>& all, const Question& question) {
    std::vector<Slot> out;
    while (out.size() < question.count) {
        const Slot* chosen = nullptr;
        std::int64_t least = 0;
        for (const Slot& slot : all) {
            std::int64_t cost = slot.cost;
            bool near = false;
            bool same = false;
            bool is_chosen = false;
            for (const Slot& one : out) {
                near |= one.start - slot.start < 12 && slot.start - one.start < 12;
                same |= one.practitioner == slot.practitioner;
                is_chosen |= one.start == slot.start && one.practitioner == slot.practitioner;
            }
            cost += question.objective.per_tick_of_wait * ((near ? 36 : 0) + (same ? 24 : 0));
            if (is_chosen || (chosen != nullptr && cost >= least)) continue;
            chosen = &slot;
            least = cost;
        }
        if (chosen == nullptr) break;
        out.push_back(*chosen);
    }
    return out;
}

bool same_slots(const std::vector<Slot>& a, const std::vector<Slot>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Slot& x, const Slot& y) {
        return x.start == y.start && x.practitioner == y.practitioner && x.cost == y.cost;
    });
}

Calendar all_day(Tick horizon) {
    Calendar out(horizon);
    out.open(0, std::int64_t{horizon} * 5);
    return out;
}

/// Ben and Ama, free all day, and one room.
Agenda small_agenda() {
    Agenda agenda(288);
    agenda.add(Resource{"ben", all_day(288)});
    agenda.add(Resource{"ama", all_day(288)});
    agenda.add(Pool("room", 1, 288));
    return agenda;
}

Pattern visit_of(Tick length) {
    return {{{"clinician", AnyOf{{0, 1}, 1}, {0, length}}, {"room", Places{0, 1}, {0, length}}}};
}

}  // namespace

TEST_CASE("the search finds what trying every tick and every person finds") {
    std::mt19937_64 random(2'026);
    int found = 0;
    int empty = 0;
    for (int round = 0; round < 400; ++round) {
        const Clinic clinic = random_clinic(random);
        Question question = random_question(random, clinic);
        const auto all = all_slots(clinic, question);
        CAPTURE(round);

        question.choose = Choose::first;
        REQUIRE(same_slots(find_slots(clinic.agenda, clinic.pattern, question).slots,
                           naive_first(all, question.count)));
        question.choose = Choose::best;
        REQUIRE(same_slots(find_slots(clinic.agenda, clinic.pattern, question).slots,
                           naive_best(all, question.count)));
        question.choose = Choose::diverse;
        const Answer diverse = find_slots(clinic.agenda, clinic.pattern, question);
        REQUIRE(same_slots(diverse.slots, naive_diverse(all, question)));
        REQUIRE(diverse.bottleneck.has_value() == all.empty());
        ++(all.empty() ? empty : found);
    }
    CHECK(found > 100);
    CHECK(empty > 20);
}

TEST_CASE("an empty answer names the need that stands in the way and when it frees") {
    std::mt19937_64 random(2'027);
    int alone = 0;
    int together = 0;
    for (int round = 0; round < 2'500; ++round) {
        const Clinic clinic = random_clinic(random);
        const Question question = random_question(random, clinic);
        const Answer answer = find_slots(clinic.agenda, clinic.pattern, question);
        if (!answer.bottleneck) continue;

        const Bottleneck& why = *answer.bottleneck;
        Clinic only = clinic;
        only.pattern.needs = {clinic.pattern.needs[why.need]};
        if (!why.is_alone_enough) only.pattern = clinic.pattern;
        const auto starts_at = [&](Tick at) {
            std::vector<bool> used(5, false);
            const auto* any_of = std::get_if<AnyOf>(&only.pattern.needs[0].what);
            return only.can_fill(0, any_of ? any_of->count : 1, at, used);
        };
        if (why.is_alone_enough) {
            for (Tick at = question.from; at < question.to; ++at) REQUIRE_FALSE(starts_at(at));
        }
        Tick at = std::max<Tick>(question.to, 0);
        while (at < clinic.horizon && !starts_at(at)) ++at;
        REQUIRE(why.frees == (at < clinic.horizon ? std::optional{at} : std::nullopt));
        ++(why.is_alone_enough ? alone : together);
    }
    CHECK(alone > 50);
    CHECK(together > 5);
}

TEST_CASE("of two who are free the one of smaller id is offered, wherever they stand") {
    const Answer answer = find_slots(small_agenda(), visit_of(4), {0, 288, 2});

    REQUIRE(answer.slots.size() == 2);
    CHECK(answer.slots[0].start == 0);
    CHECK(answer.slots[0].practitioner == ResourceIndex{1});  // ama
    CHECK(answer.slots[0].reasons == std::vector{Reason::earliest});
    CHECK(answer.slots[1].start == 1);
}

TEST_CASE("three offers are not the same person five minutes apart") {
    Question question{0, 288, 3, Choose::diverse, {}};

    const Answer answer = find_slots(small_agenda(), visit_of(4), question);

    REQUIRE(answer.slots.size() == 3);
    CHECK(answer.slots[0].start == 0);
    CHECK(answer.slots[1].start == 12);
    CHECK(answer.slots[1].practitioner != answer.slots[0].practitioner);
    CHECK(answer.slots[1].reasons ==
          std::vector{Reason::another_practitioner, Reason::another_time});
    CHECK(answer.slots[2].start == 24);
}

TEST_CASE("who wishes for somebody is offered her first, though another is free earlier") {
    Agenda agenda = small_agenda();
    agenda.take(ResourceIndex{0}, 0, 60);
    Question question{0, 288, 2, Choose::best, {}};
    question.objective.wished_practitioner = 0;
    question.objective.other_practitioner = 100;

    const Answer answer = find_slots(agenda, visit_of(4), question);

    CHECK(answer.slots[0].start == 12);
    CHECK(answer.slots[0].practitioner == ResourceIndex{0});
    CHECK(answer.slots[0].reasons == std::vector{Reason::wished_practitioner});
}

TEST_CASE("when the only room is taken all morning, the answer says so and until when") {
    Agenda agenda = small_agenda();
    agenda.take(PoolIndex{0}, 0, 12 * 60, 1);

    const Answer answer = find_slots(agenda, visit_of(4), {0, 100, 3});

    REQUIRE(answer.bottleneck.has_value());
    CHECK(answer.bottleneck->need == 1);
    CHECK(answer.bottleneck->is_alone_enough);
    CHECK(answer.bottleneck->frees == Tick{144});
}

TEST_CASE("a need longer than a day and a half is never found, and no fault") {
    const Answer answer = find_slots(small_agenda(), visit_of(449), {0, 288, 3});

    CHECK(answer.slots.empty());
    REQUIRE(answer.bottleneck.has_value());
    CHECK_FALSE(answer.bottleneck->frees.has_value());
}

TEST_CASE("questions about nothing have empty answers") {
    const Agenda agenda = small_agenda();

    CHECK(find_slots(agenda, visit_of(4), {10, 10, 3}).slots.empty());
    CHECK(find_slots(agenda, visit_of(4), {300, 400, 3}).slots.empty());
    CHECK(find_slots(agenda, visit_of(4), {-500, -400, 3}).slots.empty());
    CHECK(find_slots(agenda, visit_of(4), {0, 288, 0}).slots.empty());
    CHECK(find_slots(Agenda(0), Pattern{}, {0, 288, 3}).slots.empty());
}
