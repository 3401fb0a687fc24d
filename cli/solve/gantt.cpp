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
constexpr int top = 46;

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

/// Writes one picture from top to bottom.
class Picture {
  public:
    Picture(const Problem& problem, const Plan& plan, const Plan* announced)
        : problem_(problem),
          plan_(plan),
          announced_(announced),
          // A day fills a wide screen, a week is as long as seven of them.
          slot_width_(problem.slots <= 160 ? 9 : 5),
          bars_(problem.resources.size()) {}

    std::string draw() {
        draw_bars();
        std::string rows;
        int y = top;
        for (std::size_t r = 0; r < problem_.resources.size(); ++r) {
            if (bars_[r].empty() && !is_person(problem_.resources[r].kind)) continue;
            rows += row(r, y);
            y += row_height;
        }
        rows += grid(y) + left_out(y + 20);
        const int width = label_width + problem_.slots * slot_width_ + 20;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + std::to_string(width) +
               "\" height=\"" + std::to_string(y + 40) +
               "\" font-family=\"sans-serif\" font-size=\"11\">\n"
               "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n<text x=\"8\" y=\"18\" "
               "font-size=\"14\">" +
               escaped(problem_.name) + "</text>\n" + rows + "</svg>\n";
    }

  private:
    [[nodiscard]] int x_of(Slot slot) const { return label_width + slot * slot_width_; }

    [[nodiscard]] std::string box(Span span, int y, const std::string& rest) const {
        const Span cut{std::max(0, span.begin), std::min(problem_.slots, span.end)};
        if (cut.end <= cut.begin) return "";
        return "<rect x=\"" + std::to_string(x_of(cut.begin)) + "\" y=\"" + std::to_string(y) +
               "\" width=\"" + std::to_string(cut.length() * slot_width_) + "\" height=\"" +
               std::to_string(bar_height) + "\" " + rest;
    }

    [[nodiscard]] std::string time_of(Slot slot) const {
        const int minutes = slot * problem_.slot_minutes;
        const std::string rest = std::to_string(minutes % 60);
        return std::to_string(minutes / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
    }

    /// Each stage's bars, kept by resource, for rows are drawn resource by resource.
    void draw_bars() {
        for (std::size_t v = 0; v < plan_.visits.size(); ++v) {
            const Visit& visit = problem_.visits[v];
            const Service& service = problem_.services[visit.service];
            for (std::size_t k = 0; k < plan_.visits[v].size(); ++k) {
                const StagePlacement& stage = plan_.visits[v][k];
                for (std::size_t n = 0; n < stage.uses.size(); ++n) {
                    bars_[stage.uses[n]].push_back({v, k, service.stages[k].needs[n]});
                }
            }
        }
    }

    struct Bar {
        std::size_t visit;
        std::size_t stage;
        Need need;
    };

    [[nodiscard]] std::string bar(const Resource& resource, const Bar& it, int y) const {
        const Visit& visit = problem_.visits[it.visit];
        const Placement& placement = plan_.visits[it.visit];
        const Slot start = placement[it.stage].start;
        const Span worked{start, start + visit.slots[it.stage]};
        const std::string colour = colours[visit.service % colours.size()];
        std::string text;
        if (!is_person(resource.kind)) {
            const Span taken{worked.begin - it.need.setup,
                             worked.end + it.need.clean + resource.clean};
            text += box(taken, y, "fill=\"" + colour + "\" fill-opacity=\"0.35\"/>\n");
        }
        const bool is_marked =
            announced_ != nullptr &&
            (announced_->visits[it.visit].empty() ||
             solver::plan::is_moved(problem_, announced_->visits[it.visit], placement));
        text += box(worked, y,
                    "fill=\"" + colour + "\" stroke=\"" + (is_marked ? "#000000" : "#777777") +
                        "\" stroke-width=\"" + (is_marked ? "2" : "0.5") + "\"><title>" +
                        escaped(visit.id + ", " + problem_.services[visit.service].name) + ", " +
                        time_of(worked.begin) + " to " + time_of(worked.end) + "</title></rect>\n");
        text += "<text x=\"" + std::to_string(x_of(start) + 2) + "\" y=\"" +
                std::to_string(y + 12) + "\" font-size=\"9\">" +
                escaped(worked.length() * slot_width_ >= 24 ? visit.id : "") + "</text>\n";
        return text;
    }

    [[nodiscard]] std::string row(std::size_t r, int y) const {
        const Resource& resource = problem_.resources[r];
        std::string text = "<text x=\"8\" y=\"" + std::to_string(y + 12) + "\">" +
                           escaped(resource.id + " " + resource.group) + "</text>\n";
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
        for (const Bar& it : bars_[r]) text += bar(resource, it, y);
        return text;
    }

    [[nodiscard]] std::string grid(int bottom) const {
        std::string text;
        const Slot hour = std::max(1, 60 / problem_.slot_minutes);
        for (Slot slot = 0; slot <= problem_.slots; slot += hour) {
            const std::string x = std::to_string(x_of(slot));
            text += "<line x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + std::to_string(top - 6) +
                    "\" y2=\"" + std::to_string(bottom) +
                    "\" stroke=\"#90a4ae\" "
                    "stroke-opacity=\"0.5\"/>\n<text x=\"" +
                    x + "\" y=\"" + std::to_string(top - 10) + "\">" + time_of(slot) + "</text>\n";
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
    int slot_width_;
    std::vector<std::vector<Bar>> bars_;
};

}  // namespace

std::string gantt_svg(const Problem& problem, const Plan& plan, const Plan* announced) {
    return Picture(problem, plan, announced).draw();
}

}  // namespace wayside::cli::solve
