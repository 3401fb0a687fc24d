/* storage/document/automerge/wayside_automerge.h: Automerge for C. Bytes in, bytes out; object ids
 * never cross. README.md beside storage/document shows each buffer with a worked example.
 *
 * Each call that takes `answer` writes one buffer there, whatever happens, and returns a status:
 * with 0 the buffer is the answer, else it is a line of UTF-8 for a person. The caller frees it
 * with wayside_bytes_free. No call throws, and no panic below crosses: a call on a document that
 * panics answers `damaged` and poisons that document, so that every later call on it answers
 * `damaged`.
 *
 * A document is used by one thread at a time. Views are borrowed for the time of the call.
 */
#ifndef WAYSIDE_AUTOMERGE_H
#define WAYSIDE_AUTOMERGE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum WaysideStatus {
    WAYSIDE_DONE = 0,
    WAYSIDE_MALFORMED = 1, /* bytes that are no change, or a change that breaks the flat schema */
    WAYSIDE_INVALID = 2,   /* readable, but not this document's */
    WAYSIDE_NOT_FOUND = 3, /* a parent is not here */
    WAYSIDE_TOO_LARGE = 4,
    WAYSIDE_DAMAGED = 5 /* poisoned, or a saved document that does not load */
};

typedef struct WaysideDocument WaysideDocument;

typedef struct WaysideBytes {
    uint8_t* bytes;
    size_t size;
} WaysideBytes;

typedef struct WaysideView {
    const uint8_t* bytes;
    size_t size;
} WaysideView;

/* `*document` is written with status 0 only. `kind` is 1 to 5. `actor` points to 16 bytes. */
uint8_t wayside_document_begin(uint8_t kind, const uint8_t (*actor)[16], WaysideDocument** document,
                               WaysideBytes* answer);
uint8_t wayside_document_load(WaysideView saved, const uint8_t (*actor)[16],
                              WaysideDocument** document, WaysideBytes* answer);
void wayside_document_free(WaysideDocument* document);
void wayside_bytes_free(WaysideBytes bytes);

/* One byte. */
uint8_t wayside_document_kind(WaysideDocument* document, WaysideBytes* answer);
/* Automerge's saved form, compressed, with history. */
uint8_t wayside_document_save(WaysideDocument* document, WaysideBytes* answer);
/* Changes -> records touched. All or none. Whoever calls bounds each change first: a few bytes of a
 * change can claim 2^60 operations (split_change refuses those). */
uint8_t wayside_document_apply(WaysideDocument* document, WaysideView changes,
                               WaysideBytes* answer);
/* Edits -> committed. */
uint8_t wayside_document_commit(WaysideDocument* document, WaysideView edits, WaysideBytes* answer);
/* Hashes, ordered. */
uint8_t wayside_document_heads(WaysideDocument* document, WaysideBytes* answer);
/* Hashes -> changes that are not among their ancestors, parents first. Unknown hashes count for
 * nothing. */
uint8_t wayside_document_changes_since(WaysideDocument* document, WaysideView have,
                                       WaysideBytes* answer);
/* Hashes -> those of them that are no changes of the document, ordered. */
uint8_t wayside_document_unknown(WaysideDocument* document, WaysideView asked,
                                 WaysideBytes* answer);
/* Every record, ordered by (map, key). */
uint8_t wayside_document_records(WaysideDocument* document, WaysideBytes* answer);
/* Changes -> recovered: the edits of changes that cannot be applied. Changes nothing. Bounds as
 * with apply. */
uint8_t wayside_document_edits_of(WaysideDocument* document, WaysideView changes,
                                  WaysideBytes* answer);
/* Changes, operations, saved bytes; saves to count the last. */
uint8_t wayside_document_statistics(WaysideDocument* document, WaysideBytes* answer);
/* Panics, so that tests can see what that does. */
uint8_t wayside_document_panic(WaysideDocument* document, WaysideBytes* answer);

/* The kind's first change, raw. */
uint8_t wayside_kind_first_change(uint8_t kind, WaysideBytes* answer);
/* The kind's maps, in the order in which the first change makes them. */
uint8_t wayside_kind_maps(uint8_t kind, WaysideBytes* answer);

void wayside_sha256(WaysideView bytes, uint8_t (*digest)[32]);

#ifdef __cplusplus
}
#endif

#endif
