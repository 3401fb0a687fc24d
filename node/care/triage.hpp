// node/care/triage.hpp: the classes that a nurse sorts patients into, and how long each may wait.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wayside::care {

struct TriageClass {
    std::string name;
    std::int32_t target_minutes = 0;  ///< from arrival to being seen; 0: at once
    bool is_emergency = false;        ///< called before every class that is listed after it
    friend bool operator==(const TriageClass&, const TriageClass&) = default;
};

/// A clinic's classes, the most urgent first; emergencies stand before the others.
struct TriageScale {
    std::vector<TriageClass> classes;
    std::string untriaged;  ///< the class that a visit without triage counts as; one of `classes`
    friend bool operator==(const TriageScale&, const TriageScale&) = default;

    /// The class of this name; empty if the scale lacks it.
    [[nodiscard]] std::optional<TriageClass> find(std::string_view name) const;
    /// The class that a visit counts as: its own, or `untriaged` where it has none or one that this
    /// scale does not know (the set-up may have changed since).
    [[nodiscard]] const TriageClass& effective(std::string_view name) const;
};

/// The South African Triage Scale's targets (SATS manual 2012): red at once, orange 10 minutes,
/// yellow 60, green 240, blue 120; red and orange are emergencies; without triage green.
TriageScale south_african_triage_scale();

}  // namespace wayside::care
