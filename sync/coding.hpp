// sync/coding.hpp: how the entries of a package become few bytes, and the same entries again.
//
// A coding is a module with a number. The truth does not depend on it: whoever receives seals the
// entries again and holds them against the head, so a coding that gave other bytes would be found
// out by the chain (design 9). The byte format of coding 1 is in FORMAT.md.
#pragma once

#include <functional>
#include <vector>

#include "storage/crypto/seal.hpp"
#include "storage/ledger/range.hpp"

namespace wayside::sync {

/// Gives a patient's key, or nullptr where none is held (or it is forgotten). Called in the
/// caller's thread and only during the call that it is handed to; the key need not live longer.
/// Empty: no key is held.
using FindPatientKey = std::function<const crypto::Key*(const PatientId&)>;

/// A patient's words, which the documents hold sealed, travel opened under the package's own seal
/// (sealing is deterministic, so the receiver makes the same sealed value again); for a patient
/// without a key they travel as they lie.
struct CodedEntries {
    Bytes body;
    std::vector<PatientId> opened;  ///< whose words are opened in it; ascending, each once
};

/// What a package's header says of the entries in its body. Nothing of it is believed before it is
/// checked against a limit.
struct CodedFrame {
    ledger::LogOrigin origin;
    std::uint64_t first = 1;        ///< sequence of the first entry
    std::size_t count = 0;          ///< of entries
    std::size_t opened_bytes = 0;   ///< of all plaintexts together
    std::vector<PatientId> opened;  ///< as `CodedEntries` gave it
};

/// One way to code entries, with the dictionary that it is given. A constant of the program.
struct Coding {
    std::uint8_t number = 0;
    std::uint8_t dictionary = 0;  ///< 0: none

    /// Every range has a body: what a coding does not understand it carries as it is.
    /// Deterministic: the same range and the same keys give the same bytes. Cost for a day of 633
    /// acts: 0.1 s, for a single one 1 ms.
    CodedEntries (*encode)(const ledger::Range& range, const FindPatientKey& keys);

    /// The plaintexts, in order. Refuses `malformed` for a body that no `encode` made or that holds
    /// other than `of` says, `too_large` before room is made for more than `of` says, and
    /// `forbidden`, rule `no_patient_key`, where it opens the words of a patient whose key is not
    /// held here: the sender then sends the range closed for that patient.
    Result<std::vector<Bytes>> (*decode)(ByteView body, const CodedFrame& of,
                                         const FindPatientKey& keys);
};

/// What a package is made with where the peer knows it.
const Coding& newest_coding();
/// nullptr for one that this software does not know.
const Coding* find_coding(std::uint8_t number, std::uint8_t dictionary);
/// All that this software can read, oldest first.
const std::vector<Coding>& codings();

}  // namespace wayside::sync
