// storage/trust/register.hpp: who belongs to a region and which spaces it has, as a chained list
// that the region's authority signs.
#pragma once

#include <optional>
#include <set>

#include "storage/trust/proposal.hpp"
#include "storage/trust/register_facts.hpp"

namespace wayside::trust {

/// Two different records of one sequence, both signed by the authority: one of them is a lie or a
/// restored copy.
struct Fork {
    std::uint64_t sequence = 0;
    Bytes kept;   ///< the one that came first here, and stays in force
    Bytes other;  ///< the one that came later
};

enum class Acceptance { added, already_here };

/// The register as one box knows it. A value; used by one thread at a time.
///
/// A fork stops it: what was accepted before stays in force, so that the clinic goes on, and
/// nothing more is accepted until the authority signs which record counts (ForkSettled). Where that
/// is the other one, the chain goes on from there, and what stood on ours is no longer in force.
class Register {
  public:
    /// Rows in the order in which they were stored: records, and at most one proposal, the last of
    /// several. A fork among them gives a stopped register; any other row that cannot be accepted
    /// refuses the whole, naming its place.
    static Result<Register> load(const std::vector<Bytes>& stored);

    /// Takes the next record from anywhere. The same record twice is no harm. Refuses, with these
    /// rules:
    ///   `register_signature` (damaged)     not signed by the region's authority
    ///   `register_gap` (unavailable)       earlier records are missing
    ///   `register_chain` (damaged)         it follows another record than our last one
    ///   `register_forked` (conflict)       signed, but another one of this sequence is here: stops
    ///   `register_stopped` (conflict)      a fork was found before
    ///   `register_record` (invalid)        signed, but it makes no sense; the detail says why
    /// and whatever `decode_record` refuses. A refused record changes nothing (but see `aside`).
    Result<Acceptance> accept(ByteView record);

    /// Signs the next record and accepts it; gives its bytes. The first one is RegionFounded.
    /// Refuses `forbidden` for a signer that is not the region's authority, and as `accept` does.
    Result<Bytes> append(const crypto::Signer& authority, Timestamp at, const Body& body);

    /// Answers from now on as if what this box proposes were in the register, until it is. What no
    /// longer makes sense there is left out. Refuses what `decode_proposal` refuses and
    /// `forbidden`, rule `other_region`.
    Result<void> propose(ByteView proposal);
    /// The proposal while the region has not enrolled it: what a session gives to the hub. nullptr
    /// where there is none; valid until the register is changed or moved.
    [[nodiscard]] const Bytes* proposal() const;

    /// False until the founding record is here; the next three then are all zeros and suite 1.
    [[nodiscard]] bool is_founded() const { return !records_.empty(); }
    [[nodiscard]] const RegionId& region() const { return signed_.region(); }
    [[nodiscard]] const crypto::PublicKey& authority() const {
        return signed_.founding().authority;
    }
    [[nodiscard]] crypto::Suite suite() const { return signed_.founding().suite; }

    /// The chain, in order, as signed; never a proposal.
    [[nodiscard]] const std::vector<Bytes>& records() const { return records_; }
    [[nodiscard]] const crypto::Hash32& last_hash() const { return last_hash_; }
    [[nodiscard]] const std::optional<Fork>& fork() const { return fork_; }
    /// Records that the authority signed and that are not of the chain: while a fork stands, its
    /// other record and what came since. To be stored after the chain, as they come, so that a
    /// restart finds the register as it was and a settlement can be followed.
    [[nodiscard]] const std::vector<Bytes>& aside() const { return aside_; }

    /// What the records say, and what a proposal says that is not signed yet. Pointers and
    /// references into it are valid until the register is changed or moved.
    [[nodiscard]] const RegisterFacts& facts() const;
    [[nodiscard]] const DeviceAdded* device(const DeviceId& id) const { return facts().device(id); }
    [[nodiscard]] const SpaceOpened* space(const SpaceId& id) const { return facts().space(id); }
    [[nodiscard]] const GenerationOpened* generation(const SpaceId& id,
                                                     std::uint32_t number) const {
        return facts().generation(id, number);
    }
    [[nodiscard]] const std::map<DeviceId, DeviceAdded>& devices() const {
        return facts().devices();
    }
    /// In the order in which they were opened.
    [[nodiscard]] const std::vector<SpaceOpened>& spaces() const { return facts().spaces(); }
    /// 0 where no key was opened yet.
    [[nodiscard]] std::uint32_t newest_generation(const SpaceId& id) const {
        return facts().newest_generation(id);
    }
    /// In the order of the register.
    [[nodiscard]] const std::vector<KeySealed>& sealed_keys() const {
        return facts().sealed_keys();
    }
    /// Some generation of this space's key is sealed to this device; also where it was cut off.
    [[nodiscard]] bool is_member(const SpaceId& space, const DeviceId& device) const {
        return facts().is_member(space, device);
    }
    /// nullptr where it was not cut off.
    [[nodiscard]] const DeviceCutOff* cut_off(const DeviceId& device) const {
        return facts().cut_off(device);
    }
    [[nodiscard]] bool is_revoked(const DeviceId& device) const {
        return cut_off(device) != nullptr;
    }
    /// In the order of the register.
    [[nodiscard]] const std::vector<ClinicEnrolled>& enrolments() const {
        return facts().enrolments();
    }

  private:
    /// What this box proposes, and what the register says with it.
    struct Proposing {
        Bytes bytes;
        Proposal proposal;
        RegisterFacts with;
    };

    Result<Acceptance> meet_again(const Record& record, ByteView bytes);
    Result<Acceptance> meet_stopped(const Record& record, ByteView bytes);
    Result<Acceptance> take(const Record& record, ByteView bytes);
    [[nodiscard]] Result<void> check_signature(const Record& record, ByteView bytes) const;
    [[nodiscard]] Result<void> check_settlement(const ForkSettled& body) const;
    bool is_lost(const Record& record, ByteView bytes);
    bool put_aside(ByteView bytes);
    bool go_over();
    void propose_anew();

    RegisterFacts signed_;
    std::vector<Bytes> records_;
    crypto::Hash32 last_hash_{};
    std::optional<Fork> fork_;
    std::vector<Bytes> aside_;
    /// Hashes of records that a settlement put out of force, as far as they were met.
    std::set<crypto::Hash32> lost_;
    std::optional<Proposing> proposing_;
};

}  // namespace wayside::trust
