// sync/session_core.hpp: what a Session does; for this folder only.
//
// session_core.cpp: bytes, time and the end; session_meeting.cpp: who the peer is;
// session_says.cpp: what is to be said now; session_hears.cpp: what the peer says, and the store's
// answers.
#pragma once

#include <functional>

#include "sync/session_hello.hpp"
#include "sync/session_incoming.hpp"
#include "sync/session_outgoing.hpp"

namespace wayside::sync {

class Session::Core {
  public:
    Core(const Identity& identity, Store& store, Options options, const ChannelBinding& binding,
         Side side, Timestamp now);

    void received(ByteView bytes, Timestamp now);
    [[nodiscard]] ByteView output() const;
    void wrote(std::size_t bytes, Timestamp now);
    [[nodiscard]] Timestamp deadline() const;
    void tick(Timestamp now);
    void changed(Timestamp now);
    void stored(Ticket ticket, const Result<void>& answer, Timestamp now);
    void packed(Ticket ticket, const Result<Packed>& answer, Timestamp now);
    void close(const Refusal& why, Timestamp now);

    [[nodiscard]] bool ended() const { return stage_ == Stage::ended; }
    [[nodiscard]] const std::optional<Refusal>& why() const { return why_; }
    [[nodiscard]] bool was_told() const { return was_told_; }
    [[nodiscard]] std::optional<DeviceId> peer() const;
    [[nodiscard]] bool is_settled() const;
    [[nodiscard]] const Tally& tally() const { return tally_; }

  private:
    enum class Stage {
        meeting,    ///< until the peer's hello
        proposing,  ///< acceptor: until the proposal of a device that is not in the register
        enrolling,  ///< acceptor: the store enrols it
        open,
        ended,
    };

    /// What is known once the peer has proved who it is.
    struct Peer {
        DeviceId device;
        crypto::PublicKey key{};
        Spaces spaces;
        Outgoing outgoing;
        Incoming incoming;
        Inbox& inbox;
        InboxClaim claim;
    };

    /// Runs a step and then says what is due; a broken machine ends the session.
    void run(Timestamp now, const std::function<void()>& step);
    void advance();

    void end(const Refusal& why, const std::string& told);
    void end(const Refusal& why) { end(why, why.rule_name()); }
    void send(const FrameBody& body);

    // Meeting.
    void say_hello(const DeviceId& to, bool enrols);
    void take_hello(const Bytes& payload);
    void answer(const Hello& hello, const Bytes& payload);
    void take_answer(const Hello& hello, const Bytes& payload);
    void prove_enrolled();
    [[nodiscard]] Result<crypto::PublicKey> prove(const Hello& hello, const Bytes& payload) const;
    [[nodiscard]] Result<void> agree_with(const Hello& hello);
    void open(const DeviceId& device, const crypto::PublicKey& key);
    void refresh_register();

    // Saying. Each says one thing, if there is one to say.
    bool say_next();
    bool say_register();
    bool say_records();
    bool say_forgotten();
    bool say_words();
    [[nodiscard]] bool is_said_as_stored(const std::vector<SpaceWord>& words) const;
    bool say_held();
    bool say_parcels();
    void say_heads(const LogName& name);

    // Hearing.
    void take(const RawFrame& frame);
    void hear(const ByeBody& body);
    void hear(const EnrolBody& body);
    void hear(const RegisterStateBody& body);
    void hear(const RecordsBody& body);
    void hear(const ForgottenStateBody& body);
    void hear(const ForgottenRowsBody& body);
    void hear(const FrontierBody& body);
    void hear(const HeldBody& body);
    void hear(const ParcelBody& body);
    void hear(const PartBody& body);
    void hear(const RefusedBody& body);
    void hear(const HeadsBody& body);
    void hear(const HereBody& body);
    void hear(const BriefBody& body);
    void hear(const StoredBody& body);
    void queue(Taking taking);
    void queue_whole_parcel();
    void note_receipt(const SpaceId& space);
    void ask_store();
    void answered(const Taken& taken);
    void refuse_parcel(const ParcelName& name, const Result<void>& answer);
    [[nodiscard]] Ticket next_ticket() { return {++last_ticket_}; }

    Identity identity_;
    Store& store_;
    Options options_;
    ChannelBinding binding_;
    Side side_;
    Stage stage_ = Stage::meeting;
    Timestamp now_;
    Timestamp stage_since_;
    Timestamp last_heard_;
    Timestamp last_said_;
    std::optional<Refusal> why_;
    bool was_told_ = false;

    FrameReader reader_;
    Bytes output_;
    std::size_t output_written_ = 0;
    std::uint64_t last_ticket_ = 0;
    std::optional<Ticket> enrol_ticket_;
    int depth_ = 0;
    Tally tally_;

    std::shared_ptr<const trust::Register> register_;  ///< shared with the store, which says more
    Bytes our_hello_;
    Bytes their_hello_;
    Dialect dialect_;
    const Coding* coding_ = nullptr;
    std::optional<Peer> peer_;

    bool waits_for_word_ = false;  ///< it is the peer's turn to say first what it has
    bool has_heard_ = false;       ///< the peer said what it has
    bool has_said_held_ = false;
    bool has_said_words_ = false;
    bool may_owe_words_ = true;
    bool may_plan_ = true;
    Bytes last_words_;

    std::optional<RegisterStateBody> told_register_;
    std::optional<RegisterStateBody> their_register_;
    std::uint64_t next_record_ = 0;
    bool has_sent_fork_ = false;

    std::map<SpaceId, crypto::Hash32> told_forgotten_;
    std::map<SpaceId, crypto::Hash32> their_forgotten_;
    std::set<Bytes> known_forgotten_;  ///< rows that the peer has, as far as we know
    bool may_owe_forgotten_ = true;

    NamedLogs their_logs_;              ///< that their parcels were of
    std::uint64_t parcels_heard_ = 0;   ///< announced by the peer
    std::optional<TakeParcel> stored_;  ///< the last one that is
    Timestamp gathers_until_{0};        ///< what is new goes out then, not before

    std::size_t refusals_heard_ = 0;
    std::size_t heads_heard_ = 0;
};

}  // namespace wayside::sync
