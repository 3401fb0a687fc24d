//! The buffers that cross the C interface: little-endian integers, text and bytes behind a le32
//! length (storage/document/README.md has a worked example). Every read is checked against the end.

use crate::refusal::Refusal;

/// Reads a borrowed buffer; a read past the end refuses.
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes }
    }

    pub fn raw(&mut self, count: usize) -> Result<&'a [u8], Refusal> {
        if count > self.rest.len() {
            return Err(Refusal::malformed("a buffer ends too soon"));
        }
        let (taken, rest) = self.rest.split_at(count);
        self.rest = rest;
        Ok(taken)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Refusal> {
        let mut out = [0; N];
        out.copy_from_slice(self.raw(N)?);
        Ok(out)
    }

    pub fn u8(&mut self) -> Result<u8, Refusal> {
        Ok(self.array::<1>()?[0])
    }

    pub fn u32(&mut self) -> Result<u32, Refusal> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub fn i64(&mut self) -> Result<i64, Refusal> {
        Ok(i64::from_le_bytes(self.array()?))
    }

    pub fn sized(&mut self) -> Result<&'a [u8], Refusal> {
        let count = self.u32()? as usize;
        self.raw(count)
    }

    pub fn text(&mut self) -> Result<&'a str, Refusal> {
        std::str::from_utf8(self.sized()?).map_err(|_| Refusal::invalid("a text is not UTF-8"))
    }

    /// How many items follow. An item takes at least one byte, so a count above the rest refuses
    /// before anybody makes room for it.
    pub fn count(&mut self) -> Result<usize, Refusal> {
        let count = self.u32()? as usize;
        if count > self.rest.len() {
            return Err(Refusal::malformed("a buffer counts more than it holds"));
        }
        Ok(count)
    }

    pub fn end(&self) -> Result<(), Refusal> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(Refusal::malformed("a buffer goes on after its end"))
    }
}

pub fn put_u32(out: &mut Vec<u8>, value: usize) {
    // Nothing in a document comes near 4 GB: changes are limited on their way in.
    out.extend_from_slice(&u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes());
}

pub fn put_u64(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(&value.to_le_bytes());
}

pub fn put_sized(out: &mut Vec<u8>, bytes: &[u8]) {
    put_u32(out, bytes.len());
    out.extend_from_slice(bytes);
}
