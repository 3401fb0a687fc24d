//! How the crate says no: a status byte of the C interface and a line for a person.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Why {
    Malformed = 1,
    Invalid = 2,
    NotFound = 3,
    TooLarge = 4,
    Damaged = 5,
}

/// `detail` never holds a value of a document.
#[derive(Debug)]
pub struct Refusal {
    pub why: Why,
    pub detail: String,
}

impl Refusal {
    fn new(why: Why, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Refusal { why, detail }
    }
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(Why::Malformed, detail)
    }
    pub fn invalid(detail: impl Into<String>) -> Self {
        Self::new(Why::Invalid, detail)
    }
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(Why::NotFound, detail)
    }
    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::new(Why::TooLarge, detail)
    }
    pub fn damaged(detail: impl Into<String>) -> Self {
        Self::new(Why::Damaged, detail)
    }
}
