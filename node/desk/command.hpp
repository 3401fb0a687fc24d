// node/desk/command.hpp: a command as the desk knows it: a row of a table that slices and acts
// fill.
//
// The desk names no word of the clinic. A row says what the command is called, which roles may give
// it, how its body is read, and how it is decided; the edits that come out are values, and the desk
// alone commits them.
#pragma once

#include <any>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "node/desk/asker.hpp"
#include "storage/crypto/hash.hpp"
#include "storage/document/document.hpp"
#include "storage/shelf/edits.hpp"
#include "storage/shelf/words.hpp"

namespace wayside::sqlite {
class Database;
}

namespace wayside::desk {

using Json = nlohmann::json;

/// What a rule may look at. The read model already holds everything that was decided before,
/// durable or about to be.
struct Facts {
    sqlite::Database& model;
    Timestamp now;  ///< the wall clock, once for the whole decision
    const Asker& asker;
    const std::string& subject;  ///< the id in the command's path; empty where it has none
};

/// What a decision may draw from. Rules themselves take facts only; the act that turns a decision
/// into edits takes this.
struct Means {
    crypto::IdSource& ids;
    Random& random;
    shelf::Words& words;
};

using DocumentEdits = shelf::DocumentEdits;

/// Something that screens want to hear of; leaves once the entry is durable. Never holds a
/// patient's words.
struct Event {
    std::string name;
    Json data;
};

/// What a command comes to: one entry, all or nothing.
struct Decision {
    std::vector<DocumentEdits> edits;
    std::optional<PatientId> patient;  ///< whom it concerns, for the audit record
    std::string reason;                ///< a reason code, never free words
    std::string remark;                ///< a fact for the audit record, such as "out_of_order"
    bool makes_record =
        false;  ///< it makes a visit, a ticket or a note: the request's hash goes into the entry
    bool created = false;  ///< answered with 201
    Json answer;  ///< ids and facts of the day; never a patient's words, since it is kept for
                  ///< repeats
    std::vector<Event> events;
};

/// A row of the table. Roles are names of the role matrix.
struct Command {
    std::string name;
    std::set<std::string> roles;
    /// Reads the body: shape, lengths, types. Refuses `invalid` with the field's name.
    std::function<Result<std::any>(const Json& body)> decode;
    /// Gathers the facts, asks the rules, and says what is to be written. Refuses by the rule's
    /// name.
    std::function<Result<Decision>(const Facts&, Means&, const std::any& body)> decide;
    /// What could be had instead, asked only after `decide` said `conflict`: an object of members
    /// that the problem has besides (`alternatives` among them), or null. May be empty.
    std::function<Json(const Facts&, const std::any& body)> alternatives;
};

/// A row whose body has a type: the one way to make a Command.
template <class Body>
Command make_command(std::string name, std::set<std::string> roles,
                     Result<Body> (*decode)(const Json&),
                     std::function<Result<Decision>(const Facts&, Means&, const Body&)> decide,
                     std::function<Json(const Facts&, const Body&)> alternatives = {}) {
    Command out{std::move(name), std::move(roles), {}, {}, {}};
    out.decode = [decode](const Json& json) -> Result<std::any> {
        auto body = decode(json);
        if (!body) return body.refusal();
        return std::any{std::move(*body)};
    };
    out.decide = [decide = std::move(decide)](const Facts& facts, Means& means,
                                              const std::any& body) {
        return decide(facts, means, std::any_cast<const Body&>(body));
    };
    if (alternatives) {
        out.alternatives = [alternatives = std::move(alternatives)](const Facts& facts,
                                                                    const std::any& body) {
            return alternatives(facts, std::any_cast<const Body&>(body));
        };
    }
    return out;
}

using CommandTable = std::vector<Command>;

}  // namespace wayside::desk
