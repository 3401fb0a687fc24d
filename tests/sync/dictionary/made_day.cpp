#include "tests/sync/dictionary/made_day.hpp"

#include <future>
#include <map>
#include <sstream>

#include "cli/demo/day_script.hpp"
#include "node/app/clinic_model.hpp"
#include "node/app/init.hpp"
#include "node/app/node_start.hpp"
#include "node/app/opened.hpp"
#include "node/day/commands.hpp"
#include "node/day/views.hpp"
#include "node/http/route.hpp"
#include "node/http/screen.hpp"

namespace wayside::sync {

namespace {

using desk::Json;

/// A wall clock that stands, for a sandbox to be moved on from.
class StandingClock final : public Clock {
  public:
    explicit StandingClock(Timestamp at) : at_(at) {}
    [[nodiscard]] Timestamp now() const override { return at_; }
    [[nodiscard]] bool trusted() const override { return true; }

  private:
    Timestamp at_;
};

/// The day's lines begin an hour after the clinic was made.
StandingClock clock_before(const replay::Script& script) {
    constexpr std::int64_t hour_ms = 3'600'000;
    return StandingClock{{script.lines.at(0).instant.ms - hour_ms}};
}

app::Opened open_made(const MadeDay& day, const Clock& clock, Random& random) {
    const auto made = app::init_clinic(
        {.folder = day.folder, .key_file = {}, .setup = day.setup, .is_sandbox = true}, clock,
        random);
    if (!made) throw MachineError(made.refusal().detail);
    auto opened = app::open_folder({day.folder}, {});
    if (!opened) throw MachineError(opened.refusal().detail);
    return std::move(*opened);
}

ledger::Ledger open_ledger(const MadeDay& day, const app::Opened& opened, const LogId& log) {
    auto ledger = ledger::Ledger::open(day.folder, *opened.box, {log});
    if (!ledger) throw MachineError(ledger.refusal().detail);
    return std::move(*ledger);
}

SpaceId clinic_of(const app::Opened& opened) {
    const auto spaces = opened.box->clinic();
    if (!spaces) throw MachineError(spaces.refusal().detail);
    return spaces->clinic;
}

/// One start of the clinic, without sockets.
struct Counter {
    explicit Counter(const MadeDay& day)
        : base(clock_before(day.script)),
          random(day.seed),
          opened(open_made(day, base, random)),
          log(random.draw_log()),
          ledger(open_ledger(day, opened, log)),
          model({clinic_of(opened), log, opened.box->keyring, opened.reader, clock, random}) {
        const shelf::LoadReport report = model.load();
        ledger.begin_holdings(report.logs);
        const day::Clinic clinic = model.clinic(true);
        desk = std::make_unique<desk::Desk>(
            desk::DeskParts{.tenants = {{model.shelf(), model.words(), model.database(),
                                         day::commands(clinic), day::views(clinic)}},
                            .ledger = ledger,
                            .reader = opened.reader,
                            .start = log,
                            .clock = clock,
                            .random = random,
                            .publish = [](const std::vector<desk::Event>&) {},
                            .give_up = app::give_up});
    }

    /// The answer; a line that is refused is a fault of whoever made it up.
    Json give(const replay::Line& line, const std::string& visit) {
        std::vector<std::string> path;
        std::istringstream segments(line.path(visit).substr(1));
        for (std::string each; std::getline(segments, each, '/');) path.push_back(each);
        const auto match = http::match(net::Method::post, path);
        if (!match || match->route == nullptr) throw MachineError("no route for " + line.action);
        const http::Screens screens = http::clinic_screens();
        desk::Call call{std::string(match->route->name),
                        match->subject,
                        line.body,
                        {line.device, "", screens.roles.at(line.device)},
                        line.key,
                        line.instant};
        std::promise<desk::Answer> promise;
        auto future = promise.get_future();
        desk->give(std::move(call),
                   [&promise](desk::Answer answer) { promise.set_value(std::move(answer)); });
        const desk::Answer answer = future.get();
        if (const auto* refused = std::get_if<desk::Refused>(&answer)) {
            throw MachineError("line " + std::to_string(line.number) + ": " +
                               refused->refusal.detail);
        }
        return std::get<desk::Done>(answer).body;
    }

    StandingClock base;
    MovableClock clock{base};
    SeededRandom random;
    app::Opened opened;
    LogId log;
    ledger::Ledger ledger;
    app::ClinicModel model;
    std::unique_ptr<desk::Desk> desk;
};

}  // namespace

replay::Script made_script(const care::Setup& setup, care::LocalDate date) {
    const auto lines = demo::day_script(setup, date, static_cast<std::uint64_t>(date.days));
    if (!lines) throw MachineError(lines.refusal().detail);
    replay::Script out{"day-" + date.text() + ".jsonl", {}};
    for (const std::string& text : *lines) {
        auto line = replay::decode_line(out.name, out.lines.size() + 1, text);
        if (!line) throw MachineError(line.refusal().detail);
        out.lines.push_back(std::move(*line));
    }
    return out;
}

void play(const MadeDay& day) {
    Counter counter(day);
    std::map<std::string, std::string> visits;  // by their appointment
    for (const replay::Line& line : day.script.lines) {
        const Json answer = counter.give(line, visits[line.appointment]);
        if (line.target == replay::Target::practitioner) continue;
        // One that was moved to another day lives on under another id.
        const char* id =
            answer.contains("moved_to") && answer["moved_to"].is_string() ? "moved_to" : "id";
        visits[line.appointment] = answer.at(id).get<std::string>();
    }
}

}  // namespace wayside::sync
