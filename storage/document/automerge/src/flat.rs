//! Whether a change keeps the flat schema, and which records it touches.
//!
//! A change is judged by its operations, before Automerge applies it and with everything that it
//! builds on at hand. What is refused here is refused on every replica. Allowed are: a map put
//! under a fresh key of a map of records; a plain scalar put under a key of a record or of a map of
//! values. So nothing is deleted, no top-level map is made or replaced, and no record hides
//! another.

use std::collections::{BTreeSet, HashMap};

use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::{Change, ChangeHash, ObjId, ObjType, Prop, ReadDoc, ScalarValue};

use crate::kinds::{self, Holds, Map};
use crate::open::Open;
use crate::records::Name;
use crate::refusal::Refusal;

/// The longest key of a record and the longest name of a field.
pub const MAX_KEY_BYTES: usize = 256;

/// The farthest time of a change from 1970, in either direction. Automerge keeps times as
/// differences in 64 bits and panics where two lie too far apart.
pub const MAX_TIME_MS: i64 = 1 << 53;

pub fn is_time(time_ms: i64) -> bool {
    (-MAX_TIME_MS..=MAX_TIME_MS).contains(&time_ms)
}

pub fn is_key(key: &str) -> bool {
    !key.is_empty() && key.len() <= MAX_KEY_BYTES
}

/// Judges the changes of a batch, in an order in which parents come first.
pub struct Judge<'a> {
    open: &'a Open,
    max_ops: HashMap<ChangeHash, u64>,
    sequences: HashMap<Vec<u8>, u64>,
    /// The records that the batch made or met so far, by object.
    objects: HashMap<OpId, Name>,
    pub touched: BTreeSet<Name>,
}

impl<'a> Judge<'a> {
    pub fn new(open: &'a Open) -> Self {
        Judge {
            open,
            max_ops: HashMap::new(),
            sequences: HashMap::new(),
            objects: HashMap::new(),
            touched: BTreeSet::new(),
        }
    }

    pub fn take(&mut self, change: &Change) -> Result<(), Refusal> {
        self.head(change)?;
        let decoded = change.decode();
        for (offset, op) in decoded.operations.iter().enumerate() {
            let id = OpId(change.start_op().get() + offset as u64, decoded.actor_id.clone());
            let name = self.operation(id, op)?;
            self.touched.insert(name);
        }
        self.max_ops.insert(change.hash(), change.max_op());
        self.sequences.insert(change.actor_id().to_bytes().to_vec(), change.seq());
        Ok(())
    }

    fn head(&self, change: &Change) -> Result<(), Refusal> {
        if change.deps().is_empty() {
            return Err(Refusal::invalid("a change without parents is not this kind's first"));
        }
        if change.actor_id().to_bytes() == kinds::FIRST_ACTOR {
            return Err(Refusal::malformed("a change borrows the first changes' actor"));
        }
        if change.is_empty() || change.message().is_some() || !change.extra_bytes().is_empty() {
            return Err(Refusal::malformed("a change is empty or carries more than operations"));
        }
        if !is_time(change.timestamp()) {
            return Err(Refusal::malformed("a change's time is out of all bounds"));
        }
        let actor = change.actor_id();
        let last = self
            .sequences
            .get(actor.to_bytes())
            .or_else(|| self.open.sequences.get(actor))
            .copied()
            .unwrap_or(0);
        if change.seq() != last + 1 {
            return Err(Refusal::malformed("a change is out of its actor's sequence"));
        }
        // A counter that leaps would use up the 2^32 that Automerge has; honest writers never do.
        if change.start_op().get() != self.greatest_parent(change) + 1 {
            return Err(Refusal::malformed(
                "a change's first operation does not follow its parents",
            ));
        }
        Ok(())
    }

    fn greatest_parent(&self, change: &Change) -> u64 {
        let known = |hash| self.max_ops.get(hash).or_else(|| self.open.max_ops.get(hash));
        change.deps().iter().filter_map(known).copied().max().unwrap_or(0)
    }

    /// The record that an operation is on, or makes; from then on those on it are known.
    pub fn operation(&mut self, id: OpId, op: &Op) -> Result<Name, Refusal> {
        let Key::Map(key) = &op.key else {
            return Err(Refusal::malformed("an operation of a change is on a list"));
        };
        let ObjectId::Id(object) = &op.obj else {
            return Err(Refusal::malformed("a change writes to the root"));
        };
        if op.insert || !is_key(key) {
            return Err(Refusal::malformed("an operation has no key that fits"));
        }
        match self.open.kind.map_of_object(object.counter(), object.actor().to_bytes()) {
            Some(map) => self.in_map(map, id, key, op),
            None => {
                put_scalar(op)?;
                self.record_of(object)
            }
        }
    }

    fn in_map(&mut self, map: &Map, id: OpId, key: &str, op: &Op) -> Result<Name, Refusal> {
        let name = self.open.kind.map(map.name).map_or("", |(_, map)| map.name);
        match map.holds {
            Holds::Values => {
                put_scalar(op)?;
                Ok((name, String::new()))
            }
            Holds::Records => {
                if op.action != OpType::Make(ObjType::Map) || !op.pred.is_empty() {
                    return Err(Refusal::malformed("a map of records gets something else"));
                }
                self.objects.insert(id, (name, key.to_string()));
                Ok((name, key.to_string()))
            }
        }
    }

    fn record_of(&mut self, object: &OpId) -> Result<Name, Refusal> {
        if let Some(name) = self.objects.get(object) {
            return Ok(name.clone());
        }
        let unknown = || Refusal::malformed("an operation is on an object that is no record");
        let id = ObjId::Id(object.counter(), object.actor().clone(), 0);
        if self.open.doc.object_type(&id).ok() != Some(ObjType::Map) {
            return Err(unknown());
        }
        let parent = self.open.doc.parents(&id).ok().and_then(|mut up| up.next());
        let (ObjId::Id(counter, actor, _), Prop::Map(key)) =
            parent.map(|parent| (parent.obj, parent.prop)).ok_or_else(unknown)?
        else {
            return Err(unknown());
        };
        let map = self.open.kind.map_of_object(counter, actor.to_bytes()).ok_or_else(unknown)?;
        let name = (map.name, key);
        self.objects.insert(object.clone(), name.clone());
        Ok(name)
    }
}

fn put_scalar(op: &Op) -> Result<(), Refusal> {
    match &op.action {
        OpType::Put(
            ScalarValue::Null
            | ScalarValue::Boolean(_)
            | ScalarValue::Int(_)
            | ScalarValue::Str(_)
            | ScalarValue::Bytes(_),
        ) => Ok(()),
        _ => Err(Refusal::malformed("an operation is no plain scalar put into a record")),
    }
}
