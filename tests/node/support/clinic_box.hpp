// tests/node/support/clinic_box.hpp: a clinic's slices on real documents, keys and SQLite, with the
// acts and views called as the desk calls them.
#pragma once

#include <doctest/doctest.h>

#include "node/booking/projection.hpp"
#include "node/day/commands.hpp"
#include "node/day/views.hpp"
#include "node/patients/projection.hpp"
#include "node/queue/projection.hpp"
#include "tests/node/support/replica.hpp"

namespace wayside::testing {

using desk::Json;

inline Timestamp at(const char* text) {
    const auto parsed = care::parse_instant(text);
    REQUIRE_MESSAGE(parsed.has_value(), text);
    return *parsed;
}

inline trust::Keyring one_key() {
    crypto::Key key;
    key.writable()[0] = 7;
    trust::Keyring out(crypto::Suite::blake2b_xchacha20);
    const auto id = crypto::key_id(key);
    REQUIRE(out.add(SpaceId{{9}}, 1, id, std::move(key)));
    return out;
}

/// A box of a clinic. Boxes with the same set-up share a space key.
class ClinicBox {
  public:
    explicit ClinicBox(std::uint8_t number)
        : random_(number), ids_(log_of(number)), replica_(number) {
        replica_.add(words_);
        replica_.add(rota_);
        replica_.add(booking_);
        replica_.add(patients_);
        replica_.add(queue_);
        commands_ = day::commands({rota_, true});
        views_ = day::views({rota_, true});
    }

    void set_up(const std::string& json) {
        const auto setup = care::decode_setup(json);
        REQUIRE_MESSAGE(setup.has_value(), setup.refusal().field);
        REQUIRE(replica_.write(rota::setup_document(), rota::setup_edits(*setup, ids_), {1}));
    }

    /// Decodes, decides and writes; the answer.
    Result<Json> give(const char* name, const std::string& subject, const Json& body) {
        const desk::Command& command = find(commands_, name);
        auto decoded = command.decode(body);
        if (!decoded) return decoded.refusal();
        desk::Means means{ids_, random_, words_};
        auto decision = command.decide(facts(subject), means, *decoded);
        for (auto& row : words_.take_new_rows()) rows_.push_back(row);
        if (!decision) return decision.refusal();
        last_ = *decision;
        for (const auto& each : decision->edits) {
            REQUIRE_FALSE(each.edits.empty());
            const auto written = replica_.write(each.document, each.edits, now);
            // An act that changes nothing is one all the same: its entry holds no change.
            if (!written && written.refusal().rule == document::nothing_to_write) continue;
            REQUIRE_MESSAGE(written.has_value(), written.refusal().detail);
        }
        return decision->answer;
    }
    Json alternatives(const char* name, const std::string& subject, const Json& body) {
        const desk::Command& command = find(commands_, name);
        return command.alternatives(facts(subject), *command.decode(body));
    }
    Result<Json> ask(const char* name, const std::string& subject,
                     const desk::Parameters& parameters) {
        return find(views_, name).render(facts(subject), parameters);
    }

    /// Takes a peer's changes and keys; not the key of `without`.
    void take_from(ClinicBox& other, std::optional<PatientId> without = std::nullopt) {
        for (const auto& row : other.rows_) {
            if (row.patient == without) continue;
            if (words_.load(row)) rows_.push_back(row);
        }
        replica_.take_from(other.replica_);
    }

    [[nodiscard]] sqlite::Database& model() { return model_; }
    [[nodiscard]] Replica& replica() { return replica_; }
    [[nodiscard]] rota::Projection& rota() { return rota_; }
    [[nodiscard]] const desk::Decision& last() const { return last_; }
    [[nodiscard]] const desk::CommandTable& commands() const { return commands_; }
    [[nodiscard]] const desk::ViewTable& views() const { return views_; }

    Timestamp now{0};
    desk::Asker asker{"desk", "", "receptionist"};

  private:
    static LogId log_of(std::uint8_t number) {
        LogId out;
        out.bytes.fill(number);
        return out;
    }
    template <class Row>
    static const Row& find(const std::vector<Row>& table, const std::string& name) {
        for (const Row& each : table) {
            if (each.name == name) return each;
        }
        FAIL("no row of the table is called " << name);
        return table.front();
    }
    desk::Facts facts(const std::string& subject) { return {model_, now, asker, subject}; }

    sqlite::Database model_ = sqlite::Database::in_memory();
    trust::Keyring keyring_ = one_key();
    SeededRandom random_;
    shelf::Words words_{SpaceId{{9}}, keyring_, random_};
    crypto::IdSource ids_;
    rota::Projection rota_{model_};
    booking::Projection booking_{model_};
    patients::Projection patients_{model_, words_};
    queue::Projection queue_{model_};
    Replica replica_;
    desk::CommandTable commands_;
    desk::ViewTable views_;
    std::vector<trust::PatientKeyRow> rows_;
    desk::Decision last_;
};

}  // namespace wayside::testing
