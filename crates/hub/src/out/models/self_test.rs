use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use flate2::read::GzDecoder;
use ling_nn::{Manifest, SelfTest};

use super::{ModelError, disk};

/// Unpacked bytes that are looked through.
const BYTES_MAX: u64 = 256 << 20;
/// How much is looked at at once, in bytes.
const PIECE_BYTES: usize = 64 << 10;

/// Looks whether the files in `folder` are what the package should be.
pub(super) fn run(manifest: &Manifest, folder: &Path) -> Result<(), ModelError> {
    for test in &manifest.tests {
        let path = folder.join(&test.file);
        let file = File::open(&path).map_err(disk::at(&path))?;
        let passes = match test.gunzip {
            true => has(&mut GzDecoder::new(BufReader::new(file)), test),
            false => has(&mut BufReader::new(file), test),
        };
        if !passes {
            let (name, file) = (manifest.name.clone(), test.file.clone());
            return Err(ModelError::Test { name, file });
        }
    }
    Ok(())
}

fn has(from: &mut dyn Read, test: &SelfTest) -> bool {
    let words = test.has.as_bytes();
    let mut from = from.take(BYTES_MAX);
    if let Some(at) = test.at {
        let mut front = Vec::new();
        let read = from.take((at + words.len()) as u64).read_to_end(&mut front);
        return read.is_ok() && front.get(at..) == Some(words);
    }
    // The end of each piece is kept, for words may lie across.
    let mut seen: Vec<u8> = Vec::new();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        match from.read(&mut piece) {
            Ok(0) | Err(_) => return false,
            Ok(n) => seen.extend_from_slice(&piece[..n]),
        }
        if find(&seen, words) {
            return true;
        }
        seen.drain(..seen.len().saturating_sub(words.len()));
    }
}

fn find(within: &[u8], words: &[u8]) -> bool {
    let Some(&first) = words.first() else {
        return true;
    };
    let mut rest = within;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        rest = &rest[at..];
        if rest.starts_with(words) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &[u8], at: Option<usize>, words: &str, expect: bool) {
        let test = SelfTest {
            file: "f".into(),
            gunzip: false,
            at,
            has: words.into(),
        };
        assert_eq!(has(&mut &text[..], &test), expect, "{words}");
    }

    #[test]
    fn words_in_files() {
        check(b"abcabd", None, "abd", true);
        check(b"abcabd", None, "abe", false);
        check(b"abcabd", Some(0), "abc", true);
        check(b"abcabd", Some(3), "abd", true);
        check(b"abcabd", Some(4), "abd", false);
        check(b"", Some(0), "a", false);
        check(b"", None, "a", false);
        let mut long = vec![b'a'; PIECE_BYTES - 2];
        long.extend_from_slice("苹果".as_bytes());
        check(&long, None, "苹果", true);
        check(&long, None, "果苹", false);
    }
}
