// tests/sync/simulation/documents.hpp: real documents at a simulated node: what a desk would write,
// and what a space's documents come to.
#pragma once

#include "storage/shelf/shelf.hpp"
#include "storage/shelf/words.hpp"
#include "tests/sync/simulation/sim_node.hpp"

namespace wayside::sync::simulation {

/// One start's writing in one space; gone before its node is killed.
class Author {
  public:
    Author(SimNode& node, const SpaceId& space);

    /// Sets a field of a visit of the day.
    void set(const std::string& visit, const std::string& field, const std::string& value);
    /// A note about a patient, sealed under the patient's own key.
    void say(PatientId patient, const std::string& note, const std::string& text);
    /// The same note about many, in one entry.
    void say(const std::vector<PatientId>& patients, const std::string& note,
             const std::string& text);

  private:
    void commit(const shelf::Draft& draft);

    SimNode& node_;
    HybridClock hybrid_;
    shelf::Words words_;
    shelf::Shelf shelf_;
};

/// The digest of the space's documents and how many there are, read from the ledger anew as
/// `wayside digest` does: equal where all documents are.
std::string digest_at(SimNode& node, const SpaceId& space);
/// Every note of every patient that can be read there.
std::vector<std::string> notes_at(SimNode& node, const SpaceId& space);

}  // namespace wayside::sync::simulation
