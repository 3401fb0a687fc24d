#include "cli/solve/gantt.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "solver/plan/evaluate.hpp"

namespace wayside::cli::solve {

namespace {

using namespace solver::problem;

constexpr int label_width = 150;
constexpr int row_height = 22;
constexpr int bar_height = 16;
constexpr int slot_width = 9;

/// Told apart also by those who see few colours; dark text is readable on each.
constexpr std::array<const char*, 12> colours{"#8dd3c7", "#ffffb3", "#bebada", "#fb8072",
                                              "#80b1d3", "#fdb462", "#b3de69", "#fccde5",
                                              "#d9d9d9", "#bc80bd", "#ccebc5", "#ffed6f"};

std::string escaped(const std::string& text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            default:
                safe += c;
        }
    }
    return safe;
}

/// What fits beside the rows.
std::string shortened(const std::string& label) {
    constexpr std::size_t most = 22;
    if (label.size() <= most) return label;
    std::size_t end = most - 1;
    // Not in the middle of a character.
    while (end > 0 && (static_cast<unsigned char>(label[end]) & 0xC0U) == 0x80U) --end;
    return label.substr(0, end) + "\u2026";
}

/// Writes one picture from top to bottom: a panel for each day of 24 hours.
class Picture {
  public:
    Picture(const Problem& problem, const Plan& plan, const Plan* announced)
        : problem_(problem), plan_(plan), announced_(announced), bars_(problem.resources.size()) {
        collect_bars();
    }

    std::string draw() {
        const Slot day = std::max(1, 24 * 60 / problem_.slot_minutes);
        int y = 30;
        std::string panels;
        Slot widest = 0;
        for (Slot begin = 0; begin < problem_.slots; begin += day) {
            window_ = used_part({begin, std::min(begin + day, problem_.slots)});
            if (!is_anybody_drawn()) continue;
            widest = std::max(widest, window_.length());
            panels += panel(problem_.slots > day ? begin / day + 1 : 0, y);
        }
        panels += left_out(y + 16);
        const int width = std::max(600, label_width + widest * slot_width + 40);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + std::to_string(width) +
               "\" height=\"" + std::to_string(y + 30) +
               "\" font-family=\"sans-serif\" font-size=\"11\">\n"
               "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n<text x=\"8\" y=\"18\" "
               "font-size=\"14\">" +
               escaped(problem_.name) + "</text>\n" + panels + "</svg>\n";
    }

  private:
    struct Bar {
        std::size_t visit;
        std::size_t stage;
        const Need* need;
        Span worked;
        Span taken;  ///< with set-up and cleaning
    };

    void collect_bars() {
        for (std::size_t v = 0; v < plan_.visits.size(); ++v) {
            const Visit& visit = problem_.visits[v];
            const Service& service = problem_.services[visit.service];
            for (std::size_t k = 0; k < plan_.visits[v].size(); ++k) {
                const StagePlacement& stage = plan_.visits[v][k];
                const Span worked{stage.start, stage.start + visit.slots[k]};
                for (std::size_t n = 0; n < stage.uses.size(); ++n) {
                    const Need& need = service.stages[k].needs[n];
                    const Resource& resource = problem_.resources[stage.uses[n]];
                    const Span taken = is_person(need.kind)
                                           ? worked
                                           : Span{worked.begin - need.setup,
                                                  worked.end + need.clean + resource.clean};
                    bars_[stage.uses[n]].push_back({v, k, &need, worked, taken});
                }
            }
        }
    }

    /// Whole hours of `day` from the first shift or use to the last; nights are not drawn.
    [[nodiscard]] Span used_part(Span day) const {
        Span used{day.end, day.begin};
        const auto add = [&](Span span) {
            if (!span.meets(day)) return;
            used.begin = std::max(day.begin, std::min(used.begin, span.begin));
            used.end = std::min(day.end, std::max(used.end, span.end));
        };
        for (std::size_t r = 0; r < problem_.resources.size(); ++r) {
            for (const Bar& bar : bars_[r]) add(bar.taken);
            for (const Shift& shift : problem_.resources[r].shifts) {
                add({shift.span.begin, shift.span.end + shift.overtime});
            }
        }
        if (used.end <= used.begin) return {};
        const Slot hour = std::max(1, 60 / problem_.slot_minutes);
        return {used.begin / hour * hour, std::min(day.end, (used.end + hour - 1) / hour * hour)};
    }

    [[nodiscard]] bool is_drawn(std::size_t r) const {
        const auto meets = [&](const auto& it) { return it.meets(window_); };
        const Resource& resource = problem_.resources[r];
        return std::any_of(bars_[r].begin(), bars_[r].end(),
                           [&](const Bar& bar) { return meets(bar.taken); }) ||
               std::any_of(resource.shifts.begin(), resource.shifts.end(),
                           [&](const Shift& shift) { return meets(shift.span); });
    }

    [[nodiscard]] bool is_anybody_drawn() const {
        for (std::size_t r = 0; r < problem_.resources.size(); ++r) {
            if (is_drawn(r)) return true;
        }
        return false;
    }

    /// Day `number`, or the only one: 0. Moves `y` below it.
    std::string panel(int number, int& y) const {
        std::string text;
        if (number > 0) {
            y += 14;
            text += "<text x=\"8\" y=\"" + std::to_string(y) +
                    "\" font-size=\"12\" font-weight=\"bold\">day " + std::to_string(number) +
                    "</text>\n";
        }
        const int grid_top = y;
        y += 8;
        for (std::size_t r = 0; r < problem_.resources.size(); ++r) {
            if (!is_drawn(r)) continue;
            text += row(r, y);
            y += row_height;
        }
        text += grid(grid_top, y);
        y += 14;
        return text;
    }

