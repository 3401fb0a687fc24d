#include <nlohmann/json.hpp>

#include "cli/solve/find_file.hpp"

namespace wayside::cli::solve {

namespace {

using Json = nlohmann::ordered_json;
namespace find = solver::find;

class Writer {
  public:
    explicit Writer(const FindFile& file) : file_(file) {}

    [[nodiscard]] Json answer(const FindQuestion& asked, const find::Answer& told) const {
        const auto& ways = file_.services[asked.service];
        Json out{{"id", asked.id}, {"slots", Json::array()}};
        for (const find::Slot& one : told.slots) out["slots"].push_back(slot(ways, one));
        if (told.bottleneck) out["bottleneck"] = bottleneck(ways, *told.bottleneck);
        return out;
    }

  private:
    [[nodiscard]] std::string time(find::Tick tick) const {
        return file_.clock.text(tick * find::tick_minutes);
    }

    [[nodiscard]] Json slot(const std::vector<find::Pattern>& ways, const find::Slot& one) const {
        Json out{{"start", time(one.start)}};
        if (one.practitioner) {
            out["practitioner"] = file_.agenda.resources()[*one.practitioner].id;
        }
        add_way(ways, one.way, out);
        out["cost"] = one.cost;
        out["costs"] = costs(one.costs);
        out["reasons"] = Json::array();
        for (const find::Reason reason : one.reasons) out["reasons"].push_back(name_of(reason));
        return out;
    }

    /// Only what is not 0.
    [[nodiscard]] static Json costs(const find::Costs& costs) {
        Json out = Json::object();
        const auto add = [&](const char* name, std::int64_t cost) {
            if (cost != 0) out[name] = cost;
        };
        add("wait", costs.wait);
        add("lateness", costs.lateness);
        add("time", costs.time);
        add("practitioner", costs.practitioner);
        add("gaps", costs.gaps);
        add("journey", costs.journey);
        add("out_of_times", costs.out_of_times);
        return out;
    }

    void add_way(const std::vector<find::Pattern>& ways, std::size_t way, Json& to) const {
        if (ways.size() > 1) to["way"] = way;
        const std::string& site = file_.sites[ways[way].site];
        if (!site.empty()) to["site"] = site;
    }

    [[nodiscard]] Json bottleneck(const std::vector<find::Pattern>& ways,
                                  const find::Bottleneck& why) const {
        Json out{{"need", ways[why.way].needs[why.need].name}};
        add_way(ways, why.way, out);
        out["alone"] = why.is_alone_enough;
        if (why.frees) out["frees"] = time(*why.frees);
        if (!why.held) return out;
        Json holders = Json::array();
        for (const find::TakingId id : why.held->leases) {
            const find::Lease& lease = *file_.agenda.takings().at(id).lease;
            holders.push_back(
                {{"holder", lease.holder}, {"until", file_.clock.text(lease.until_minutes)}});
        }
        out["held"] = {{"leases", std::move(holders)},
                       {"until", time(why.held->until)},
                       {"start", time(why.held->start)}};
        return out;
    }

    const FindFile& file_;
};

}  // namespace

std::string encode_answers(const FindFile& file, const std::vector<find::Answer>& answers) {
    const Writer writer(file);
    Json out{{"format", "wayside-find-1-answers"}, {"answers", Json::array()}};
    for (std::size_t i = 0; i < answers.size(); ++i) {
        out["answers"].push_back(writer.answer(file.questions[i], answers[i]));
    }
    return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace wayside::cli::solve
