// What a day's document costs: load, apply, commit, memory. Made-up days, the same in every run.
//
//   cmake --build --preset release --target document_bench
//   build/release/tests/bench/document/document_bench
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>

#include "storage/base/random.hpp"
#include "storage/document/document.hpp"

using namespace wayside;
using namespace wayside::document;

namespace {

constexpr int changes_a_day = 633;
constexpr int rounds = 15;

LogId actor(std::uint8_t number) {
    LogId out;
    out.bytes.fill(number);
    return out;
}

Bytes id(SeededRandom& random) {
    Bytes out(16);
    random.fill(out);
    return out;
}

/// A booking: a visit and its placement.
std::vector<Edit> booking(SeededRandom& random, const std::string& visit) {
    const std::string placement = LogId::from(id(random))->text();
    const auto minute = static_cast<std::int64_t>(random.below(600));
    return {{"placements", placement, "practitioner", id(random)},
            {"placements", placement, "start", minute},
            {"placements", placement, "minutes", std::int64_t{20}},
            {"placements", placement, "pool", std::string{"rooms"}},
            {"visits", visit, "patient", id(random)},
            {"visits", visit, "placement", placement},
            {"visits", visit, "service", std::string{"antenatal"}},
            {"visits", visit, "status", std::int64_t{2}}};
}

/// The day of a clinic: bookings, tickets and the statuses that a visit passes.
std::vector<Bytes> make_day() {
    SeededRandom random{1};
    Document box = Document::begin(Kind::day, actor(1));
    std::vector<Bytes> out;
    std::vector<std::string> visits;
    for (int i = 0; i + 1 < changes_a_day; ++i) {
        const std::int64_t time = 1'700'000'000'000 + i * 40'000;
        std::vector<Edit> edits;
        if (i % 4 == 0) {
            visits.push_back(LogId::from(id(random))->text());
            edits = booking(random, visits.back());
        } else {
            edits.push_back(
                {"visits", visits[random.below(visits.size())], "status", std::int64_t{3} + i});
        }
        out.push_back(box.commit(edits, time).value().change);
    }
    return out;
}

double milliseconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

/// The best of the rounds: what else the machine did is not ours.
double best_of(const std::vector<double>& times) {
    return *std::ranges::min_element(times);
}

void report(const char* what, double value, const char* unit) {
    std::printf("%-52s %10.3f %s\n", what, value, unit);
}

void measure_whole(const std::vector<Bytes>& changes, const Bytes& saved) {
    std::vector<double> load;
    std::vector<double> apply;
    std::vector<double> records;
    std::vector<double> save;
    for (int i = 0; i < rounds; ++i) {
        load.push_back(
            milliseconds_of([&] { static_cast<void>(Document::load(saved, actor(2)).value()); }));
        Document box = Document::begin(Kind::day, actor(3));
        apply.push_back(milliseconds_of([&] { static_cast<void>(box.apply(changes).value()); }));
        records.push_back(milliseconds_of([&] { static_cast<void>(box.records().value()); }));
        save.push_back(milliseconds_of([&] { static_cast<void>(box.save().value()); }));
    }
    report("load a day of 633 changes", best_of(load), "ms");
    report("apply 633 changes in one batch", best_of(apply), "ms");
    report("read all its records", best_of(records), "ms");
    report("save it", best_of(save), "ms");
    report("saved", static_cast<double>(saved.size()) / 1'000, "kB");
}

void measure_single(const std::vector<Bytes>& changes, const Bytes& saved) {
    Document one_by_one = Document::begin(Kind::day, actor(3));
    std::vector<double> apply;
    for (const Bytes& change : changes) {
        apply.push_back(milliseconds_of([&] { static_cast<void>(one_by_one.apply({change})); }));
    }
    report("apply one change to a full day (last of 633)", apply.back(), "ms");
    report(
        "apply 633 changes one by one",
        [&] {
            double sum = 0;
            for (const double time : apply) sum += time;
            return sum;
        }(),
        "ms");

    Document box = Document::load(saved, actor(4)).value();
    SeededRandom random{2};
    std::vector<double> status;
    std::vector<double> book;
    const std::string visit = LogId::from(id(random))->text();
    for (std::int64_t i = 0; i < 200; ++i) {
        status.push_back(milliseconds_of(
            [&] { static_cast<void>(box.commit({{"visits", visit, "status", i}}, i).value()); }));
        const auto edits = booking(random, LogId::from(id(random))->text());
        book.push_back(milliseconds_of([&] { static_cast<void>(box.commit(edits, i).value()); }));
    }
    report("commit one status to a full day", best_of(status), "ms");
    report("commit one booking (10 operations)", best_of(book), "ms");
}

void measure_memory(const Bytes& saved) {
    constexpr int copies = 50;
    std::vector<Document> held;
    const struct mallinfo2 before = mallinfo2();
    for (int i = 0; i < copies; ++i) held.push_back(Document::load(saved, actor(5)).value());
    const struct mallinfo2 after = mallinfo2();
    const double bytes = static_cast<double>(after.uordblks) - static_cast<double>(before.uordblks);
    report("memory of a loaded day", bytes / copies / 1'000'000, "MB");
}

}  // namespace

int main() {
    const std::vector<Bytes> changes = make_day();
    Document box = Document::begin(Kind::day, actor(9));
    static_cast<void>(box.apply(changes).value());
    const Bytes saved = box.save().value();
    measure_whole(changes, saved);
    measure_single(changes, saved);
    measure_memory(saved);
    return 0;
}
