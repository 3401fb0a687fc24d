//! An open document: Automerge's own, its kind, and what we must know to judge a change before
//! Automerge sees it.

use std::collections::HashMap;

use automerge::{ActorId, Automerge, Change, ChangeHash};

use crate::kinds::{Kind, FIRST_ACTOR};
use crate::refusal::Refusal;

pub struct Open {
    pub doc: Automerge,
    pub kind: &'static Kind,
    /// The greatest operation counter of each change that is here.
    pub max_ops: HashMap<ChangeHash, u64>,
    /// The last sequence of each actor.
    pub sequences: HashMap<ActorId, u64>,
}

impl Open {
    pub fn begin(kind: &'static Kind, actor: [u8; 16]) -> Result<Open, Refusal> {
        Self::over(kind.begin(), kind, actor)
    }

    pub fn load(saved: &[u8], actor: [u8; 16]) -> Result<Open, Refusal> {
        // Automerge takes no bytes at all for an empty document.
        if saved.is_empty() {
            return Err(Refusal::malformed("no bytes are no document"));
        }
        let doc = Automerge::load(saved)
            .map_err(|error| Refusal::damaged(format!("the document does not load: {error}")))?;
        let first = doc.get_changes_meta(&[]).first().map(|meta| meta.hash);
        match first.and_then(|hash| Kind::with_first_hash(&hash)) {
            Some(kind) => Self::over(doc, kind, actor),
            None => Err(Refusal::malformed("the document begins with no first change of a kind")),
        }
    }

    fn over(mut doc: Automerge, kind: &'static Kind, actor: [u8; 16]) -> Result<Open, Refusal> {
        if actor == FIRST_ACTOR {
            return Err(Refusal::invalid("the actor of zeros belongs to the first changes"));
        }
        let mut max_ops = HashMap::new();
        let mut sequences = HashMap::new();
        for meta in doc.get_changes_meta(&[]) {
            if meta.actor.to_bytes().len() != 16 {
                return Err(Refusal::malformed("an actor of the document has not 16 bytes"));
            }
            max_ops.insert(meta.hash, meta.max_op);
            let last = sequences.entry(meta.actor.clone().into_owned()).or_insert(0);
            *last = meta.seq.max(*last);
        }
        doc.set_actor(ActorId::from(actor));
        Ok(Open { doc, kind, max_ops, sequences })
    }

    pub fn has(&self, hash: &ChangeHash) -> bool {
        self.max_ops.contains_key(hash)
    }

    /// Keeps the books after `change` went in.
    pub fn learn(&mut self, change: &Change) {
        self.max_ops.insert(change.hash(), change.max_op());
        self.sequences.insert(change.actor_id().clone(), change.seq());
    }
}
