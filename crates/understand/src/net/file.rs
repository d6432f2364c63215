//! The model file: named sections behind a check sum. Whatever is in it, reading ends in an error or in sections
//! whose sizes fit their bytes. Large sections are read where they lie, so that a net needs hardly more memory
//! than its file.
//!
//! `models/train/understand/export.py` writes it and describes the layout.

use std::collections::HashMap;

use super::NetError;

/// Larger than any model that this crate reads: the shipped one has at most 12 MB.
const BYTES_MAX: usize = 64 << 20;
const SECTIONS_MAX: u32 = 256;
const DIMS_MAX: u8 = 2;
const MAGIC: &[u8; 4] = b"LNU1";

/// Numbers of 32 bits as they lie in the file.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Numbers<'m> {
    bytes: &'m [u8],
}

impl<'m> Numbers<'m> {
    pub fn len(&self) -> usize {
        self.bytes.len() / 4
    }

    /// Number `at`, which there must be.
    pub fn get(&self, at: usize) -> u32 {
        let (words, _) = self.bytes.as_chunks::<4>();
        u32::from_le_bytes(words[at])
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> + 'm {
        words_of(self.bytes)
    }
}

/// A matrix of 8-bit rows, each with its scale.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows<'m> {
    pub n_cols: usize,
    pub scales: Vec<f32>,
    /// Each is an `i8`.
    pub values: &'m [u8],
}

/// A matrix of 4-bit rows, each with its scale: byte `k` of a row holds column `k` in its lower half and column
/// `k + n_cols / 2` in its upper one, each raised by 8.
#[derive(Clone, Debug, Default)]
pub(crate) struct Halves<'m> {
    pub n_cols: usize,
    /// Each is an `f32`.
    pub scales: Numbers<'m>,
    pub bytes: &'m [u8],
}

impl Halves<'_> {
    /// Adds row `at` to `sum`.
    #[inline(always)]
    pub fn add_row(&self, at: usize, sum: &mut [f32]) {
        let half = self.n_cols / 2;
        let scale = f32::from_bits(self.scales.get(at));
        let (lower, upper) = sum.split_at_mut(half);
        let row = &self.bytes[at * half..][..half];
        for ((byte, lower), upper) in row.iter().zip(lower).zip(upper) {
            *lower += (f32::from(byte & 15) - 8.0) * scale;
            *upper += (f32::from(byte >> 4) - 8.0) * scale;
        }
    }
}

