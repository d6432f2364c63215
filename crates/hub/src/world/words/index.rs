//! The dictionary on the disk: its lines unpacked, and a sorted table from the hash of a key to the line.
//!
//! Memory is that of one look-up. The table is made at the first one, in about a second.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;

use super::cedict;

/// The front of an index; another number makes it anew.
const MAGIC: &[u8; 8] = b"lingdic1";
/// Magic, length of the lines, how many lines.
const HEAD_BYTES: u64 = 24;
/// Bits of a record that say where the line begins; the others are of the key's hash.
const PLACE_BITS: u32 = 28;
/// Unpacked lines that a record can point into.
const TEXT_BYTES_MAX: u64 = 1 << PLACE_BITS;
/// Records of one index.
const RECORDS_MAX: usize = 8 << 20;
/// Bytes of one line; the longest of CC-CEDICT has 1,500.
const LINE_BYTES_MAX: u64 = 8 << 10;
/// Lines that one key may lead to.
const FOUND_MAX: usize = 200;

/// An opened dictionary.
pub(super) struct Dictionary {
    lines: File,
    table: File,
    n_records: u64,
    n_lines: u64,
}

/// A line and where it begins.
pub(super) struct Found {
    pub(super) at: u64,
    pub(super) text: String,
}

impl Dictionary {
    /// Opens the dictionary in `packed`; what is made from it lies in the folder `made`.
    pub(super) fn open(packed: &Path, made: &Path) -> io::Result<Dictionary> {
        let (lines, table) = (made.join("lines"), made.join("table"));
        if let Ok(dictionary) = Dictionary::of(&lines, &table) {
            return Ok(dictionary);
        }
        std::fs::create_dir_all(made)?;
        make(packed, &lines, &table)?;
        Dictionary::of(&lines, &table)
    }

    fn of(lines: &Path, table: &Path) -> io::Result<Dictionary> {
        let (lines, table) = (File::open(lines)?, File::open(table)?);
        let mut head = [0; HEAD_BYTES as usize];
        table.read_exact_at(&mut head, 0)?;
        let number =
            |at: usize| u64::from_le_bytes(head[at..at + 8].try_into().expect("eight bytes"));
        let records = table.metadata()?.len() - HEAD_BYTES;
        let is_whole = &head[..8] == MAGIC
            && number(8) == lines.metadata()?.len()
            && records.is_multiple_of(8);
        match is_whole {
            true => Ok(Dictionary {
                lines,
                table,
                n_records: records / 8,
                n_lines: number(16),
            }),
            false => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    /// How many entries it has.
    pub(super) fn n_lines(&self) -> u64 {
        self.n_lines
    }

    /// The lines that a key may lead to; the caller looks whether they do.
    pub(super) fn find(&self, key: &str) -> io::Result<Vec<Found>> {
        let wanted = hash(key) >> PLACE_BITS;
        let (mut low, mut high) = (0, self.n_records);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.record(middle)? >> PLACE_BITS < wanted {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        let mut found = Vec::new();
        while low < self.n_records && found.len() < FOUND_MAX {
            let record = self.record(low)?;
            if record >> PLACE_BITS != wanted {
                break;
            }
            let at = record & (TEXT_BYTES_MAX - 1);
            found.extend(self.line(at)?.map(|text| Found { at, text }));
            low += 1;
        }
        Ok(found)
    }

    fn record(&self, nth: u64) -> io::Result<u64> {
        let mut bytes = [0; 8];
        self.table.read_exact_at(&mut bytes, HEAD_BYTES + 8 * nth)?;
        Ok(u64::from_le_bytes(bytes))
    }

    /// The line that begins there.
    fn line(&self, at: u64) -> io::Result<Option<String>> {
        let bytes = self.bytes(at, LINE_BYTES_MAX as usize)?;
        let line = bytes
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        Ok(std::str::from_utf8(line).ok().map(str::to_owned))
    }

    /// Bytes of the lines from a place on.
    fn bytes(&self, at: u64, n: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; n];
        let mut got = 0;
        while got < n {
            match self.lines.read_at(&mut bytes[got..], at + got as u64)? {
                0 => break,
                more => got += more,
            }
        }
        bytes.truncate(got);
        Ok(bytes)
    }

    /// How many of the entries that follow a line begin with its word: common words begin many. At most
    /// `max` of them.
    pub(super) fn n_begun(&self, found: &Found, max: usize) -> io::Result<usize> {
        let word = found.text.split(' ').next().unwrap_or_default();
        let bytes = self.bytes(found.at, 64 * (max + 1))?;
        let text = String::from_utf8_lossy(&bytes);
        let begun = text
            .lines()
            .skip(1)
            .take_while(|line| line.starts_with(word));
        let longer = begun.filter(|line| !line[word.len()..].starts_with(' '));
        Ok(longer.take(max).count())
    }
}

/// FNV-1a, 64 bits.
fn hash(key: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    key.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

/// Unpacks the lines and makes the table; both get their names when they are whole.
fn make(packed: &Path, lines: &Path, table: &Path) -> io::Result<()> {
    let new = |path: &Path| -> PathBuf { path.with_added_extension("new") };
    let mut from = BufReader::new(GzDecoder::new(BufReader::new(File::open(packed)?)));
    let mut to = BufWriter::new(File::create(new(lines))?);
    let (mut records, mut n_lines, mut at) = (Vec::new(), 0_u64, 0_u64);
    let mut line = Vec::new();
    loop {
        line.clear();
        if from
            .by_ref()
            .take(LINE_BYTES_MAX)
            .read_until(b'\n', &mut line)?
            == 0
        {
            break;
        }
        if at + line.len() as u64 > TEXT_BYTES_MAX || records.len() > RECORDS_MAX {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "more lines than a dictionary has",
            ));
        }
        let text = std::str::from_utf8(&line).ok();
        if let Some(entry) = text.and_then(cedict::Line::read) {
            n_lines += 1;
            let record = |key: String| hash(&key) >> PLACE_BITS << PLACE_BITS | at;
            records.extend(cedict::keys(&entry).into_iter().map(record));
        }
        to.write_all(&line)?;
        at += line.len() as u64;
    }
    to.into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()?;
    records.sort_unstable();
    let mut to = BufWriter::new(File::create(new(table))?);
    to.write_all(MAGIC)?;
    to.write_all(&at.to_le_bytes())?;
    to.write_all(&n_lines.to_le_bytes())?;
    for record in &records {
        to.write_all(&record.to_le_bytes())?;
    }
    to.into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()?;
    std::fs::rename(new(lines), lines)?;
    std::fs::rename(new(table), table)
}
