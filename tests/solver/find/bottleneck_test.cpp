#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "solver/find/find_slots.hpp"
#include "tests/solver/find/naive_clinic.hpp"

using namespace wayside::solver::find;

namespace {

/// The first tick from `from` on at which this is so.
template <class Fact>
std::optional<Tick> first_tick(Tick from, Tick to, const Fact& is_so) {
    for (Tick at = std::max<Tick>(from, 0); at < to; ++at) {
        if (is_so(at)) return at;
    }
    return std::nullopt;
}

Calendar open_from(Tick begin, Tick end) {
    Calendar out(288);
    out.open(begin * 5, end * 5);
    return out;
}

/// One practitioner, all day, and one room.
Agenda one_of_each() {
    Agenda agenda(288);
    agenda.add(Resource{"ama", open_from(0, 288)});
    agenda.add(Pool("room", 1, 288));
    return agenda;
}

const Pattern visit{{{"clinician", AnyOf{{0}, 1}, {0, 4}}, {"room", Places{0, 1}, {0, 4}}}, 4};

/// Leases for random people and rooms, taken in both forms of the clinic.
std::vector<TakingId> lease_some(std::mt19937_64& random, naive::Clinic& clinic) {
    std::vector<TakingId> out;
    for (int i = 0; i < 4; ++i) {
        const Tick begin = static_cast<Tick>(random() % 200);
        const Tick end = begin + 20 + static_cast<Tick>(random() % 300);
        const Lease lease{"region", std::int64_t{static_cast<Tick>(random() % 200)} * 5};
        Taking taking{Places{0, clinic.places}, begin * 5, end * 5, lease};
        if (random() % 3 != 0) taking.what = static_cast<ResourceIndex>(random() % 5);
        out.push_back(clinic.agenda.take(taking));
    }
    return out;
}

/// The clinic's plain tables with all leases taken in them but those of `without`.
naive::Clinic with_leases(const naive::Clinic& clinic, const std::vector<TakingId>& without) {
    naive::Clinic out = clinic;
    for (const auto& [id, taking] : clinic.agenda.takings()) {
        if (std::find(without.begin(), without.end(), id) != without.end()) continue;
        for (Tick at = static_cast<Tick>(taking.begin_minutes / 5);
             at < std::min<Tick>(clinic.horizon, static_cast<Tick>(taking.end_minutes / 5)); ++at) {
            const auto tick = static_cast<std::size_t>(at);
            if (const auto* who = std::get_if<ResourceIndex>(&taking.what)) {
                out.is_free[*who][tick] = false;
            } else {
                out.places_used[tick] += std::get<Places>(taking.what).count;
            }
        }
    }
    return out;
}

Tick lapse_of(const naive::Clinic& clinic, TakingId id) {
    return static_cast<Tick>(clinic.agenda.takings().at(id).lease->until_minutes / 5);
}

/// The least `until` at which the lapse of all leases till then makes a start in what is left.
std::optional<std::pair<Tick, Tick>> naive_until_and_start(const naive::Clinic& clinic,
                                                           const std::vector<TakingId>& leases,
                                                           const Question& question) {
    for (Tick until = 0; until < question.to; ++until) {
        std::vector<TakingId> lapsed;
        bool is_one = false;
        for (const TakingId id : leases) {
            if (lapse_of(clinic, id) <= until) lapsed.push_back(id);
            is_one |= lapse_of(clinic, id) == until;
        }
        if (!is_one) continue;
        const naive::Clinic then = with_leases(clinic, lapsed);
        const auto start =
            first_tick(std::max(question.from, until), std::min(question.to, clinic.horizon),
                       [&](Tick at) { return then.is_start(at); });
        if (start) return std::pair{until, *start};
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("an empty answer names the need that stands in the way and when it frees") {
    std::mt19937_64 random(2'027);
    int alone = 0;
    int together = 0;
    for (int round = 0; round < 2'500; ++round) {
        const naive::Clinic clinic = naive::random_clinic(random);
        const Question question = naive::random_question(random, clinic);
        const Answer answer = find_slots(clinic.agenda, clinic.ways, question);
        if (!answer.bottleneck) continue;

        const Bottleneck& why = *answer.bottleneck;
        naive::Clinic only = clinic;
        only.ways = {clinic.ways[why.way]};
        if (why.is_alone_enough) only.ways[0].needs = {clinic.ways[why.way].needs[why.need]};
        const auto is_start = [&](Tick at) { return only.is_start(at); };
        if (why.is_alone_enough) {
            REQUIRE_FALSE(first_tick(question.from, question.to, is_start));
        }
        REQUIRE(why.frees == first_tick(question.to, clinic.horizon, is_start));
        REQUIRE_FALSE(why.held);
        ++(why.is_alone_enough ? alone : together);
    }
    CHECK(alone > 50);
    CHECK(together > 5);
}

TEST_CASE("the leases that are named are those whose end makes the first slot, and no others") {
    std::mt19937_64 random(2'028);
    int held = 0;
    int not_held = 0;
    for (int round = 0; round < 700; ++round) {
        naive::Clinic clinic = naive::random_clinic(random);
        const auto leases = lease_some(random, clinic);
        const Question question = naive::random_question(random, clinic);
        const Answer answer = find_slots(clinic.agenda, clinic.ways, question);
        if (!answer.bottleneck) continue;
        CAPTURE(round);

        const auto& told = answer.bottleneck->held;
        const auto expected = naive_until_and_start(clinic, leases, question);
        REQUIRE(told.has_value() == expected.has_value());
        ++(told ? held : not_held);
        if (!told) continue;
        REQUIRE(std::pair{told->until, told->start} == *expected);
        REQUIRE(with_leases(clinic, told->leases).is_start(told->start));
        for (std::size_t i = 0; i < told->leases.size(); ++i) {
            auto fewer = told->leases;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            REQUIRE_FALSE(with_leases(clinic, fewer).is_start(told->start));
        }
    }
    CHECK(held > 20);
    CHECK(not_held > 20);
}

TEST_CASE("when the only room is taken all morning, the answer says so and until when") {
    Agenda agenda = one_of_each();
    agenda.take(PoolIndex{0}, 0, 12 * 60, 1);

    const Answer answer = find_slots(agenda, visit, {0, 100, 3});

    REQUIRE(answer.bottleneck.has_value());
    CHECK(answer.bottleneck->need == 1);
    CHECK(answer.bottleneck->is_alone_enough);
    CHECK(answer.bottleneck->frees == Tick{144});
    CHECK_FALSE(answer.bottleneck->held);
}

TEST_CASE("what is held for the region is said to be held, by whom and until when") {
    Agenda agenda = one_of_each();
    agenda.take(PoolIndex{0}, 0, 12 * 60, 1);
    const TakingId leased =
        agenda.take({ResourceIndex{0}, 12 * 60, 24 * 60, Lease{"region", 13 * 60 + 2}});

    const Answer answer = find_slots(agenda, visit, {100, 200, 3});

    REQUIRE(answer.bottleneck.has_value());
    REQUIRE(answer.bottleneck->held.has_value());
    CHECK(answer.bottleneck->held->leases == std::vector{leased});
    CHECK(answer.bottleneck->held->until == 157);  // 13:05: what ends in a tick holds all of it
    CHECK(answer.bottleneck->held->start == 157);
    agenda.give_back(leased);
    CHECK(find_slots(agenda, visit, {100, 200, 1}).slots.at(0).start == 144);
}

TEST_CASE("of two ways the bottleneck is that of the one that frees first") {
    Agenda agenda(288);
    agenda.add(Resource{"ama", open_from(200, 288)});
    agenda.add(Resource{"ben", open_from(100, 150)});
    const std::vector<Pattern> ways{{{{"nurse", AnyOf{{0}, 1}, {0, 4}}}, 4},
                                    {{{"doctor", AnyOf{{1}, 1}, {0, 4}}}, 4}};

    const Answer answer = find_slots(agenda, ways, {0, 50, 3});

    REQUIRE(answer.bottleneck.has_value());
    CHECK(answer.bottleneck->way == 1);
    CHECK(answer.bottleneck->frees == Tick{100});
}

TEST_CASE("a need longer than a day and a half is never found, and no fault") {
    Agenda agenda = one_of_each();
    const Pattern endless{{{"clinician", AnyOf{{0}, 1}, {0, 449}}}, 449};
    agenda.prepare(endless.needs[0].what, 449);

    const Answer answer = find_slots(agenda, endless, {0, 288, 3});

    CHECK(answer.slots.empty());
    REQUIRE(answer.bottleneck.has_value());
    CHECK_FALSE(answer.bottleneck->frees.has_value());
}
