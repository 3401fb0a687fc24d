//! Our own writing: a list of edits becomes one change.

use std::collections::{BTreeSet, HashMap};

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{AutomergeError, ObjId, ObjType, ReadDoc};

use crate::buffer::{put_sized, Reader};
use crate::flat::{is_key, is_time};
use crate::kinds::{self, Holds, Kind};
use crate::open::Open;
use crate::records::{self, Name, Scalar};
use crate::refusal::Refusal;

/// More than an entry may hold (256 kB) is refused before anything is written: a commit cannot be
/// undone.
const MAX_EDIT_BYTES: usize = 256 * 1024;

struct Edit {
    map: usize,
    name: &'static str,
    record: String,
    field: String,
    scalar: Scalar,
}

impl Edit {
    fn is_at(&self, other: &Edit) -> bool {
        self.map == other.map && self.record == other.record && self.field == other.field
    }
}

fn read_scalar(input: &mut Reader) -> Result<Scalar, Refusal> {
    match input.u8()? {
        0 => Ok(Scalar::Null),
        1 => Ok(Scalar::Boolean(input.u8()? != 0)),
        2 => Ok(Scalar::Integer(input.i64()?)),
        3 => Ok(Scalar::Text(input.text()?.to_string())),
        4 => Ok(Scalar::Bytes(input.sized()?.to_vec())),
        _ => Err(Refusal::malformed("a scalar has an unknown type")),
    }
}

fn read_edit(kind: &'static Kind, input: &mut Reader) -> Result<Edit, Refusal> {
    let name = input.text()?;
    let record = input.text()?.to_string();
    let field = input.text()?.to_string();
    let scalar = read_scalar(input)?;
    let Some((map, known)) = kind.map(name) else {
        return Err(Refusal::invalid("an edit names a map that this kind has not"));
    };
    let fits = match known.holds {
        Holds::Records => is_key(&record),
        Holds::Values => record.is_empty(),
    };
    if !fits || !is_key(&field) {
        return Err(Refusal::invalid(format!(
            "an edit in `{}` has no shape that fits",
            known.name
        )));
    }
    Ok(Edit { map, name: known.name, record, field, scalar })
}

/// One edit a field: of two, the later stands.
fn read_edits(kind: &'static Kind, input: &mut Reader) -> Result<Vec<Edit>, Refusal> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut seen = HashMap::new();
    for _ in 0..input.count()? {
        let edit = read_edit(kind, input)?;
        let place = (edit.map, edit.record.clone(), edit.field.clone());
        let at = *seen.entry(place).or_insert(edits.len());
        match edits.get_mut(at) {
            Some(earlier) if earlier.is_at(&edit) => *earlier = edit,
            _ => edits.push(edit),
        }
    }
    input.end()?;
    Ok(edits)
}

fn objects_of(open: &Open, edit: &Edit) -> Vec<ObjId> {
    if edit.record.is_empty() {
        return vec![kinds::object(edit.map)];
    }
    records::objects(&open.doc, edit.map, &edit.record)
}

/// Equal values are no conflict, however many wrote them.
fn stands_already(open: &Open, edit: &Edit) -> bool {
    let mut values = objects_of(open, edit)
        .into_iter()
        .flat_map(|object| records::held(&open.doc, &object, &edit.field))
        .peekable();
    values.peek().is_some() && values.all(|value| value.scalar == edit.scalar)
}

fn write_edit(transaction: &mut Transaction, edit: &Edit) -> Result<(), AutomergeError> {
    let mut targets: Vec<ObjId> = Vec::new();
    if edit.record.is_empty() {
        targets.push(kinds::object(edit.map));
    } else {
        let standing: Vec<ObjId> = transaction
            .get_all(kinds::object(edit.map), edit.record.as_str())?
            .into_iter()
            .filter(|(value, _)| value.is_object())
            .map(|(_, id)| id)
            .collect();
        // A record that two replicas made apart has two maps: the edit settles the field in each
        // that holds it, so that no old value stays beside the new one.
        for object in &standing {
            if transaction.get(object, edit.field.as_str())?.is_some() {
                targets.push(object.clone());
            }
        }
        if targets.is_empty() {
            targets.push(match standing.last() {
                Some(winner) => winner.clone(),
                None => transaction.put_object(
                    kinds::object(edit.map),
                    edit.record.as_str(),
                    ObjType::Map,
                )?,
            });
        }
    }
    for target in targets {
        transaction.put(&target, edit.field.as_str(), edit.scalar.to_automerge())?;
    }
    Ok(())
}

/// Gives the change (sized), its hash and the records touched.
pub fn commit(open: &mut Open, mut input: Reader, bytes: usize) -> Result<Vec<u8>, Refusal> {
    if bytes > MAX_EDIT_BYTES {
        return Err(Refusal::too_large("one commit holds at most 256 kB of edits"));
    }
    let time_ms = input.i64()?;
    if !is_time(time_ms) {
        return Err(Refusal::invalid("the time of a commit is out of all bounds"));
    }
    let mut edits = read_edits(open.kind, &mut input)?;
    edits.retain(|edit| !stands_already(open, edit));
    if edits.is_empty() {
        return Ok(Vec::new());
    }
    let mut transaction = open.doc.transaction();
    for edit in &edits {
        if let Err(error) = write_edit(&mut transaction, edit) {
            transaction.rollback();
            return Err(Refusal::invalid(format!("an edit cannot be written: {error}")));
        }
    }
    transaction.commit_with(CommitOptions::default().with_time(time_ms));
    let change = open.doc.get_last_local_change().expect("a commit makes a change");
    open.learn(&change);

    let touched: BTreeSet<Name> = edits.into_iter().map(|edit| (edit.name, edit.record)).collect();
    let mut out = Vec::new();
    put_sized(&mut out, change.raw_bytes());
    out.extend_from_slice(change.hash().as_ref());
    records::write(&open.doc, open.kind, &touched, &mut out);
    Ok(out)
}
