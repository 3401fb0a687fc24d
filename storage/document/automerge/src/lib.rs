//! Automerge behind a C interface (wayside_automerge.h): bytes in, bytes out, no object ids across.
//!
//! This file is the door: pointers, statuses, and the panic that poisons one document.

mod apply;
mod buffer;
mod commit;
mod flat;
mod guard;
mod kinds;
mod open;
mod records;
mod recover;
mod refusal;

use automerge::{ChangeHash, ReadDoc};
use sha2::{Digest, Sha256};

use buffer::{put_sized, put_u32, put_u64, Reader};
use guard::guarded;
use open::Open;
use refusal::Refusal;

/// Nothing in it: a call panicked below, and what is left cannot be believed.
pub struct WaysideDocument {
    open: Option<Open>,
}

#[repr(C)]
pub struct WaysideBytes {
    bytes: *mut u8,
    size: usize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WaysideView {
    bytes: *const u8,
    size: usize,
}

impl WaysideView {
    /// # Safety
    /// The header's promise: `size` bytes are readable at `bytes` for the time of the call.
    unsafe fn get<'a>(self) -> &'a [u8] {
        if self.size == 0 {
            return &[];
        }
        std::slice::from_raw_parts(self.bytes, self.size)
    }
}

type Answer = Result<Vec<u8>, Refusal>;

/// # Safety
/// `out` points to a place for one `WaysideBytes`.
unsafe fn give(out: *mut WaysideBytes, answer: Answer) -> u8 {
    let (status, bytes) = match answer {
        Ok(bytes) => (0, bytes),
        Err(refusal) => (refusal.why as u8, refusal.detail.into_bytes()),
    };
    let bytes = Box::leak(bytes.into_boxed_slice());
    out.write(WaysideBytes { bytes: bytes.as_mut_ptr(), size: bytes.len() });
    status
}

fn poisoned() -> Refusal {
    Refusal::damaged("the document was left half done; load it anew")
}

/// Does `work` on an open document; a panic in it shuts this document and no other.
///
/// # Safety
/// `document` came from `begin` or `load`, was not freed, and is used by this thread alone.
unsafe fn on(
    document: *mut WaysideDocument,
    out: *mut WaysideBytes,
    work: impl FnOnce(&mut Open) -> Answer,
) -> u8 {
    let document = &mut *document;
    let Some(open) = document.open.as_mut() else { return give(out, Err(poisoned())) };
    let answer = guarded(|| work(open)).unwrap_or_else(|| {
        let left = document.open.take();
        // Dropping what a panic left may panic again; what is then lost is memory, once.
        let _ = guarded(move || drop(left));
        Err(poisoned())
    });
    give(out, answer)
}

/// # Safety
/// As the header says for `document` and `out`.
unsafe fn opened(
    document: *mut *mut WaysideDocument,
    out: *mut WaysideBytes,
    work: impl FnOnce() -> Result<Open, Refusal>,
) -> u8 {
    let panicked = || Err(Refusal::damaged("the document does not load"));
    match guarded(work).unwrap_or_else(panicked) {
        Ok(open) => {
            document.write(Box::into_raw(Box::new(WaysideDocument { open: Some(open) })));
            give(out, Ok(Vec::new()))
        }
        Err(refusal) => give(out, Err(refusal)),
    }
}

fn hashes(mut input: Reader) -> Result<Vec<ChangeHash>, Refusal> {
    let mut out = Vec::new();
    for _ in 0..input.count()? {
        out.push(ChangeHash(input.array()?));
    }
    input.end()?;
    Ok(out)
}

fn put_hashes(mut hashes: Vec<ChangeHash>) -> Vec<u8> {
    hashes.sort_unstable();
    hashes.dedup();
    let mut out = Vec::new();
    put_u32(&mut out, hashes.len());
    for hash in &hashes {
        out.extend_from_slice(hash.as_ref());
    }
    out
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_begin(
    kind: u8,
    actor: *const [u8; 16],
    document: *mut *mut WaysideDocument,
    out: *mut WaysideBytes,
) -> u8 {
    let actor = *actor;
    opened(document, out, || {
        let known = kinds::find(kind).ok_or_else(|| Refusal::invalid("an unknown kind"))?;
        Open::begin(known, actor)
    })
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_load(
    saved: WaysideView,
    actor: *const [u8; 16],
    document: *mut *mut WaysideDocument,
    out: *mut WaysideBytes,
) -> u8 {
    let (saved, actor) = (saved.get(), *actor);
    opened(document, out, || Open::load(saved, actor))
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_free(document: *mut WaysideDocument) {
    if !document.is_null() {
        let document = Box::from_raw(document);
        let _ = guarded(move || drop(document));
    }
}

#[no_mangle]
pub unsafe extern "C" fn wayside_bytes_free(bytes: WaysideBytes) {
    if !bytes.bytes.is_null() {
        drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(bytes.bytes, bytes.size)));
    }
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_kind(
    document: *mut WaysideDocument,
    out: *mut WaysideBytes,
) -> u8 {
    on(document, out, |open| Ok(vec![open.kind.number]))
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_save(
    document: *mut WaysideDocument,
    out: *mut WaysideBytes,
) -> u8 {
    on(document, out, |open| Ok(open.doc.save()))
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_apply(
    document: *mut WaysideDocument,
    changes: WaysideView,
    out: *mut WaysideBytes,
) -> u8 {
    let input = changes.get();
    on(document, out, |open| {
        let plan = guarded(|| apply::plan(open, Reader::new(input)))
            .unwrap_or_else(|| Err(Refusal::malformed("bytes are no change")))?;
        apply::apply(open, plan)
    })
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_commit(
    document: *mut WaysideDocument,
    edits: WaysideView,
    out: *mut WaysideBytes,
) -> u8 {
    let input = edits.get();
    on(document, out, |open| commit::commit(open, Reader::new(input), input.len()))
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_heads(
    document: *mut WaysideDocument,
    out: *mut WaysideBytes,
) -> u8 {
    on(document, out, |open| Ok(put_hashes(open.doc.get_heads())))
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_changes_since(
    document: *mut WaysideDocument,
    have: WaysideView,
    out: *mut WaysideBytes,
) -> u8 {
    let input = have.get();
    on(document, out, |open| {
        let mut have = hashes(Reader::new(input))?;
        have.retain(|hash| open.has(hash));
        let changes = open.doc.get_changes(&have);
        let mut answer = Vec::new();
        put_u32(&mut answer, changes.len());
        for change in &changes {
            put_sized(&mut answer, change.raw_bytes());
        }
        Ok(answer)
    })
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_unknown(
    document: *mut WaysideDocument,
    asked: WaysideView,
    out: *mut WaysideBytes,
) -> u8 {
    let input = asked.get();
    on(document, out, |open| {
        let mut unknown = hashes(Reader::new(input))?;
        unknown.retain(|hash| !open.has(hash));
        Ok(put_hashes(unknown))
    })
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_records(
    document: *mut WaysideDocument,
    out: *mut WaysideBytes,
) -> u8 {
    on(document, out, |open| {
        let names = records::all(&open.doc, open.kind);
        let mut answer = Vec::new();
        records::write(&open.doc, open.kind, &names, &mut answer);
        Ok(answer)
    })
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_edits_of(
    document: *mut WaysideDocument,
    changes: WaysideView,
    out: *mut WaysideBytes,
) -> u8 {
    let input = changes.get();
    on(document, out, |open| {
        guarded(|| recover::edits_of(open, Reader::new(input)))
            .unwrap_or_else(|| Err(Refusal::malformed("bytes are no change")))
    })
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_statistics(
    document: *mut WaysideDocument,
    out: *mut WaysideBytes,
) -> u8 {
    on(document, out, |open| {
        let stats = open.doc.stats();
        let mut answer = Vec::new();
        put_u64(&mut answer, stats.num_changes);
        put_u64(&mut answer, stats.num_ops);
        put_u64(&mut answer, open.doc.save().len() as u64);
        Ok(answer)
    })
}

#[no_mangle]
pub unsafe extern "C" fn wayside_document_panic(
    document: *mut WaysideDocument,
    out: *mut WaysideBytes,
) -> u8 {
    on(document, out, |_| panic!("asked for by a test"))
}

#[no_mangle]
pub unsafe extern "C" fn wayside_kind_first_change(kind: u8, out: *mut WaysideBytes) -> u8 {
    let answer = guarded(|| match kinds::find(kind) {
        Some(known) => Ok(known.first_change().raw_bytes().to_vec()),
        None => Err(Refusal::invalid("an unknown kind")),
    });
    give(out, answer.unwrap_or_else(|| Err(poisoned())))
}

#[no_mangle]
pub unsafe extern "C" fn wayside_kind_maps(kind: u8, out: *mut WaysideBytes) -> u8 {
    let Some(known) = kinds::find(kind) else {
        return give(out, Err(Refusal::invalid("an unknown kind")));
    };
    let mut answer = Vec::new();
    put_u32(&mut answer, known.maps.len());
    for map in known.maps {
        put_sized(&mut answer, map.name.as_bytes());
        answer.push(u8::from(map.holds == kinds::Holds::Values));
    }
    give(out, Ok(answer))
}

#[no_mangle]
pub unsafe extern "C" fn wayside_sha256(bytes: WaysideView, digest: *mut [u8; 32]) {
    digest.write(Sha256::digest(bytes.get()).into());
}
