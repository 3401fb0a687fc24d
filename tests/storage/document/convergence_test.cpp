#include <doctest/doctest.h>

#include "tests/storage/document/boxes.hpp"

namespace wayside::document {
namespace {

constexpr std::uint8_t boxes = 4;

Edit any_edit(SeededRandom& random) {
    const auto& maps = maps_of(Kind::day);
    Edit out;
    out.map = maps[random.below(maps.size())].name;
    out.record = "r" + std::to_string(random.below(4));
    out.field = "f" + std::to_string(random.below(3));
    switch (random.below(4)) {
        case 0:
            out.value = random.below(2) == 0;
            break;
        case 1:
            out.value = "text " + std::to_string(random.below(3));
            break;
        case 2:
            out.value = Bytes(random.below(400), 0x11);
            break;
        default:
            out.value = static_cast<std::int64_t>(random.next());
            break;
    }
    return out;
}

/// A day on boxes that write apart and now and then hear of each other; all changes it made.
std::vector<Bytes> a_day_apart(SeededRandom& random, std::vector<Document>& all) {
    std::vector<Bytes> out;
    for (int step = 0; step < 60; ++step) {
        Document& here = all[random.below(all.size())];
        if (random.below(4) == 0) {
            Document& other = all[random.below(all.size())];
            REQUIRE(here.apply(other.changes_since(here.heads().value()).value()));
            continue;
        }
        std::vector<Edit> edits;
        for (std::uint64_t i = 0; i <= random.below(4); ++i) edits.push_back(any_edit(random));
        const auto committed = here.commit(edits, step);
        if (committed) out.push_back(committed->change);
    }
    return out;
}

/// Hands `changes` over in random pieces, those without their parents again later.
void deliver(SeededRandom& random, std::vector<Bytes> changes, Document& to) {
    while (!changes.empty()) {
        const std::size_t size = 1 + random.below(changes.size());
        shuffle(changes, random);
        const std::vector<Bytes> batch(changes.begin(),
                                       changes.begin() + static_cast<std::ptrdiff_t>(size));
        const auto applied = to.apply(batch);
        if (!applied) {
            CHECK(applied.refusal().why == Why::not_found);
            CHECK(!to.missing(batch).value().empty());
            continue;
        }
        if (random.below(3) != 0)
            changes.erase(changes.begin(), changes.begin() + static_cast<std::ptrdiff_t>(size));
    }
}

TEST_CASE("any order and any duplication of changes give the same document") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        SeededRandom random{seed};
        std::vector<Document> all;
        for (std::uint8_t number = 1; number <= boxes; ++number) all.push_back(day(number));
        std::vector<Bytes> changes = a_day_apart(random, all);
        const std::vector<Bytes> twice = changes;
        changes.insert(changes.end(), twice.begin(), twice.end());

        for (Document& box : all) deliver(random, changes, box);
        Document late = day(boxes + 1);
        shuffle(changes, random);
        REQUIRE(late.apply(changes));

        const auto records = late.records().value();
        for (Document& box : all) {
            CHECK(box.records().value() == records);
            CHECK(box.heads().value() == late.heads().value());
            CHECK(box.changes_since({})->size() == twice.size() + 1);
        }
        Document loaded = Document::load(late.save().value(), actor(77)).value();
        CHECK(loaded.records().value() == records);
    }
}

TEST_CASE("what a batch says it touched is what a reader who reads everything sees change") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        SeededRandom random{seed};
        std::vector<Document> all;
        for (std::uint8_t number = 1; number <= boxes; ++number) all.push_back(day(number));
        a_day_apart(random, all);
        Document& reader = all[0];

        for (std::size_t i = 1; i < all.size(); ++i) {
            std::vector<Record> model = reader.records().value();
            const auto applied =
                reader.apply(all[i].changes_since(reader.heads().value()).value()).value();
            for (const Record& touched : applied.touched) {
                std::erase_if(model, [&](const Record& record) {
                    return record.map == touched.map && record.key == touched.key;
                });
                model.push_back(touched);
            }
            std::ranges::sort(
                model, {}, [](const Record& record) { return std::pair{record.map, record.key}; });
            CHECK(model == reader.records().value());
        }
    }
}

}  // namespace
}  // namespace wayside::document
