// storage/trust/register.hpp: who belongs to a region and which spaces it has, as a chained list
// that the region's authority signs.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "storage/trust/register_record.hpp"

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
/// nothing more is accepted. Whoever stores the register stores the other record too, after the
/// chain, so that it is still stopped after a restart.
class Register {
  public:
    /// Records in the order in which they were stored. A fork among them gives a stopped register;
    /// any other record that cannot be accepted refuses the whole, naming its place.
    static Result<Register> load(const std::vector<Bytes>& records);

    /// Takes the next record from anywhere. The same record twice is no harm. Refuses, with these
    /// rules:
    ///   `register_signature` (damaged)     not signed by the region's authority
    ///   `register_gap` (unavailable)       earlier records are missing
    ///   `register_chain` (damaged)         it follows another record than our last one
    ///   `register_forked` (conflict)       signed, but another one of this sequence is here: stops
    ///   `register_stopped` (conflict)      a fork was found before
    ///   `register_record` (invalid)        signed, but it makes no sense; the detail says why
    /// and whatever `decode_record` refuses. A refused record changes nothing (but a fork stops).
    Result<Acceptance> accept(ByteView record);

    /// Signs the next record and accepts it; gives its bytes. The first one is RegionFounded.
    /// Refuses `forbidden` for a signer that is not the region's authority, and as `accept` does.
    Result<Bytes> append(const crypto::Signer& authority, Timestamp at, const Body& body);

    /// False until the founding record is here; the next three then are all zeros and suite 1.
    [[nodiscard]] bool is_founded() const { return !records_.empty(); }
    [[nodiscard]] const RegionId& region() const { return region_; }
    [[nodiscard]] const crypto::PublicKey& authority() const { return founding_.authority; }
    [[nodiscard]] crypto::Suite suite() const { return founding_.suite; }

    /// The chain, in order, as signed.
    [[nodiscard]] const std::vector<Bytes>& records() const { return records_; }
    [[nodiscard]] const crypto::Hash32& last_hash() const { return last_hash_; }
    [[nodiscard]] const std::optional<Fork>& fork() const { return fork_; }

    /// nullptr when absent; valid until the register is changed or moved.
    [[nodiscard]] const DeviceAdded* device(const DeviceId& id) const;
    [[nodiscard]] const SpaceOpened* space(const SpaceId& id) const;
    [[nodiscard]] const GenerationOpened* generation(const SpaceId& id, std::uint32_t number) const;

    [[nodiscard]] const std::map<DeviceId, DeviceAdded>& devices() const { return devices_; }
    /// In the order in which they were opened.
    [[nodiscard]] const std::vector<SpaceOpened>& spaces() const { return spaces_; }
    /// 0 where no key was opened yet.
    [[nodiscard]] std::uint32_t newest_generation(const SpaceId& id) const;
    /// In the order of the register.
    [[nodiscard]] const std::vector<KeySealed>& sealed_keys() const { return sealed_keys_; }
    /// Some generation of this space's key is sealed to this device; also where it was cut off.
    [[nodiscard]] bool is_member(const SpaceId& space, const DeviceId& device) const;
    [[nodiscard]] bool is_revoked(const DeviceId& device) const;
    /// nullptr where it was not cut off; valid as above.
    [[nodiscard]] const DeviceCutOff* cut_off(const DeviceId& device) const;
    /// In the order of the register.
    [[nodiscard]] const std::vector<ClinicEnrolled>& enrolments() const;

    /// The proposal of this box while its region has not enrolled it: what a session sends in place
    /// of its hello. nullptr where there is none or it was enrolled; valid as above. What it
    /// proposes is answered above as if it were in the register; `records` has it only once signed.
    [[nodiscard]] const Bytes* proposal() const;

  private:
    Result<Acceptance> meet_again(const Record& record, ByteView bytes);
    [[nodiscard]] Result<void> check_signature(const Record& record, ByteView bytes) const;
    [[nodiscard]] Result<void> check(const RegionFounded& body) const;
    [[nodiscard]] Result<void> check(const DeviceAdded& body) const;
    [[nodiscard]] Result<void> check(const SpaceOpened& body) const;
    [[nodiscard]] Result<void> check(const GenerationOpened& body) const;
    [[nodiscard]] Result<void> check(const KeySealed& body) const;
    void take(const RegionFounded& body);
    void take(const DeviceAdded& body);
    void take(const SpaceOpened& body);
    void take(const GenerationOpened& body);
    void take(const KeySealed& body);

    RegionId region_;
    RegionFounded founding_;
    std::vector<Bytes> records_;
    crypto::Hash32 last_hash_{};
    std::optional<Fork> fork_;
    std::map<DeviceId, DeviceAdded> devices_;
    std::vector<SpaceOpened> spaces_;
    std::map<SpaceId, std::vector<GenerationOpened>> generations_;  ///< [number - 1]
    std::vector<KeySealed> sealed_keys_;
};

}  // namespace wayside::trust
