#include "storage/trust/patient_key_row.hpp"

namespace wayside::trust {

namespace {

constexpr std::uint8_t row_version = 1;
constexpr std::size_t key_bytes = 32;
constexpr std::size_t most_wrapped_bytes = 64;

/// What a row says of its key; the byte in the format.
enum class State : std::uint8_t { held = 0, locked = 1, destroyed = 2 };

Bytes wrap_context(crypto::Suite suite, const SpaceId& space, const PatientId& patient,
                   const crypto::Hash32& space_key_id) {
    ByteWriter context;
    context.u8(row_version);
    context.u8(static_cast<std::uint8_t>(suite));
    context.text("wrap");
    context.raw(space.view());
    context.raw(patient.view());
    context.raw(space_key_id);
    return context.take();
}

State state_of(const PatientKeyRow& row) {
    if (!row.forgotten) return State::held;
    return row.forgotten->is_destroyed ? State::destroyed : State::locked;
}

/// A row as `encode_row` writes it: destroyed means that nothing is wrapped, and only that.
bool is_sound(const PatientKeyRow& row) {
    const std::size_t whole = key_bytes + crypto::tag_bytes(row.suite, crypto::Purpose::wrap);
    return row.wrapped.size() == (state_of(row) == State::destroyed ? 0 : whole);
}

}  // namespace

Bytes encode_row(const PatientKeyRow& row) {
    require(is_sound(row), "a patient key row wraps a key unless it is destroyed");
    ByteWriter writer;
    writer.u8(row_version);
    writer.u8(static_cast<std::uint8_t>(row.suite));
    writer.raw(row.patient.view());
    writer.raw(row.space.view());
    writer.raw(row.key_id);
    writer.raw(row.space_key_id);
    writer.u8(static_cast<std::uint8_t>(state_of(row)));
    if (row.forgotten) {
        writer.raw(row.forgotten->log.view());
        writer.u64(row.forgotten->sequence);
        writer.i64(row.forgotten->at.ms);
    }
    writer.sized(row.wrapped);
    return writer.take();
}

Result<PatientKeyRow> decode_row(ByteView bytes) {
    ByteReader reader(bytes);
    const std::uint8_t version = reader.u8();
    if (reader.failed()) return Refusal{Why::malformed, "a patient key row of no bytes"};
    if (version != row_version) {
        return Refusal{Why::unsupported, "a version of patient key row that is not known here"};
    }
    const auto suite = crypto::suite_of(reader.u8());
    if (!suite) return suite.refusal();
    PatientKeyRow row;
    row.suite = *suite;
    row.patient.bytes = reader.array<16>();
    row.space.bytes = reader.array<16>();
    row.key_id = reader.array<32>();
    row.space_key_id = reader.array<32>();
    const std::uint8_t state = reader.u8();
    if (state > static_cast<std::uint8_t>(State::destroyed)) {
        return Refusal{Why::unsupported, "a state of a patient key that is not known here"};
    }
    if (state != static_cast<std::uint8_t>(State::held)) {
        Forgetting forgotten;
        forgotten.log.bytes = reader.array<16>();
        forgotten.sequence = reader.u64();
        forgotten.at.ms = reader.i64();
        forgotten.is_destroyed = state == static_cast<std::uint8_t>(State::destroyed);
        row.forgotten = forgotten;
    }
    const ByteView wrapped = reader.sized(most_wrapped_bytes);
    row.wrapped.assign(wrapped.begin(), wrapped.end());
    if (!reader.done() || !is_sound(row)) {
        return Refusal{Why::malformed, "not the bytes of a patient key row"};
    }
    return row;
}

PatientKeyRow wrap_patient_key(const PatientId& patient, const SpaceId& space, crypto::Suite suite,
                               const SpaceKey& by, const crypto::Key& key) {
    const Bytes context = wrap_context(suite, space, patient, by.id);
    return {.patient = patient,
            .space = space,
            .suite = suite,
            .key_id = crypto::key_id(key),
            .space_key_id = by.id,
            .wrapped = crypto::seal(by.key, suite, crypto::Purpose::wrap, context, key.view()),
            .forgotten = std::nullopt};
}

Result<crypto::Key> unwrap_patient_key(const PatientKeyRow& row, const Keyring& keyring) {
    if (row.forgotten) {
        return Refusal{Why::forbidden, "this patient's key was forgotten", "forgotten"};
    }
    const SpaceKey* by = keyring.find(row.space, row.space_key_id);
    if (by == nullptr) {
        return Refusal{Why::forbidden, "wrapped by a space key that this node does not hold",
                       "space_key"};
    }
    const Bytes context = wrap_context(row.suite, row.space, row.patient, row.space_key_id);
    auto opened = crypto::open(by->key, row.suite, crypto::Purpose::wrap, context, row.wrapped);
    if (!opened) {
        return Refusal{Why::damaged, "a patient key row that its seal does not agree with",
                       "patient_key"};
    }
    auto key = crypto::Key::from(*opened);
    crypto::wipe(*opened);
    if (!key || crypto::key_id(*key) != row.key_id) {
        return Refusal{Why::damaged, "a patient key that does not give its id", "patient_key"};
    }
    return key;
}

}  // namespace wayside::trust
