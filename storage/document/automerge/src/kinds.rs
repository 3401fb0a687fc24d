//! The kinds of document, their top-level maps, and the first change that makes these.
//!
//! Order and names are bytes that every replica shares: a table, once released, is never edited.

use std::sync::OnceLock;

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, Change, ChangeHash, ObjId, ObjType, ROOT};

/// What a key of a top-level map names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Records,
    Values,
}

pub struct Map {
    pub name: &'static str,
    pub holds: Holds,
}

pub struct Kind {
    pub number: u8,
    pub maps: &'static [Map],
}

const fn records(name: &'static str) -> Map {
    Map { name, holds: Holds::Records }
}

const fn values(name: &'static str) -> Map {
    Map { name, holds: Holds::Values }
}

pub static KINDS: [Kind; 5] = [
    Kind {
        number: 1, // day
        maps: &[
            records("visits"),
            records("placements"),
            records("tickets"),
            records("steps"),
            records("states"),
            records("notes"),
        ],
    },
    Kind {
        number: 2, // patient
        maps: &[
            values("person"),
            records("notes"),
            records("reasons"),
            records("identifiers"),
            records("links"),
        ],
    },
    Kind {
        number: 3, // rota
        maps: &[records("shifts"), records("absences")],
    },
    Kind {
        number: 4, // setup
        maps: &[
            values("clinic"),
            records("hours"),
            records("practitioners"),
            records("shifts"),
            records("rooms"),
            records("equipment"),
            records("services"),
            records("needs"),
            records("targets"),
        ],
    },
    Kind {
        number: 5, // care_case
        maps: &[values("case"), records("visits"), records("steps")],
    },
];

/// Whose operations made the top-level maps; nobody else may use it.
pub const FIRST_ACTOR: [u8; 16] = [0; 16];

pub fn find(number: u8) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.number == number)
}

impl Kind {
    /// A document that holds the first change and nothing else. Making one costs ten times what a
    /// copy does, and every new patient begins with one.
    pub fn begin(&'static self) -> Automerge {
        static BEGUN: OnceLock<Vec<Automerge>> = OnceLock::new();
        let begun = BEGUN.get_or_init(|| KINDS.iter().map(Kind::make).collect());
        begun[usize::from(self.number) - 1].clone()
    }

    fn make(&self) -> Automerge {
        let mut doc = Automerge::new().with_actor(ActorId::from(FIRST_ACTOR));
        let mut transaction = doc.transaction();
        for map in self.maps {
            transaction.put_object(ROOT, map.name, ObjType::Map).expect("a root takes a map");
        }
        transaction.commit_with(CommitOptions::default().with_time(0));
        doc
    }

    pub fn first_change(&self) -> Change {
        self.make().get_changes(&[]).pop().expect("a begun document has a change")
    }

    pub fn with_first_hash(hash: &ChangeHash) -> Option<&'static Kind> {
        static HASHES: OnceLock<Vec<ChangeHash>> = OnceLock::new();
        let all = || KINDS.iter().map(|kind| kind.first_change().hash()).collect();
        let index = HASHES.get_or_init(all).iter().position(|known| known == hash)?;
        KINDS.get(index)
    }

    pub fn map(&self, name: &str) -> Option<(usize, &'static Map)> {
        self.maps.iter().enumerate().find(|(_, map)| map.name == name)
    }

    /// The map that an object id of the first change names: it made them in order, from counter 1.
    pub fn map_of_object(&self, counter: u64, actor: &[u8]) -> Option<&'static Map> {
        if actor != FIRST_ACTOR {
            return None;
        }
        self.maps.get(usize::try_from(counter.checked_sub(1)?).ok()?)
    }
}

/// The object of the kind's map number `index`.
pub fn object(index: usize) -> ObjId {
    ObjId::Id(index as u64 + 1, ActorId::from(FIRST_ACTOR), 0)
}