enum Section<'m> {
    Halves(Halves<'m>),
    Numbers(Numbers<'m>),
    Rows(Rows<'m>),
    Floats(Numbers<'m>),
    Words(Vec<String>),
}

/// The sections of a model file, to be taken out one by one.
pub(crate) struct File<'m> {
    sections: HashMap<String, Section<'m>>,
}

impl<'m> File<'m> {
    pub fn read(bytes: &'m [u8]) -> Result<File<'m>, NetError> {
        let body = checked(bytes)?;
        let mut reader = Reader { bytes: body };
        if reader.take(4)? != MAGIC {
            return Err(NetError::Foreign);
        }
        let n_sections = reader.number()?;
        if n_sections > SECTIONS_MAX {
            return Err(broken("too many sections"));
        }
        let mut sections = HashMap::new();
        for _ in 0..n_sections {
            let (name, section) = reader.section()?;
            if sections.insert(name, section).is_some() {
                return Err(broken("a section twice"));
            }
        }
        if !reader.bytes.is_empty() {
            return Err(broken("bytes after the last section"));
        }
        Ok(File { sections })
    }

    pub fn numbers(&mut self, name: &'static str) -> Result<Numbers<'m>, NetError> {
        match self.sections.remove(name) {
            Some(Section::Numbers(numbers)) => Ok(numbers),
            _ => Err(NetError::Missing(name.to_owned())),
        }
    }

    pub fn words(&mut self, name: &'static str) -> Result<Vec<String>, NetError> {
        match self.sections.remove(name) {
            Some(Section::Words(words)) => Ok(words),
            _ => Err(NetError::Missing(name.to_owned())),
        }
    }

    /// A matrix of just that many rows and columns.
    pub fn rows(&mut self, name: &str, n_rows: usize, n_cols: usize) -> Result<Rows<'m>, NetError> {
        match self.sections.remove(name) {
            Some(Section::Rows(rows)) if rows.n_cols == n_cols && rows.scales.len() == n_rows => {
                Ok(rows)
            }
            Some(Section::Rows(_)) => Err(NetError::Shape(name.to_owned())),
            _ => Err(NetError::Missing(name.to_owned())),
        }
    }

    /// Exactly `n` finite numbers.
    pub fn floats(&mut self, name: &str, n: usize) -> Result<Vec<f32>, NetError> {
        match self.sections.remove(name) {
            Some(Section::Floats(floats)) if floats.len() == n => {
                Ok(floats.iter().map(f32::from_bits).collect())
            }
            Some(Section::Floats(_)) => Err(NetError::Shape(name.to_owned())),
            _ => Err(NetError::Missing(name.to_owned())),
        }
    }

    /// A matrix of just that many rows and columns.
    pub fn halves(
        &mut self,
        name: &str,
        n_rows: usize,
        n_cols: usize,
    ) -> Result<Halves<'m>, NetError> {
        match self.sections.remove(name) {
            Some(Section::Halves(rows)) if rows.n_cols == n_cols && rows.scales.len() == n_rows => {
                Ok(rows)
            }
            Some(Section::Halves(_)) => Err(NetError::Shape(name.to_owned())),
            _ => Err(NetError::Missing(name.to_owned())),
        }
    }

    /// Whether a section is still to be taken.
    pub fn has(&self, name: &str) -> bool {
        self.sections.contains_key(name)
    }

    /// The number of columns of a matrix that is still to be taken.
    pub fn n_cols(&self, name: &str) -> Result<usize, NetError> {
        match self.sections.get(name) {
            Some(Section::Rows(rows)) => Ok(rows.n_cols),
            Some(Section::Halves(rows)) => Ok(rows.n_cols),
            _ => Err(NetError::Missing(name.to_owned())),
        }
    }
}

fn broken(what: &'static str) -> NetError {
    NetError::Broken(what)
}

/// All but the check sum, if that is right.
fn checked(bytes: &[u8]) -> Result<&[u8], NetError> {
    if bytes.len() > BYTES_MAX {
        return Err(broken("too large"));
    }
    if !bytes.starts_with(MAGIC) {
        return Err(NetError::Foreign);
    }
    match bytes.split_last_chunk::<4>() {
        Some((body, sum)) if check_sum(body) == u32::from_le_bytes(*sum) => Ok(body),
        _ => Err(broken("the check sum is wrong")),
    }
}

/// FNV-1a over words of four bytes, the last filled up with zeros.
pub(crate) fn check_sum(body: &[u8]) -> u32 {
    let hash = body
        .chunks(4)
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, chunk| {
            let mut word = [0; 4];
            word[..chunk.len()].copy_from_slice(chunk);
            (hash ^ u64::from(u32::from_le_bytes(word))).wrapping_mul(0x0100_0000_01b3)
        });
    (hash ^ (hash >> 32)) as u32
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], NetError> {
        let (taken, rest) = self
            .bytes
            .split_at_checked(n)
            .ok_or(broken("it ends too early"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, NetError> {
        Ok(self.take(1)?[0])
    }

    fn number(&mut self) -> Result<u32, NetError> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    fn section(&mut self) -> Result<(String, Section<'a>), NetError> {
        let n_name = self.byte()?;
        let name = std::str::from_utf8(self.take(n_name.into())?)
            .map_err(|_| broken("a name is no text"))?;
        let kind = self.byte()?;
        let n_dims = self.byte()?;
        if n_dims > DIMS_MAX {
            return Err(broken("too many dimensions"));
        }
        let dims: Vec<usize> = (0..n_dims)
            .map(|_| self.number().map(|n| n as usize))
            .collect::<Result<_, _>>()?;
        Ok((name.to_owned(), self.body(kind, &dims)?))
    }

    fn body(&mut self, kind: u8, dims: &[usize]) -> Result<Section<'a>, NetError> {
        let all = dims
            .iter()
            .try_fold(1_usize, |all, n| all.checked_mul(*n))
            .ok_or(broken("too large"))?;
        match kind {
            0 => {
                let bytes = self.take(all.checked_mul(4).ok_or(broken("too large"))?)?;
                Ok(Section::Numbers(Numbers { bytes }))
            }
            1 => {
                let [n_rows, n_cols] = *dims else {
                    return Err(broken("a matrix needs two dimensions"));
                };
                Ok(Section::Rows(Rows {
                    n_cols,
                    scales: self.floats(n_rows)?.iter().map(f32::from_bits).collect(),
                    values: self.take(all)?,
                }))
            }
            2 => self.floats(all).map(Section::Floats),
            3 => {
                let text = std::str::from_utf8(self.take(all)?)
                    .map_err(|_| broken("words are no text"))?;
                Ok(Section::Words(text.lines().map(str::to_owned).collect()))
            }
            4 => {
                let [n_rows, n_cols] = *dims else {
                    return Err(broken("a matrix needs two dimensions"));
                };
                if n_cols % 2 == 1 {
                    return Err(broken("an odd number of columns in halves"));
                }
                Ok(Section::Halves(Halves {
                    n_cols,
                    scales: self.floats(n_rows)?,
                    bytes: self.take(all / 2)?,
                }))
            }
            _ => Err(broken("a kind of section that is not known")),
        }
    }

    fn floats(&mut self, n: usize) -> Result<Numbers<'a>, NetError> {
        let bytes = self.take(n.checked_mul(4).ok_or(broken("too large"))?)?;
        words_of(bytes)
            .all(|float| f32::from_bits(float).is_finite())
            .then_some(Numbers { bytes })
            .ok_or(broken("a number is not finite"))
    }
}

fn words_of(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .chunks_exact(4)
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}
