#include "storage/ledger/side_rows.hpp"

namespace wayside::ledger {

namespace {

constexpr std::uint8_t answer_version = 1;
constexpr std::size_t max_answer_bytes = 1 << 20;

Bytes answer_context(const SealingRow& sealing, const crypto::Hash32& request_key,
                     const SpaceId& space) {
    ByteWriter out;
    out.u8(answer_version);
    out.u8(static_cast<std::uint8_t>(sealing.suite));
    out.text("answer");
    out.raw(space.view());
    out.raw(request_key);
    out.raw(sealing.key_id);
    return out.take();
}

std::array<std::uint8_t, 8> setting_check(std::string_view name, ByteView value) {
    ByteWriter before;
    before.text(name);
    return crypto::hash<8>("wayside setting", {}, {before.bytes(), value});
}

Bytes with_check(std::string_view name, ByteView value) {
    ByteWriter out;
    out.raw(value);
    out.raw(setting_check(name, value));
    return out.take();
}

}  // namespace

crypto::Hash32 request_key(const crypto::Key& space_key, crypto::Suite suite,
                           std::string_view screen, std::string_view key) {
    const auto secret = crypto::subkey(space_key, suite, crypto::Purpose::answer);
    ByteWriter request;
    request.text(screen);
    request.text(key);
    return crypto::hash<32>("wayside answer", secret.view(), {request.bytes()});
}

Bytes seal_answer(const crypto::Key& space_key, const SealingRow& sealing,
                  const crypto::Hash32& request_key, const NewAnswer& answer) {
    ByteWriter plain;
    plain.u8(answer_version);
    plain.raw(answer.request);
    plain.u16(answer.status);
    plain.i64(answer.at.ms);
    plain.sized(answer.body);
    const Bytes context = answer_context(sealing, request_key, answer.space);
    return crypto::seal(space_key, sealing.suite, crypto::Purpose::answer, context, plain.bytes());
}

Result<StoredAnswer> open_answer(const crypto::Key& space_key, const SealingRow& sealing,
                                 const crypto::Hash32& request_key, const SpaceId& space,
                                 ByteView sealed) {
    const Bytes context = answer_context(sealing, request_key, space);
    const auto plain =
        crypto::open(space_key, sealing.suite, crypto::Purpose::answer, context, sealed);
    if (!plain) return plain.refusal();
    ByteReader from(*plain);
    const bool known = from.u8() == answer_version;
    StoredAnswer out;
    out.request = from.array<32>();
    out.status = from.u16();
    out.at.ms = from.i64();
    const ByteView body = from.sized(max_answer_bytes);
    if (!known || !from.done()) return Refusal{Why::malformed, "not the bytes of an answer"};
    out.body.assign(body.begin(), body.end());
    return out;
}

void put_setting(sqlite::Database& database, std::string_view name, ByteView value) {
    database
        .prepared(
            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET "
            "value = excluded.value")
        .run(name, with_check(name, value));
}

std::optional<Bytes> without_check(std::string_view name, ByteView stored) {
    if (stored.size() < 8) return std::nullopt;
    const ByteView value = stored.first(stored.size() - 8);
    if (!crypto::equal(setting_check(name, value), stored.last(8))) return std::nullopt;
    return Bytes(value.begin(), value.end());
}

Bytes column_of(const PatientId& patient, const trust::Forgetting& forgetting) {
    ByteWriter out;
    out.raw(forgetting.log.view());
    out.u64(forgetting.sequence);
    out.i64(forgetting.at.ms);
    out.u8(forgetting.is_destroyed ? 1 : 0);
    out.raw(crypto::hash<4>("wayside forgot", {}, {patient.view(), out.bytes()}));
    return out.take();
}

std::optional<trust::Forgetting> forgetting_of(const PatientId& patient, ByteView column) {
    ByteReader from(column);
    trust::Forgetting out;
    out.log.bytes = from.array<16>();
    out.sequence = from.u64();
    out.at.ms = from.i64();
    out.is_destroyed = from.u8() == 1;
    from.raw(4);
    if (!from.done()) return std::nullopt;
    const Bytes sound = column_of(patient, out);
    if (!crypto::equal(sound, column)) return std::nullopt;
    return out;
}

}  // namespace wayside::ledger
