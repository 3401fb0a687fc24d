//! Our own writing: a list of edits becomes one change.

use std::collections::{BTreeSet, HashMap};

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{hydrate, AutomergeError, ObjId, ReadDoc};

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

/// The edits of one record, beside the maps that stand under its key, the winner last; none of a
/// record that is new.
struct Group<'a> {
    first: &'a Edit,
    standing: Vec<ObjId>,
    edits: Vec<&'a Edit>,
}

impl Group<'_> {
    fn map(&self) -> ObjId {
        kinds::object(self.first.map)
    }
}

fn standing_of(open: &Open, edit: &Edit) -> Vec<ObjId> {
    if edit.record.is_empty() {
        return vec![kinds::object(edit.map)];
    }
    records::objects(&open.doc, edit.map, &edit.record)
}

/// Equal values are no conflict, however many wrote them.
fn stands_already(open: &Open, standing: &[ObjId], edit: &Edit) -> bool {
    let mut values =
        standing.iter().flat_map(|object| records::held(&open.doc, object, &edit.field)).peekable();
    values.peek().is_some() && values.all(|value| value.scalar == edit.scalar)
}

/// What is left to write, record by record in the order of their first edits: a record is looked up
/// once, and a new one is made whole (each look-up and each single operation costs some 20 us).
fn groups<'a>(open: &Open, edits: &'a [Edit]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut places = HashMap::new();
    for edit in edits {
        let place = *places.entry((edit.map, edit.record.as_str())).or_insert_with(|| {
            groups.push(Group { first: edit, standing: standing_of(open, edit), edits: vec![] });
            groups.len() - 1
        });
        let group = &mut groups[place];
        if !stands_already(open, &group.standing, edit) {
            group.edits.push(edit);
        }
    }
    groups.retain(|group| !group.edits.is_empty());
    groups
}

/// The maps of a standing record in which an edit settles its field. Of a record that two replicas
/// made apart that is each that holds it, so that no old value stays beside the new one.
fn targets(
    transaction: &Transaction,
    standing: &[ObjId],
    field: &str,
) -> Result<Vec<ObjId>, AutomergeError> {
    let Some((winner, [_, ..])) = standing.split_last() else { return Ok(standing.to_vec()) };
    let mut out = Vec::new();
    for object in standing {
        if transaction.get(object, field)?.is_some() {
            out.push(object.clone());
        }
    }
    if out.is_empty() {
        out.push(winner.clone());
    }
    Ok(out)
}

fn make(transaction: &mut Transaction, group: &Group) -> Result<(), AutomergeError> {
    let fields: HashMap<String, hydrate::Value> = group
        .edits
        .iter()
        .map(|edit| (edit.field.clone(), hydrate::Value::Scalar(edit.scalar.to_automerge())))
        .collect();
    let record = hydrate::Value::Map(hydrate::Map::from(fields));
    transaction.batch_create_object(group.map(), group.first.record.as_str(), &record, false)?;
    Ok(())
}

fn write_group(transaction: &mut Transaction, group: &Group) -> Result<(), AutomergeError> {
    if group.standing.is_empty() {
        return make(transaction, group);
    }
    for edit in &group.edits {
        for target in targets(transaction, &group.standing, &edit.field)? {
            transaction.put(&target, edit.field.as_str(), edit.scalar.to_automerge())?;
        }
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
    let edits = read_edits(open.kind, &mut input)?;
    let groups = groups(open, &edits);
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let touched: BTreeSet<Name> =
        groups.iter().map(|group| (group.first.name, group.first.record.clone())).collect();
    let mut transaction = open.doc.transaction();
    for group in &groups {
        if let Err(error) = write_group(&mut transaction, group) {
            transaction.rollback();
            return Err(Refusal::invalid(format!("an edit cannot be written: {error}")));
        }
    }
    transaction.commit_with(CommitOptions::default().with_time(time_ms));
    let change = open.doc.get_last_local_change().expect("a commit makes a change");
    open.learn(&change);

    let mut out = Vec::new();
    put_sized(&mut out, change.raw_bytes());
    out.extend_from_slice(change.hash().as_ref());
    records::write(&open.doc, open.kind, &touched, &mut out);
    Ok(out)
}
