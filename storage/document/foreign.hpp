// storage/document/foreign.hpp: owners of what the C interface hands out.
#pragma once

#include <memory>

#include "storage/base/bytes.hpp"
#include "storage/document/automerge/wayside_automerge.h"

namespace wayside::document {

struct FreeDocument {
    void operator()(WaysideDocument* document) const noexcept { wayside_document_free(document); }
};
using DocumentHandle = std::unique_ptr<WaysideDocument, FreeDocument>;

/// One answer of the C interface: filled by one call, freed with its owner.
class Answer {
  public:
    Answer() = default;
    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;
    ~Answer() { wayside_bytes_free(bytes_); }

    WaysideBytes* place() { return &bytes_; }
    /// Borrowed; dies with the answer.
    [[nodiscard]] ByteView view() const { return {bytes_.bytes, bytes_.size}; }

  private:
    WaysideBytes bytes_{nullptr, 0};
};

inline WaysideView view_for_c(ByteView bytes) {
    return {bytes.data(), bytes.size()};
}

/// What a status other than WAYSIDE_DONE says.
Refusal refusal_of(std::uint8_t status, const Answer& answer);

}  // namespace wayside::document
