#include "solver/queue/estimate.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <limits>
#include <utility>

#include "solver/search/generator.hpp"
#include "solver/search/lengths.hpp"

namespace wayside::solver::queue {

namespace {

using search::Generator;
using search::Lengths;

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
constexpr std::int32_t least_futures = 20;

/// A number that looks drawn, of the numbers given alone.
std::uint64_t draw(std::uint64_t seed, std::uint64_t future, std::uint64_t what) {
    const std::uint64_t stream = Generator(Generator(seed).bits() + future).bits();
    return Generator(stream + what).bits();
}

/// FNV-1a: a ticket's own number, wherever it stands in the list.
std::uint64_t number_of(const std::string& id) {
    std::uint64_t out = 0xcbf29ce484222325;
    for (const char c : id) out = (out ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return out;
}

/// The quantiles of the time between two who come by chance, at (i + 1/2) / 128, in millionths of
/// its mean.
constexpr std::array<std::int64_t, 128> gaps{
    3914,    11788,   19725,   27725,   35789,   43919,   52116,   60381,   68714,   77117,
    85592,   94139,   102760,  111455,  120227,  129077,  138006,  147015,  156106,  165280,
    174539,  183885,  193319,  202843,  212459,  222167,  231971,  241873,  251873,  261974,
    272178,  282487,  292904,  303430,  314069,  324822,  335691,  346680,  357792,  369028,
    380391,  391886,  403514,  415279,  427184,  439232,  451427,  463773,  476273,  488932,
    501752,  514740,  527898,  541231,  554745,  568444,  582333,  596418,  610704,  625197,
    639903,  654828,  669980,  685365,  700990,  716864,  732993,  749387,  766054,  783004,
    800245,  817790,  835647,  853830,  872349,  891217,  910448,  930057,  950058,  970466,
    991301,  1012578, 1034318, 1056541, 1079269, 1102526, 1126337, 1150728, 1175730, 1201372,
    1227689, 1254718, 1282498, 1311071, 1340485, 1370790, 1402043, 1434304, 1467640, 1502126,
    1537844, 1574886, 1613352, 1653357, 1695030, 1738515, 1783977, 1831605, 1881616, 1934260,
    1989829, 2048670, 2111190, 2177882, 2249341, 2326302, 2409683, 2500655, 2600738, 2711964,
    2837127, 2980228, 3147282, 3347953, 3599267, 3935740, 4446565, 5545177};

/// A key without its id: copied for each future, so it owns nothing. Whoever is known bears their
/// place in calling order instead, and goes before those of a stream.
struct Turn {
    std::int32_t tier = 0;
    std::int64_t due_ms = 0;
    std::int64_t arrival_ms = 0;
    std::size_t place = std::numeric_limits<std::size_t>::max();
    friend auto operator<=>(const Turn&, const Turn&) = default;
};

/// One of the play: who waits, may come, or came of a stream.
struct Player {
    Turn turn;
    std::int64_t callable_from_ms = 0;
    std::uint64_t servers = 0;  ///< a bit for each who may see them
    std::size_t lengths = 0;
    std::uint64_t number = 0;
    std::int32_t show_ppm = 1'000'000;
    std::optional<std::size_t> waiting;  ///< their place in the room's list
};

/// What is the same in all futures.
class Play {
  public:
    Play(const WaitingRoom& room, std::int64_t now_ms, std::uint64_t seed,
         std::int64_t look_ahead_ms)
        : room_(room), now_ms_(now_ms), end_ms_(now_ms + look_ahead_ms), seed_(seed) {
        for (const Service& service : room.services) lengths_.emplace_back(service.length);
        lengths_.emplace_back(room.other_length);
        for (std::size_t i = 0; i < room.waiting.size(); ++i) add(room.waiting[i], 1'000'000, i);
        for (const Expected& each : room.expected) add(each.patient, each.show_ppm, std::nullopt);
        put_in_order();
    }

    /// Plays one future: when each of `room.waiting` is begun with; `never` where nobody does.
    std::vector<std::int64_t> begins(std::uint64_t future) const;

  private:
    static bool before(const Player& a, const Player& b) { return a.turn < b.turn; }

    void add(const Patient& patient, std::int32_t show_ppm, std::optional<std::size_t> waiting);
    void put_in_order();
    std::uint64_t servers_of(const Patient& patient) const;
    Player player_of(const Patient& patient) const;
    std::size_t lengths_of(const std::optional<std::size_t>& service) const {
        return service.value_or(room_.services.size());
    }
    /// Everybody who comes in this future, in calling order.
    std::vector<Player> cast(std::uint64_t future) const;
    void add_stream(std::size_t stream, std::uint64_t future, std::vector<Player>& to) const;
    std::vector<std::int64_t> free_from(std::uint64_t future) const;
    /// The first moment from `at` on when the server works; `never` after the end.
    std::int64_t at_work(const Server& server, std::int64_t at) const;

    const WaitingRoom& room_;
    std::int64_t now_ms_;
    std::int64_t end_ms_;
    std::uint64_t seed_;
    std::vector<Lengths> lengths_;
    std::vector<Player> known_;    ///< in calling order
    std::vector<Ticket> tickets_;  ///< of those, as they were added
};

std::uint64_t Play::servers_of(const Patient& patient) const {
    std::uint64_t out = 0;
    for (std::size_t server = 0; server < room_.servers.size(); ++server) {
        if (may_see(room_, server, patient)) out |= std::uint64_t{1} << server;
    }
    return out;
}

Player Play::player_of(const Patient& patient) const {
    const Key key = key_of(patient.ticket, room_.scale);
    Player out;
    out.turn = {key.tier, key.due_ms, key.arrival_ms};
    out.callable_from_ms = std::max(now_ms_, callable_from_ms(patient.ticket, room_.scale));
    out.servers = servers_of(patient);
    out.lengths = lengths_of(patient.service);
    out.number = number_of(patient.ticket.id);
    return out;
}

void Play::add(const Patient& patient, std::int32_t show_ppm, std::optional<std::size_t> waiting) {
    Player player = player_of(patient);
    player.show_ppm = show_ppm;
    player.waiting = waiting;
    known_.push_back(player);
    tickets_.push_back(patient.ticket);
}

void Play::put_in_order() {
    std::vector<Player> ordered;
    for (const std::size_t place : calling_order(tickets_, room_.scale)) {
        ordered.push_back(known_[place]);
        ordered.back().turn.place = ordered.size();
    }
    known_ = std::move(ordered);
}

void Play::add_stream(std::size_t stream, std::uint64_t future, std::vector<Player>& to) const {
    const Stream& from = room_.streams[stream];
    if (from.per_1000_hours == 0) return;
    const std::int64_t mean_gap_ms = 1'000 * 60 * minute_ms / from.per_1000_hours;
    Patient patient;
    patient.ticket.of_class = from.of_class;
    patient.service = from.service;
    patient.ticket.arrival_ms = now_ms_;
    for (std::uint64_t n = 0; n < max_patients; ++n) {
        const std::uint64_t luck = draw(seed_ + stream + 1, future, n);
        patient.ticket.arrival_ms += mean_gap_ms * gaps[luck % gaps.size()] / 1'000'000 + 1;
        if (patient.ticket.arrival_ms >= end_ms_) return;
        Player player = player_of(patient);
        player.number = luck;
        to.push_back(player);
    }
}

std::vector<Player> Play::cast(std::uint64_t future) const {
    std::vector<Player> unknown;
    for (std::size_t stream = 0; stream < room_.streams.size(); ++stream) {
        add_stream(stream, future, unknown);
    }
    std::sort(unknown.begin(), unknown.end(), before);

    std::vector<Player> out;
    out.reserve(known_.size() + unknown.size());
    auto next = unknown.begin();
    for (const Player& each : known_) {
        const bool comes =
            each.show_ppm == 1'000'000 || draw(~seed_, future, each.number) % 1'000'000 <
                                              static_cast<std::uint64_t>(each.show_ppm);
        if (!comes) continue;
        for (; next != unknown.end() && before(*next, each); ++next) out.push_back(*next);
        out.push_back(each);
    }
    out.insert(out.end(), next, unknown.end());
    return out;
}

std::int64_t Play::at_work(const Server& server, std::int64_t at) const {
    at = std::max({at, now_ms_, server.from_ms});
    for (const Span& span : server.away) {
        if (at >= span.from_ms && at < span.to_ms) at = span.to_ms;
    }
    return at < server.until_ms && at < end_ms_ ? at : never;
}

std::vector<std::int64_t> Play::free_from(std::uint64_t future) const {
    std::vector<std::int64_t> out;
    for (std::size_t s = 0; s < room_.servers.size(); ++s) {
        const Server& server = room_.servers[s];
        std::int64_t free = now_ms_;
        if (server.busy) {
            const std::int64_t elapsed = std::max<std::int64_t>(0, now_ms_ - server.busy->since_ms);
            free += lengths_[lengths_of(server.busy->service)].remaining(
                draw(seed_, future, number_of(server.id)), elapsed);
        }
        out.push_back(at_work(server, free));
    }
    return out;
}

std::vector<std::int64_t> Play::begins(std::uint64_t future) const {
    std::vector<Player> players = cast(future);
    std::vector<std::int64_t> free = free_from(future);
    std::vector<std::int64_t> out(room_.waiting.size(), never);
    // Nobody before its cursor is left for a server; whoever is gone has no servers any more.
    std::vector<std::size_t> cursor(free.size(), 0);
    std::size_t unseen = out.size();
    while (unseen > 0) {
        const auto first = std::min_element(free.begin(), free.end());
        if (first == free.end() || *first == never) break;
        const auto server = static_cast<std::size_t>(first - free.begin());
        const std::uint64_t bit = std::uint64_t{1} << server;
        std::size_t& at = cursor[server];
        while (at < players.size() && (players[at].servers & bit) == 0) ++at;

        std::int64_t next_callable = never;
        std::size_t called = at;
        for (; called < players.size(); ++called) {
            const Player& each = players[called];
            if ((each.servers & bit) == 0) continue;
            if (each.callable_from_ms <= *first) break;
            next_callable = std::min(next_callable, each.callable_from_ms);
        }
        if (called == players.size()) {
            *first = next_callable == never ? never : at_work(room_.servers[server], next_callable);
            continue;
        }
        Player& patient = players[called];
        patient.servers = 0;
        if (patient.waiting) {
            out[*patient.waiting] = *first;
            --unseen;
        }
        const std::int64_t length =
            lengths_[patient.lengths].drawn(draw(seed_, future, patient.number));
        *first = at_work(room_.servers[server], *first + length);
    }
    return out;
}

/// How many take part in a future, about.
std::int64_t players_of(const WaitingRoom& room, const Effort& effort) {
    auto out = static_cast<std::int64_t>(room.waiting.size() + room.expected.size());
    for (const Stream& stream : room.streams) {
        out += stream.per_1000_hours * (effort.look_ahead_ms / minute_ms) / 60'000;
    }
    return out;
}

enum class Round { down, up };

std::optional<std::int32_t> minutes(std::int64_t begins_ms, std::int64_t now_ms, Round round) {
    if (begins_ms == never) return std::nullopt;
    const std::int64_t wait = begins_ms - now_ms + (round == Round::up ? minute_ms - 1 : 0);
    return static_cast<std::int32_t>(wait / minute_ms);
}

}  // namespace

std::vector<Wait> estimate_waits(const WaitingRoom& room, std::int64_t now_ms, std::uint64_t seed,
                                 const Effort& effort) {
    const auto count = room.waiting.size();
    if (count == 0) return {};
    const Play play(room, now_ms, seed, effort.look_ahead_ms);
    const std::int32_t futures =
        std::clamp(static_cast<std::int32_t>(effort.starts / players_of(room, effort)),
                   std::min(least_futures, effort.futures), effort.futures);
    std::vector<std::vector<std::int64_t>> begins(count);
    for (std::int32_t future = 0; future < futures; ++future) {
        const auto played = play.begins(static_cast<std::uint64_t>(future));
        for (std::size_t i = 0; i < count; ++i) begins[i].push_back(played[i]);
    }

    std::vector<Wait> out(count);
    const auto fifth = (futures - 1) / 5;
    for (std::size_t i = 0; i < count; ++i) {
        const auto early = begins[i].begin() + fifth;
        const auto late = begins[i].end() - 1 - fifth;
        std::nth_element(begins[i].begin(), early, begins[i].end());
        out[i].p20 = minutes(*early, now_ms, Round::down);
        std::nth_element(early, late, begins[i].end());
        out[i].p80 = minutes(*late, now_ms, Round::up);
    }
    return out;
}

}  // namespace wayside::solver::queue
