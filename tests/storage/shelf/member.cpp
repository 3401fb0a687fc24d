#include "tests/storage/shelf/member.hpp"

#include <filesystem>

namespace wayside::shelf {

namespace {

const PatientId amina = ledger::patient_number(1);

}  // namespace

document::Scalar text(const std::string& value) {
    return value;
}

void store(Start& at, ledger::CheckedRange range) {
    const Taken taken = at.shelf.take(range);
    ledger::Batch batch;
    batch.received.push_back(std::move(range));
    batch.states = taken.states;
    REQUIRE(at.ledger.receive(batch));
    at.shelf.kept(taken.ticket);
}

ledger::Meeting take(Start& at, const ledger::SignedRange& range) {
    auto checked = ledger::checked(at.box, range);
    REQUIRE(checked);
    const auto meeting = at.ledger.holdings().meet(*checked);
    if (meeting == ledger::Meeting::continues) store(at, std::move(*checked));
    return meeting;
}

void Member::take_from(const ledger::ClinicBox& other, std::size_t most_bytes) {
    for (const auto& range : wayside::ledger::ranges_of(other, most_bytes)) take(*this, range);
}

void swap_all(Member& a, Member& b) {
    a.take_from(b.box);
    b.take_from(a.box);
}

void act_by_chance(Member& at, SeededRandom& dice) {
    const std::string visit = "v" + std::to_string(dice.below(6));
    at.box.clock.ms += 1'000;
    switch (dice.below(4)) {
        case 0:
            at.act(visit_draft(visit, {{"status", text("s" + std::to_string(dice.below(5)))}}));
            return;
        case 1:
            at.act(visit_draft(visit, {{"minutes", std::int64_t(dice.below(60))}}));
            return;
        case 2: {
            Draft draft =
                visit_draft(visit, {{"place", text("r" + std::to_string(dice.below(9)))}});
            draft.edits.push_back({patient_document(amina),
                                   {{"notes", "n" + std::to_string(dice.below(9)), "visit",
                                     text(visit + std::to_string(dice.below(99)))}}});
            static_cast<void>(at.write(draft));
            at.commit();
            return;
        }
        default:
            at.act(visit_draft("w" + std::to_string(dice.below(1'000'000)),
                               {{"status", text("booked")}}));
    }
}

void copy_folder(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

}  // namespace wayside::shelf
