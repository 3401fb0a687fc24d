// storage/trust/register_facts.hpp: what a register's records say, one after another; who signed
// them is not asked here.
#pragma once

#include <map>
#include <vector>

#include "storage/trust/register_record.hpp"

namespace wayside::trust {

/// A value; used by one thread at a time. Pointers and references into it hold until it is changed
/// or moved. Lookups cost O(spaces) or O(sealed keys) at most: hundreds in a region.
class RegisterFacts {
  public:
    /// Takes what follows from the next record. Refuses `invalid`, rule `register_record`, what
    /// makes no sense after all that was taken before; the detail says why, and nothing is changed.
    Result<void> add(const Body& body);

    /// All zeros and suite 1 until the founding was taken.
    [[nodiscard]] const RegionId& region() const { return region_; }
    [[nodiscard]] const RegionFounded& founding() const { return founding_; }

    /// nullptr when absent.
    [[nodiscard]] const DeviceAdded* device(const DeviceId& id) const;
    [[nodiscard]] const SpaceOpened* space(const SpaceId& id) const;
    [[nodiscard]] const GenerationOpened* generation(const SpaceId& id, std::uint32_t number) const;
    [[nodiscard]] const DeviceCutOff* cut_off(const DeviceId& device) const;

    [[nodiscard]] const std::map<DeviceId, DeviceAdded>& devices() const { return devices_; }
    /// These three in the order in which they were taken.
    [[nodiscard]] const std::vector<SpaceOpened>& spaces() const { return spaces_; }
    [[nodiscard]] const std::vector<KeySealed>& sealed_keys() const { return sealed_keys_; }
    [[nodiscard]] const std::vector<ClinicEnrolled>& enrolments() const { return enrolments_; }
    /// 0 where no key was opened yet.
    [[nodiscard]] std::uint32_t newest_generation(const SpaceId& id) const;
    [[nodiscard]] bool is_member(const SpaceId& space, const DeviceId& device) const;

  private:
    [[nodiscard]] Result<void> check(const RegionFounded& body) const;
    [[nodiscard]] Result<void> check(const DeviceAdded& body) const;
    [[nodiscard]] Result<void> check(const SpaceOpened& body) const;
    [[nodiscard]] Result<void> check(const GenerationOpened& body) const;
    [[nodiscard]] Result<void> check(const KeySealed& body) const;
    [[nodiscard]] Result<void> check(const ClinicEnrolled& body) const;
    [[nodiscard]] Result<void> check(const DeviceCutOff& body) const;
    [[nodiscard]] Result<void> check(const ForkSettled& body) const;
    void take(const RegionFounded& body);
    void take(const DeviceAdded& body);
    void take(const SpaceOpened& body) { spaces_.push_back(body); }
    void take(const GenerationOpened& body) { generations_[body.space].push_back(body); }
    void take(const KeySealed& body) { sealed_keys_.push_back(body); }
    void take(const ClinicEnrolled& body) { enrolments_.push_back(body); }
    void take(const DeviceCutOff& body) { cut_offs_.emplace(body.device, body); }
    void take(const ForkSettled&) {}  // of the chain, not of what it says

    [[nodiscard]] bool is_clinic(const SpaceId& id) const;

    RegionId region_;
    RegionFounded founding_;
    bool is_founded_ = false;
    std::map<DeviceId, DeviceAdded> devices_;
    std::vector<SpaceOpened> spaces_;
    std::map<SpaceId, std::vector<GenerationOpened>> generations_;  ///< [number - 1]
    std::vector<KeySealed> sealed_keys_;
    std::vector<ClinicEnrolled> enrolments_;
    std::map<DeviceId, DeviceCutOff> cut_offs_;
};

}  // namespace wayside::trust
