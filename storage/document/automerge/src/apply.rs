//! A batch of changes: all of it goes in, or the document stays as it was.

use std::collections::{BTreeSet, HashMap, VecDeque};

use automerge::{Change, ChangeHash};

use crate::buffer::Reader;
use crate::flat::Judge;
use crate::open::Open;
use crate::records::{self, Name};
use crate::refusal::Refusal;

/// What a batch comes to, before anything is applied.
pub struct Plan {
    changes: Vec<Change>,
    touched: BTreeSet<Name>,
}

/// Reads and judges a batch without touching the document, so that a panic in here costs nothing.
pub fn plan(open: &Open, mut input: Reader) -> Result<Plan, Refusal> {
    let mut fresh: HashMap<ChangeHash, Change> = HashMap::new();
    let mut order = Vec::new();
    for _ in 0..input.count()? {
        let change = Change::try_from(input.sized()?)
            .map_err(|error| Refusal::malformed(format!("bytes are no change: {error}")))?;
        let hash = change.hash();
        if !open.has(&hash) && !fresh.contains_key(&hash) {
            order.push(hash);
            fresh.insert(hash, change);
        }
    }
    input.end()?;
    all_parents_known(open, &fresh)?;
    let changes = parents_first(order, fresh);
    let mut judge = Judge::new(open);
    for change in &changes {
        judge.take(change)?;
    }
    let touched = judge.touched;
    Ok(Plan { changes, touched })
}

fn all_parents_known(open: &Open, fresh: &HashMap<ChangeHash, Change>) -> Result<(), Refusal> {
    let missing = fresh
        .values()
        .flat_map(|change| change.deps())
        .filter(|parent| !open.has(parent) && !fresh.contains_key(parent))
        .min();
    match missing {
        Some(parent) => Err(Refusal::not_found(format!("parent {parent} is not here"))),
        None => Ok(()),
    }
}

/// Kahn's order; among those that are ready, as they came.
fn parents_first(order: Vec<ChangeHash>, mut fresh: HashMap<ChangeHash, Change>) -> Vec<Change> {
    let mut waits: HashMap<ChangeHash, usize> = HashMap::new();
    let mut children: HashMap<ChangeHash, Vec<ChangeHash>> = HashMap::new();
    let mut ready = VecDeque::new();
    for hash in order {
        let parents = fresh[&hash].deps().iter().filter(|parent| fresh.contains_key(parent));
        let mut count = 0;
        for parent in parents {
            children.entry(*parent).or_default().push(hash);
            count += 1;
        }
        waits.insert(hash, count);
        if count == 0 {
            ready.push_back(hash);
        }
    }
    let mut out = Vec::with_capacity(fresh.len());
    while let Some(hash) = ready.pop_front() {
        for child in children.remove(&hash).unwrap_or_default() {
            let left = waits.entry(child).or_default();
            *left -= 1;
            if *left == 0 {
                ready.push_back(child);
            }
        }
        out.extend(fresh.remove(&hash));
    }
    out
}

/// Applies what `plan` found good and gives the records touched.
///
/// Automerge works on a copy that takes the document's place at the end only: it can fail half way,
/// and it takes in changes that it cannot give back (a predecessor that is not there, columns
/// encoded in another way), after which nobody could save or send this document.
pub fn apply(open: &mut Open, plan: Plan) -> Result<Vec<u8>, Refusal> {
    if !plan.changes.is_empty() {
        let before = open.doc.get_heads();
        let mut next = open.doc.clone();
        next.apply_changes(plan.changes.iter().cloned())
            .map_err(|error| Refusal::malformed(format!("changes do not apply: {error}")))?;
        let given_back = next.get_changes(&before);
        let by_hash: HashMap<ChangeHash, &Change> =
            given_back.iter().map(|change| (change.hash(), change)).collect();
        let whole = plan.changes.iter().all(|change| {
            by_hash.get(&change.hash()).is_some_and(|back| back.raw_bytes() == change.raw_bytes())
        });
        if !whole || given_back.len() != plan.changes.len() {
            return Err(Refusal::malformed("a change is not encoded as its writer must"));
        }
        open.doc = next;
        for change in &plan.changes {
            open.learn(change);
        }
    }
    let mut out = Vec::new();
    records::write(&open.doc, open.kind, &plan.touched, &mut out);
    Ok(out)
}