    [[nodiscard]] int x_of(Slot slot) const {
        return label_width + (slot - window_.begin) * slot_width;
    }

    /// The part of it in the panel at hand; empty or less if there is none.
    [[nodiscard]] Span seen_of(Span span) const {
        return {std::max(window_.begin, span.begin), std::min(window_.end, span.end)};
    }

    [[nodiscard]] std::string box(Span span, int y, const std::string& rest) const {
        const Span cut = seen_of(span);
        if (cut.end <= cut.begin) return "";
        return "<rect x=\"" + std::to_string(x_of(cut.begin)) + "\" y=\"" + std::to_string(y) +
               "\" width=\"" + std::to_string(cut.length() * slot_width) + "\" height=\"" +
               std::to_string(bar_height) + "\" " + rest;
    }

    /// Of its day.
    [[nodiscard]] std::string time_of(Slot slot) const {
        const int minutes = slot * problem_.slot_minutes;
        // The end of the last day is 24:00, not 0:00 of one that is not there.
        const int hours = slot == window_.end && minutes % 1440 == 0 ? 24 : minutes / 60 % 24;
        const std::string rest = std::to_string(minutes % 60);
        return std::to_string(hours) + ":" + (rest.size() < 2 ? "0" : "") + rest;
    }

    [[nodiscard]] std::string bar(const Bar& it, int y) const {
        const Visit& visit = problem_.visits[it.visit];
        const std::string colour = colours[visit.service % colours.size()];
        std::string text;
        if (it.taken != it.worked) {
            text += box(it.taken, y, "fill=\"" + colour + "\" fill-opacity=\"0.35\"/>\n");
        }
        const bool is_marked =
            announced_ != nullptr && (announced_->visits[it.visit].empty() ||
                                      solver::plan::is_moved(problem_, announced_->visits[it.visit],
                                                             plan_.visits[it.visit]));
        text += box(it.worked, y,
                    "fill=\"" + colour + "\" stroke=\"" + (is_marked ? "#000000" : "#777777") +
                        "\" stroke-width=\"" + (is_marked ? "2" : "0.5") + "\"><title>" +
                        escaped(visit.id + ", " + problem_.services[visit.service].name) + ", " +
                        time_of(it.worked.begin) + " to " + time_of(it.worked.end) +
                        "</title></rect>\n");
        const Span seen = seen_of(it.worked);
        const int room = seen.length() * slot_width - 4;
        const int wanted = static_cast<int>(visit.id.size()) * 6;
        if (wanted > room) return text;
        return text + "<text x=\"" + std::to_string(x_of(seen.begin) + 3) + "\" y=\"" +
               std::to_string(y + 12) + "\" font-size=\"9\">" + escaped(visit.id) + "</text>\n";
    }

    [[nodiscard]] std::string row(std::size_t r, int y) const {
        const Resource& resource = problem_.resources[r];
        std::string text = "<text x=\"8\" y=\"" + std::to_string(y + 12) + "\">" +
                           escaped(shortened(resource.id + " " + resource.group)) + "</text>\n";
        const std::string away = "fill=\"#eeeeee\"/>\n";
        if (is_person(resource.kind)) {
            Slot at = 0;
            for (const Shift& shift : resource.shifts) {
                text += box({at, shift.span.begin}, y, away);
                at = shift.span.end + shift.overtime;
                text += box({shift.span.end, at}, y, "fill=\"#fff3e0\"/>\n");
            }
            text += box({at, problem_.slots}, y, away);
        }
        for (const Span rest : resource.breaks) text += box(rest, y, "fill=\"#cfd8dc\"/>\n");
        for (const Span closed : resource.closed) text += box(closed, y, "fill=\"#bdbdbd\"/>\n");
        for (const Bar& it : bars_[r]) {
            if (it.taken.meets(window_)) text += bar(it, y);
        }
        return text;
    }

    [[nodiscard]] std::string grid(int above, int below) const {
        std::string text;
        const Slot hour = std::max(1, 60 / problem_.slot_minutes);
        for (Slot slot = window_.begin; slot <= window_.end; slot += hour) {
            const std::string x = std::to_string(x_of(slot));
            text += "<line x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + std::to_string(above + 4) +
                    "\" y2=\"" + std::to_string(below) +
                    "\" stroke=\"#90a4ae\" stroke-opacity=\"0.5\"/>\n<text x=\"" + x + "\" y=\"" +
                    std::to_string(above) + "\" text-anchor=\"middle\">" + time_of(slot) +
                    "</text>\n";
        }
        return text;
    }

    [[nodiscard]] std::string left_out(int y) const {
        std::string ids;
        for (std::size_t v = 0; v < plan_.visits.size(); ++v) {
            if (plan_.visits[v].empty()) ids += " " + problem_.visits[v].id;
        }
        return "<text x=\"8\" y=\"" + std::to_string(y) +
               "\">left out:" + (ids.empty() ? " nobody" : escaped(ids)) + "</text>\n";
    }

    const Problem& problem_;
    const Plan& plan_;
    const Plan* announced_;
    Span window_{};  ///< of the panel at hand
    std::vector<std::vector<Bar>> bars_;
};

}  // namespace

std::string gantt_svg(const Problem& problem, const Plan& plan, const Plan* announced) {
    return Picture(problem, plan, announced).draw();
}

}  // namespace wayside::cli::solve
