// tests/node/support/replica.hpp: one replica's documents and authors, feeding projections as the
// shelf does: real documents, real records, no ledger.
#pragma once

#include <algorithm>
#include <map>
#include <vector>

#include "storage/document/document.hpp"
#include "storage/shelf/projection.hpp"

namespace wayside::testing {

class Replica final : public shelf::Authors {
  public:
    explicit Replica(std::uint8_t number) { log_.bytes.fill(number); }

    void add(shelf::Projection& projection) { projections_.push_back(&projection); }
    [[nodiscard]] LogId log() const { return log_; }

    /// Commits the edits as one act at this time, and projects what they touched.
    Result<void> write(const ledger::DocumentId& id, const std::vector<document::Edit>& edits,
                       Timestamp at) {
        auto done = open(id).commit(edits, at.ms);
        if (!done) return done.refusal();
        const auto parts = document::split_change(done->change);
        require(parts.has_value(), "a change of ours can be split");
        learn(id, *parts);
        changes_[id].push_back(done->change);
        project(id, done->touched);
        return {};
    }

    /// What the other knows and this does not, in one batch for each document.
    void take_from(Replica& other) {
        for (auto& [id, changes] : other.changes_) {
            for (const Bytes& change : changes) {
                const auto parts = document::split_change(change);
                require(parts.has_value(), "a peer's change can be split");
                learn(id, *parts);
            }
            auto applied = open(id).apply(changes);
            require(applied.has_value(), "a peer's changes apply");
            auto& ours = changes_[id];
            for (const Bytes& change : changes) {
                if (std::find(ours.begin(), ours.end(), change) == ours.end()) {
                    ours.push_back(change);
                }
            }
            project(id, applied->touched);
        }
    }

    /// Drops the rows of every document and makes them again from the records.
    void project_anew() {
        for (auto& [id, document] : documents_) {
            for (auto* projection : projections_) projection->forget(id);
        }
        project_all();
    }
    void project_all() {
        for (auto& [id, document] : documents_) {
            auto records = document.records();
            require(records.has_value(), "a document gives its records");
            project(id, *records);
        }
    }

    [[nodiscard]] std::optional<shelf::Author> author_of(
        const ledger::DocumentId& id, const document::Value& value) const override {
        const auto found = authors_.find(id);
        if (found == authors_.end()) return std::nullopt;
        for (const Written& each : found->second) {
            if (each.actor == value.actor && value.op >= each.first && value.op < each.end) {
                return shelf::Author{each.actor, 1, {each.at.ms, 0, true}, each.at, "", "", ""};
            }
        }
        return std::nullopt;
    }

  private:
    struct Written {
        LogId actor;
        std::uint64_t first = 0;
        std::uint64_t end = 0;
        Timestamp at;
    };

    document::Document& open(const ledger::DocumentId& id) {
        const auto found = documents_.find(id);
        if (found != documents_.end()) return found->second;
        return documents_.emplace(id, document::Document::begin(id.kind, log_)).first->second;
    }
    void learn(const ledger::DocumentId& id, const document::ChangeParts& parts) {
        auto& known = authors_[id];
        const auto same = [&](const Written& each) {
            return each.actor == parts.actor && each.first == parts.start_op;
        };
        if (std::any_of(known.begin(), known.end(), same)) return;
        known.push_back({parts.actor, parts.start_op, parts.start_op + parts.operations,
                         Timestamp{parts.time_ms}});
    }
    void project(const ledger::DocumentId& id, const std::vector<document::Record>& records) {
        for (auto* projection : projections_) projection->apply(id, records, *this);
    }

    LogId log_;
    std::map<ledger::DocumentId, document::Document> documents_;
    std::map<ledger::DocumentId, std::vector<Written>> authors_;
    std::map<ledger::DocumentId, std::vector<Bytes>> changes_;
    std::vector<shelf::Projection*> projections_;
};

}  // namespace wayside::testing
