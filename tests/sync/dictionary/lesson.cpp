#include "tests/sync/dictionary/lesson.hpp"

#include <fstream>
#include <iterator>

#include "cli/demo/day_script.hpp"
#include "storage/zip/dictionary.hpp"
#include "sync/dictionary.hpp"
#include "sync/sorted_entries.hpp"
#include "tests/sync/dictionary/made_day.hpp"
#include "tests/sync/played_clinic.hpp"

namespace wayside::sync {

namespace {

constexpr std::size_t most_bytes = 16 * 1024;
constexpr std::uint32_t first_id = 40'960;
constexpr std::uint64_t hour_entries = 60;

/// Any date: the days that follow are made up from it.
constexpr std::string_view eve = "2029-12-31";

template <class T>
T must(Result<T> result) {
    if (!result) throw MachineError(result.refusal().detail);
    return std::move(*result);
}

std::string text_in(const std::filesystem::path& file) {
    std::ifstream from(file, std::ios::binary);
    if (!from) throw MachineError("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(from), {}};
}

void add_samples(const PlayedClinic& clinic, std::vector<Bytes>& samples) {
    for (const ledger::Range& log : clinic.logs) {
        const std::uint64_t last = log.last();
        for (const std::uint64_t step : {std::uint64_t{1}, hour_entries}) {
            for (std::uint64_t first = 1; first <= last; first += step) {
                const std::uint64_t end = std::min(last, first + step - 1);
                const auto range = clinic.range(log, first, end).range;
                const auto sorted = sort_entries(range, clinic.keys());
                if (sorted) samples.push_back(sorted->streams);
            }
        }
    }
}

}  // namespace

std::vector<Bytes> samples_of(const Lesson& lesson) {
    const std::string setup = text_in(lesson.setup);
    const care::Setup decoded = must(care::decode_setup(setup));
    care::LocalDate date = must(care::LocalDate::parse(eve));
    std::vector<Bytes> samples;
    for (int day = 0; day < lesson.days; ++day) {
        date = must(demo::next_open_date(decoded, date));
        MadeDay made{lesson.scratch / date.text(), setup, made_script(decoded, date),
                     static_cast<std::uint64_t>(day) + 1};
        if (made.script.lines.size() > lesson.most_lines) {
            made.script.lines.resize(lesson.most_lines);
        }
        play(made);
        add_samples(PlayedClinic(made.folder), samples);
    }
    return samples;
}

Result<Bytes> learn(const std::vector<Bytes>& samples) {
    return zip::train_dictionary(samples, most_bytes, first_id + newest_dictionary);
}

}  // namespace wayside::sync
