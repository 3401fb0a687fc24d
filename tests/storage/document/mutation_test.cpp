#include <doctest/doctest.h>

#include "tests/storage/document/hostile.hpp"

namespace wayside::document {
namespace {

constexpr int mutations = 10'000;

/// Flips, cuts, inserts or splices from another change.
Bytes mutate(Bytes bytes, const Bytes& other, SeededRandom& random) {
    for (std::uint64_t i = 0; i <= random.below(3) && !bytes.empty(); ++i) {
        const auto at = static_cast<std::ptrdiff_t>(random.below(bytes.size()));
        switch (random.below(5)) {
            case 0:
                bytes[static_cast<std::size_t>(at)] ^=
                    static_cast<std::uint8_t>(1U << random.below(8));
                break;
            case 1:
                bytes[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(random.next());
                break;
            case 2:
                bytes.resize(static_cast<std::size_t>(at));
                break;
            case 3:
                bytes.insert(bytes.begin() + at, static_cast<std::uint8_t>(random.next()));
                break;
            default: {
                const std::size_t from = random.below(other.size());
                const std::size_t size = 1 + random.below(other.size() - from);
                bytes.insert(bytes.begin() + at, other.begin() + static_cast<std::ptrdiff_t>(from),
                             other.begin() + static_cast<std::ptrdiff_t>(from + size));
                break;
            }
        }
    }
    return bytes;
}

struct Scene {
    Bytes saved;
    std::vector<Bytes> changes;  ///< that `saved` can take, each alone
};

Scene scene() {
    Document base = day(1);
    REQUIRE(base.commit({status("v1", 1), {"notes", "n1", "text", std::string{"نص"}}}, 1));
    Scene out{base.save().value(), {}};
    for (std::uint8_t number = 2; number <= 5; ++number) {
        Document writer = Document::load(out.saved, actor(number)).value();
        out.changes.push_back(change_of(writer, status("v1", number)));
        writer = Document::load(out.saved, actor(number)).value();
        const std::string visit = "v" + std::to_string(number);
        out.changes.push_back(writer
                                  .commit({status(visit, 3),
                                           {"visits", visit, "patient", Bytes(300, number)},
                                           {"visits", visit, "walk_in", true},
                                           {"tickets", visit, "text", std::string{"K-017"}}},
                                          5)
                                  .value()
                                  .change);
    }
    return out;
}

struct Outcome {
    int applied = 0;
    int refused = 0;
    int poisoned = 0;
};

/// Offers a change to a document that must be as before if it refuses, and loads it anew if it was
/// poisoned.
void offer(const Scene& scene, Document& box, const Bytes& change, Outcome& outcome) {
    const auto applied = box.apply({change});
    if (applied) {
        ++outcome.applied;
        REQUIRE(box.records());
        REQUIRE(box.changes_since({}));
        REQUIRE(Document::load(box.save().value(), actor(99)));
        box = Document::load(scene.saved, actor(99)).value();
    } else if (applied.refusal().why == Why::damaged) {
        ++outcome.poisoned;
        REQUIRE(box.records().refusal().why == Why::damaged);
        box = Document::load(scene.saved, actor(99)).value();
    } else {
        ++outcome.refused;
    }
}

TEST_CASE("10,000 mutated changes never end the process and leave the document usable") {
    const Scene all = scene();
    SeededRandom random{20'261'122};
    Document box = Document::load(all.saved, actor(99)).value();
    const auto records = box.records().value();
    Outcome outcome;

    for (int i = 0; i < mutations; ++i) {
        const Bytes& change = all.changes[random.below(all.changes.size())];
        const Bytes& other = all.changes[random.below(all.changes.size())];
        offer(all, box, mutate(change, other, random), outcome);
    }

    CHECK(outcome.refused > mutations / 2);
    CHECK(box.records().value() == records);
    CHECK(box.apply({all.changes[0]}));
}

TEST_CASE("10,000 changes with mutated operations and a right checksum do no more harm") {
    const Scene all = scene();
    SeededRandom random{7};
    Document box = Document::load(all.saved, actor(99)).value();
    const auto records = box.records().value();
    Outcome outcome;

    for (int i = 0; i < mutations; ++i) {
        ChangeParts parts = split_change(all.changes[random.below(all.changes.size())]).value();
        const ChangeParts other =
            split_change(all.changes[random.below(all.changes.size())]).value();
        parts.body = mutate(parts.body, other.body, random);
        if (random.below(8) == 0) parts.others.clear();
        if (random.below(8) == 0) parts.start_op += random.below(3);
        offer(all, box, join_change(parts), outcome);
    }

    MESSAGE("applied " << outcome.applied << ", refused " << outcome.refused << ", poisoned "
                       << outcome.poisoned);
    CHECK(outcome.applied > 0);
    CHECK(outcome.refused > mutations / 2);
    CHECK(box.records().value() == records);
    CHECK(box.apply({all.changes[0]}));
}

TEST_CASE("mutated saved documents are refused or load, and never end the process") {
    const Scene all = scene();
    SeededRandom random{11};

    for (int i = 0; i < 2'000; ++i) {
        const Bytes bytes = mutate(all.saved, all.changes[0], random);
        auto loaded = Document::load(bytes, actor(99));
        if (loaded) CHECK(loaded->records());
    }
}

}  // namespace
}  // namespace wayside::document
