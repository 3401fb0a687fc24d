//! What changes wrote that cannot be applied, because what they build on is lost for ever.

use automerge::legacy::{Key, OpId, OpType};
use automerge::Change;

use crate::buffer::{put_sized, put_u32, Reader};
use crate::flat::Judge;
use crate::open::Open;
use crate::records::{Name, Scalar};
use crate::refusal::Refusal;

struct Edit {
    name: Name,
    field: String,
    scalar: Scalar,
}

/// Of each change in its order: how many of its operations cannot be told, and the edits that the
/// others were. An operation can be told if its record is in the document or was made by this
/// change or one before it in the list. The parents that a change names are not looked at, and
/// nothing is applied.
pub fn edits_of(open: &Open, mut input: Reader) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::new();
    let mut judge = Judge::new(open);
    let count = input.count()?;
    put_u32(&mut out, count);
    for _ in 0..count {
        let change = Change::try_from(input.sized()?)
            .map_err(|error| Refusal::malformed(format!("bytes are no change: {error}")))?;
        let (edits, untold) = read(&mut judge, &change);
        put_u32(&mut out, untold);
        put_u32(&mut out, edits.len());
        for edit in &edits {
            put_sized(&mut out, edit.name.0.as_bytes());
            put_sized(&mut out, edit.name.1.as_bytes());
            put_sized(&mut out, edit.field.as_bytes());
            edit.scalar.write(&mut out);
        }
    }
    input.end()?;
    Ok(out)
}

fn read(judge: &mut Judge, change: &Change) -> (Vec<Edit>, usize) {
    let decoded = change.decode();
    let mut edits = Vec::new();
    let mut untold = 0;
    for (offset, op) in decoded.operations.iter().enumerate() {
        let id = OpId(change.start_op().get() + offset as u64, decoded.actor_id.clone());
        let name = judge.operation(id, op);
        match (name, &op.action, &op.key) {
            // That a record was made is told by its fields.
            (Ok(_), OpType::Make(_), _) => {}
            (Ok(name), OpType::Put(value), Key::Map(field)) => match Scalar::of(value) {
                Some(scalar) => edits.push(Edit { name, field: field.to_string(), scalar }),
                None => untold += 1,
            },
            _ => untold += 1,
        }
    }
    (edits, untold)
}
