#include "storage/document/document.hpp"

#include <algorithm>
#include <utility>

#include "storage/document/document_buffers.hpp"
#include "storage/document/foreign.hpp"

namespace wayside::document {

struct Document::Handle {
    DocumentHandle document;
    Kind kind;
};

Refusal refusal_of(std::uint8_t status, const Answer& answer) {
    Why why = Why::damaged;
    switch (static_cast<WaysideStatus>(status)) {
        case WAYSIDE_MALFORMED:
            why = Why::malformed;
            break;
        case WAYSIDE_INVALID:
            why = Why::invalid;
            break;
        case WAYSIDE_NOT_FOUND:
            why = Why::not_found;
            break;
        case WAYSIDE_TOO_LARGE:
            why = Why::too_large;
            break;
        case WAYSIDE_DONE:
        case WAYSIDE_DAMAGED:
            break;
    }
    return Refusal{why, std::string{text_of(answer.view())}};
}

namespace {

using ActorBytes = std::uint8_t[16];

void copy_actor(LogId from, ActorBytes& to) {
    std::copy(from.bytes.begin(), from.bytes.end(), std::begin(to));
}

using Ask = std::uint8_t (*)(WaysideDocument*, WaysideBytes*);
using AskWith = std::uint8_t (*)(WaysideDocument*, WaysideView, WaysideBytes*);

template <class T>
Result<T> decoded(std::uint8_t status, const Answer& answer, Result<T> (*decode)(ByteView)) {
    if (status != WAYSIDE_DONE) return refusal_of(status, answer);
    return decode(answer.view());
}

template <class T>
Result<T> ask(const DocumentHandle& document, Ask call, Result<T> (*decode)(ByteView)) {
    Answer answer;
    const std::uint8_t status = call(document.get(), answer.place());
    return decoded(status, answer, decode);
}

template <class T>
Result<T> ask(const DocumentHandle& document, AskWith call, const Bytes& question,
              Result<T> (*decode)(ByteView)) {
    Answer answer;
    const std::uint8_t status = call(document.get(), view_for_c(question), answer.place());
    return decoded(status, answer, decode);
}

Result<Bytes> copied(ByteView bytes) {
    return Bytes{bytes.begin(), bytes.end()};
}

Result<Kind> read_kind(ByteView bytes) {
    if (bytes.size() != 1) return Refusal{Why::damaged, "Automerge's answer cannot be read"};
    return static_cast<Kind>(bytes[0]);
}

}  // namespace

Document::Document(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Document Document::begin(Kind kind, LogId actor) {
    ActorBytes actor_bytes;
    copy_actor(actor, actor_bytes);
    WaysideDocument* raw = nullptr;
    Answer answer;
    const std::uint8_t status =
        wayside_document_begin(static_cast<std::uint8_t>(kind), &actor_bytes, &raw, answer.place());
    DocumentHandle document{raw};
    require(status == WAYSIDE_DONE, "a document begins with a known kind and an actor of a log");
    return Document{std::make_unique<Handle>(Handle{std::move(document), kind})};
}

Result<Document> Document::load(ByteView saved, LogId actor) {
    require(actor != LogId{}, "an actor is the id of a log");
    ActorBytes actor_bytes;
    copy_actor(actor, actor_bytes);
    WaysideDocument* raw = nullptr;
    Answer answer;
    const std::uint8_t status =
        wayside_document_load(view_for_c(saved), &actor_bytes, &raw, answer.place());
    DocumentHandle document{raw};
    if (status != WAYSIDE_DONE) return refusal_of(status, answer);
    const auto kind = ask(document, wayside_document_kind, read_kind);
    if (!kind) return kind.refusal();
    return Document{std::make_unique<Handle>(Handle{std::move(document), *kind})};
}

Kind Document::kind() const {
    return handle_->kind;
}

Result<Bytes> Document::save() {
    return ask(handle_->document, wayside_document_save, copied);
}

namespace {

/// Bounds each change before Automerge reads it: see split_change.
Result<void> bounded(const std::vector<Bytes>& changes) {
    for (const Bytes& change : changes) {
        const auto parts = split_change(change);
        if (!parts) return parts.refusal();
    }
    return {};
}

}  // namespace

Result<Applied> Document::apply(const std::vector<Bytes>& changes) {
    if (const auto fit = bounded(changes); !fit) return fit.refusal();
    auto touched =
        ask(handle_->document, wayside_document_apply, encode_changes(changes), decode_records);
    if (!touched) return touched.refusal();
    return Applied{*std::move(touched)};
}

namespace {

/// The crate answers a commit of nothing with no bytes at all.
Result<Committed> decode_commit(ByteView answer) {
    if (answer.empty()) {
        return Refusal{Why::invalid, "every edit stands already", nothing_to_write};
    }
    return decode_committed(answer);
}

}  // namespace

Result<Committed> Document::commit(const std::vector<Edit>& edits, std::int64_t time_ms) {
    return ask(handle_->document, wayside_document_commit, encode_edits(edits, time_ms),
               decode_commit);
}

Result<std::vector<ChangeHash>> Document::heads() {
    return ask(handle_->document, wayside_document_heads, decode_hashes);
}

Result<std::vector<Bytes>> Document::changes_since(const std::vector<ChangeHash>& have) {
    return ask(handle_->document, wayside_document_changes_since, encode_hashes(have),
               decode_changes);
}

Result<std::vector<ChangeHash>> Document::missing(const std::vector<Bytes>& changes) {
    std::vector<ChangeHash> parents;
    std::vector<ChangeHash> among;
    for (const Bytes& change : changes) {
        const auto parts = split_change(change);
        if (!parts) return parts.refusal();
        parents.insert(parents.end(), parts->parents.begin(), parts->parents.end());
        among.push_back(hash_of_change(change).value());
    }
    std::ranges::sort(among);
    std::erase_if(parents,
                  [&](const ChangeHash& hash) { return std::ranges::binary_search(among, hash); });
    return ask(handle_->document, wayside_document_unknown, encode_hashes(parents), decode_hashes);
}

Result<std::vector<Record>> Document::records() {
    return ask(handle_->document, wayside_document_records, decode_records);
}

Result<std::vector<Recovered>> Document::edits_of(const std::vector<Bytes>& changes) {
    if (const auto fit = bounded(changes); !fit) return fit.refusal();
    return ask(handle_->document, wayside_document_edits_of, encode_changes(changes),
               decode_recovered);
}

Result<Statistics> Document::statistics() {
    return ask(handle_->document, wayside_document_statistics, decode_statistics);
}

void Document::panic_for_a_test() {
    Answer answer;
    wayside_document_panic(handle_->document.get(), answer.place());
}

}  // namespace wayside::document
