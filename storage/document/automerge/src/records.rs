//! Records as they stand: every concurrent value of every field.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Automerge, ObjId, ObjType, ReadDoc, ScalarValue, Value, ValueRef};

use crate::buffer::{put_sized, put_u32, put_u64};
use crate::kinds::{self, Kind};

/// (map, key); an empty key stands for the values that lie directly in the map.
pub type Name = (&'static str, String);

/// A plain scalar, as it crosses the C interface.
#[derive(Clone, PartialEq)]
pub enum Scalar {
    Null,
    Boolean(bool),
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Scalar {
    /// What no writer of ours makes is read as its nearest: counters, unsigned numbers and
    /// timestamps as integers; floats and types of the future as if they were not there.
    pub fn of(value: &ScalarValue) -> Option<Scalar> {
        Some(match value {
            ScalarValue::Null => Scalar::Null,
            ScalarValue::Boolean(value) => Scalar::Boolean(*value),
            ScalarValue::Int(value) | ScalarValue::Timestamp(value) => Scalar::Integer(*value),
            ScalarValue::Uint(value) => Scalar::Integer(i64::try_from(*value).unwrap_or(i64::MAX)),
            ScalarValue::Counter(value) => Scalar::Integer(i64::from(value)),
            ScalarValue::Str(value) => Scalar::Text(value.to_string()),
            ScalarValue::Bytes(value) => Scalar::Bytes(value.clone()),
            ScalarValue::F64(_) | ScalarValue::Unknown { .. } => return None,
        })
    }

    pub fn to_automerge(&self) -> ScalarValue {
        match self {
            Scalar::Null => ScalarValue::Null,
            Scalar::Boolean(value) => ScalarValue::Boolean(*value),
            Scalar::Integer(value) => ScalarValue::Int(*value),
            Scalar::Text(value) => ScalarValue::Str(value.as_str().into()),
            Scalar::Bytes(value) => ScalarValue::Bytes(value.clone()),
        }
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Scalar::Null => out.push(0),
            Scalar::Boolean(value) => out.extend_from_slice(&[1, u8::from(*value)]),
            Scalar::Integer(value) => {
                out.push(2);
                out.extend_from_slice(&value.to_le_bytes());
            }
            Scalar::Text(value) => {
                out.push(3);
                put_sized(out, value.as_bytes());
            }
            Scalar::Bytes(value) => {
                out.push(4);
                put_sized(out, value);
            }
        }
    }
}

pub struct Held {
    pub scalar: Scalar,
    counter: u64,
    actor: Vec<u8>,
}

type Fields = BTreeMap<String, Vec<Held>>;

/// The maps that stand under `key`, the winner last. Two replicas that made one record apart made
/// two; both count, else one side's fields would be lost without a word.
pub fn objects(doc: &Automerge, map: usize, key: &str) -> Vec<ObjId> {
    doc.get_all(kinds::object(map), key)
        .unwrap_or_default()
        .into_iter()
        .filter(|(value, _)| matches!(value, Value::Object(ObjType::Map)))
        .map(|(_, id)| id)
        .collect()
}

fn one(value: &ScalarValue, id: ObjId) -> Option<Held> {
    let ObjId::Id(counter, actor, _) = id else { return None };
    Some(Held { scalar: Scalar::of(value)?, counter, actor: actor.to_bytes().to_vec() })
}

/// The scalars that `field` of one object holds; what is no plain scalar is left out.
pub fn held(doc: &Automerge, object: &ObjId, field: &str) -> Vec<Held> {
    let mut out = Vec::new();
    for (value, id) in doc.get_all(object, field).unwrap_or_default() {
        if let Value::Scalar(value) = value {
            out.extend(one(&value, id));
        }
    }
    out
}

fn add_fields(doc: &Automerge, object: &ObjId, fields: &mut Fields) {
    for item in doc.map_range(object, ..) {
        // A conflict is rare and looking one up is dear; what stands alone is here already. (A
        // winner that is an object may hide a plain value that loses to it.)
        let values = match &item.value {
            _ if item.conflict => held(doc, object, &item.key),
            ValueRef::Scalar(value) => {
                one(&ScalarValue::from(value), item.id()).into_iter().collect()
            }
            ValueRef::Object(_) => Vec::new(),
        };
        if !values.is_empty() {
            fields.entry(item.key.to_string()).or_default().extend(values);
        }
    }
}

fn fields_of(doc: &Automerge, map: usize, key: &str) -> Fields {
    let mut fields = Fields::new();
    if key.is_empty() {
        add_fields(doc, &kinds::object(map), &mut fields);
    }
    for object in objects(doc, map, key) {
        add_fields(doc, &object, &mut fields);
    }
    for values in fields.values_mut() {
        values.sort_by(|a, b| (b.counter, &b.actor).cmp(&(a.counter, &a.actor)));
    }
    fields
}

/// Every record there is. A map of values counts as one, if it holds any.
pub fn all(doc: &Automerge, kind: &Kind) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    for (index, map) in kind.maps.iter().enumerate() {
        for item in doc.map_range(kinds::object(index), ..) {
            let scalar = matches!(item.value, ValueRef::Scalar(_));
            if item.conflict || !scalar {
                names.insert((map.name, item.key.to_string()));
            }
            if item.conflict || scalar {
                names.insert((map.name, String::new()));
            }
        }
    }
    names.retain(|(name, key)| {
        let Some((index, _)) = kind.map(name) else { return false };
        let standing = !key.is_empty() && !objects(doc, index, key).is_empty();
        standing || (key.is_empty() && !fields_of(doc, index, key).is_empty())
    });
    names
}

/// Records behind their count, ordered by (map, key).
pub fn write(doc: &Automerge, kind: &Kind, names: &BTreeSet<Name>, out: &mut Vec<u8>) {
    put_u32(out, names.len());
    for (name, key) in names {
        let index = kind.map(name).map_or(0, |(index, _)| index);
        put_sized(out, name.as_bytes());
        put_sized(out, key.as_bytes());
        let fields = fields_of(doc, index, key);
        put_u32(out, fields.len());
        for (field, values) in &fields {
            put_sized(out, field.as_bytes());
            put_u32(out, values.len());
            for value in values {
                value.scalar.write(out);
                out.extend_from_slice(&value.actor);
                put_u64(out, value.counter);
            }
        }
    }
}
