// tests/sync/session/frames.hpp: a frame of every kind.
#pragma once

#include "sync/frame.hpp"
#include "sync/receipt.hpp"

namespace wayside::sync::test {

template <class AnId>
AnId id_of(std::uint8_t byte) {
    AnId out;
    out.bytes.fill(byte);
    return out;
}

inline crypto::Hash32 hash_of(std::uint8_t byte) {
    crypto::Hash32 out;
    out.fill(byte);
    return out;
}

inline ParcelName a_name() {
    ParcelName name{id_of<SpaceId>(0x22), id_of<LogId>(0x44), 7, 19, 4'000, {}};
    name.hash.fill(0x55);
    return name;
}

inline trust::PatientKeyRow forgotten_row() {
    trust::PatientKeyRow row;
    row.patient = id_of<PatientId>(0x66);
    row.space = id_of<SpaceId>(0x22);
    row.key_id = hash_of(0x77);
    row.space_key_id = hash_of(0x88);
    row.forgotten = trust::Forgetting{id_of<LogId>(0x44), 12, {1'772'438'400'000}, true};
    return row;
}

inline ledger::Head a_head() {
    ledger::Head head;
    head.region = id_of<RegionId>(0x11);
    head.space = id_of<SpaceId>(0x22);
    head.device = id_of<DeviceId>(0x33);
    head.entry = {id_of<LogId>(0x44), 19};
    head.chain = hash_of(0x99);
    head.signature.fill(0xAA);
    return head;
}

inline std::vector<FrameBody> every_body() {
    return {ByeBody{"unknown_device"},
            EnrolBody{Bytes{1, 2, 3}},
            RegisterStateBody{9, hash_of(0x12)},
            RecordsBody{{Bytes{4, 5}, Bytes{6}}},
            ForgottenStateBody{id_of<SpaceId>(0x22), hash_of(0x13)},
            ForgottenRowsBody{{forgotten_row()}},
            FrontierBody{Bytes{7, 8, 9}},
            HeldBody{{{a_name(), 100}}},
            ParcelBody{a_name(), 100},
            PartBody{Bytes{1, 2, 3, 4}},
            RefusedBody{id_of<SpaceId>(0x22), id_of<LogId>(0x44), "fork"},
            HeadsBody{{a_head()}},
            HereBody{},
            BriefBody{0, id_of<SpaceId>(0x22), id_of<LogId>(0x44), 12, 0, Bytes{1, 2, 3}},
            StoredBody{300, a_head().signature}};
}

/// One of each extent.
inline std::vector<SpaceWord> some_words() {
    const ledger::LogMark mark{id_of<LogId>(0x44), 19, hash_of(0x99)};
    const ledger::LogMark none{id_of<LogId>(0x45), 0, {}};
    return {{id_of<SpaceId>(0x21), Extent::compact, false, {mark}, hash_of(0x14)},
            {id_of<SpaceId>(0x22), Extent::whole, false, {mark}, {}},
            {id_of<SpaceId>(0x23), Extent::beside, true, {mark, none}, {}},
            {id_of<SpaceId>(0x24), Extent::some, false, {none}, {}}};
}

}  // namespace wayside::sync::test
